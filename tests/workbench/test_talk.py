"""What people say about questions: who may, who reads it, who settles it, what comes of it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from questions.models import Question
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished
from workbench.models import Remark, Thread
from workbench.talk_actions import Matter, open_thread, reply, settle

THREADS = reverse("workbench:threads")
WRONG = Matter("dispute", "Momentum may overshoot.", part="point:damps")


@pytest.fixture
def question(carol):
    """The library's; Carol curates it."""
    return QuestionFactory()


@pytest.fixture
def asked(alice, question):
    """Alice has answered it, and seen her marks."""
    interview = finished(alice, question_set=QuestionSetFactory(questions=[question]))
    return interview.questions.get()


def url(question, **more):
    query = "&".join(f"{key}={value}" for key, value in more.items())
    return reverse("workbench:talk", args=[question.slug]) + (f"?{query}" if query else "")


def opened(question, by, matter=WRONG):
    return open_thread(question, question.current, matter, by=by, at=timezone.now())


def test_the_review_leads_to_a_dispute_that_the_curator_reads(as_user, alice, carol, asked):
    review = reverse("interview:review", args=[asked.interview_id])
    question = asked.version.question
    assert url(question, kind="dispute") in as_user(alice).get(review).content.decode()
    page = as_user(alice).get(url(question, kind="dispute", asked=asked.pk)).content.decode()
    assert "Let the keepers read my answer" in page

    form = {"kind": "dispute", "part": "point:damps", "text": "It may overshoot."}
    response = as_user(alice).post(url(question, asked=asked.pk), {**form, "show_answer": "on"})
    thread = Thread.objects.get()
    assert response.url == thread.get_absolute_url()
    assert (thread.answer, thread.version) == (asked.answer.text, asked.version)
    assert "Waiting for you" in as_user(carol).get(THREADS).content.decode()
    shown = as_user(carol).get(thread.get_absolute_url()).content.decode()
    assert "It may overshoot." in shown
    assert asked.answer.text.split("\n")[0] in shown


def test_an_answer_stays_private_unless_it_is_shown(as_user, alice, asked):
    form = {"kind": "comment", "text": "Hm."}
    as_user(alice).post(url(asked.version.question, asked=asked.pk), form)
    assert Thread.objects.get().answer == ""


def test_nobody_brings_in_somebody_elses_answer(as_user, carol, asked):
    page = as_user(carol).get(url(asked.version.question, asked=asked.pk)).content.decode()
    assert asked.answer.text not in page
    assert "Let the keepers" not in page


def test_who_has_not_seen_the_key_cannot_speak_about_it(as_user, bob, question):
    page = as_user(bob).get(url(question)).content.decode()
    assert "once you have answered it" in page
    assert "It damps oscillation" not in page.split("<main", 1)[1].split("<form", 1)[0]
    response = as_user(bob).post(url(question), {"kind": "comment", "text": "Hm."})
    assert response.status_code == 409
    assert not Thread.objects.exists()


def test_the_points_are_not_named_to_who_may_not_see_them(as_user, bob, question):
    assert "damps oscillation" not in as_user(bob).get(url(question)).content.decode()


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"kind": "comment", "text": ""}, "a sentence is enough"),
        ({"kind": "suggestion", "text": "So."}, "Write the wording you suggest."),
        ({"kind": "suggestion", "text": "So.", "proposal": "x"}, "Choose what your wording"),
        ({"kind": "comment", "text": "So.", "part": "point:none"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(form, says, as_user, carol, question):
    response = as_user(carol).post(url(question), form)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert form["text"] in page


def test_a_double_click_opens_one_thread_and_says_one_thing(carol, question):
    first, second = opened(question, carol), opened(question, carol)
    assert first == second
    for _ in range(2):
        reply(first, "And so?", by=carol, at=timezone.now())
    assert [remark.text for remark in first.remarks.all()] == [WRONG.text, "And so?"]


def test_somebody_cannot_flood_a_question(as_user, carol, question):
    for number in range(5):
        opened(question, carol, Matter("comment", f"Number {number}"))
    response = as_user(carol).post(url(question), {"kind": "comment", "text": "One more"})
    assert response.status_code == 409
    assert "5 open threads" in response.content.decode()


def test_keepers_settle_and_owe_a_reason_for_no(as_user, alice, carol, asked):
    thread = opened(asked.version.question, alice)
    address = reverse("workbench:settle", args=[thread.pk])
    assert as_user(alice).post(address, {"state": "accepted"}).status_code == 409
    silent = as_user(carol).post(address, {"state": "declined"})
    assert silent.status_code == 422
    assert "Say why" in silent.content.decode()
    as_user(carol).post(address, {"state": "declined", "text": "The point says damps."})
    thread.refresh_from_db()
    assert (thread.state, thread.settled_by) == ("declined", carol)
    again = as_user(carol).post(address, {"state": "accepted"})
    assert again.status_code == 409
    assert "settled already: declined" in again.content.decode()


def test_who_opened_it_may_withdraw_it(as_user, alice, asked):
    thread = opened(asked.version.question, alice)
    as_user(alice).post(reverse("workbench:settle", args=[thread.pk]), {"state": "withdrawn"})
    thread.refresh_from_db()
    assert thread.state == "withdrawn"


@pytest.mark.parametrize(
    ("part", "reads"),
    [
        ("prompt", lambda version: version.prompt),
        ("model_answer", lambda version: version.model_answer),
        ("point:damps", lambda version: version.key_points.get(slug="damps").text),
    ],
)
def test_an_accepted_wording_becomes_the_next_version(part, reads, alice, bob):
    question = QuestionFactory(owner=alice, visibility="private")
    question.editors.add(bob)
    words = Matter("suggestion", "Shorter.", part=part, proposal="It calms the zigzag.")
    thread = opened(question, bob, words)
    settle(thread, "accepted", by=alice, at=timezone.now(), take_over=True)
    current = Question.objects.with_current().get(pk=question.pk).current
    assert (current.number, reads(current)) == (2, "It calms the zigzag.")
    assert current.note == "Wording suggested by Bob"
    assert current.key_points.count() == 2


def test_a_wording_for_a_shipped_question_cannot_be_taken_over_here(as_user, carol):
    question = QuestionFactory(origin="greenroom")
    words = Matter("suggestion", "Shorter.", part="prompt", proposal="Why?")
    thread = opened(question, carol, words)
    response = as_user(carol).post(
        reverse("workbench:settle", args=[thread.pk]), {"state": "accepted", "take_over": "on"}
    )
    assert response.status_code == 409
    thread.refresh_from_db()
    assert thread.is_open


def test_a_private_question_met_in_somebodys_set_can_be_disputed(as_user, alice, bob):
    question = QuestionFactory(owner=bob, visibility="private")
    shared = QuestionSetFactory(questions=[question])
    InterviewFactory(candidate=alice, question_set=shared, answers=["It averages."], submitted=True)
    assert as_user(alice).get(url(question)).status_code == 200
    assert as_user(alice).post(url(question), {"kind": "comment", "text": "So?"}).status_code == 302
    assert Thread.objects.kept_by(bob).count() == 1


def test_a_person_who_leaves_leaves_their_words(alice, carol, asked):
    thread = opened(asked.version.question, alice)
    alice.delete()
    thread.refresh_from_db()
    assert thread.opened_by is None
    assert Remark.objects.get().by is None


def test_the_database_refuses_a_settled_thread_without_a_time(question, carol):
    thread = opened(question, carol)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(state="accepted")


def test_many_threads_cost_no_more_queries(as_user, carol, django_assert_max_num_queries):
    for _ in range(8):
        opened(QuestionFactory(), carol)
    client = as_user(carol)
    client.get(THREADS)
    with django_assert_max_num_queries(8):
        client.get(THREADS)
