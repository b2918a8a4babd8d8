"""The queue: each reason finds what it should and nothing else, and what is put off stays away."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from questions.models import Question
from tests.factories import QuestionFactory
from workbench import queue_actions
from workbench.models import QuestionSummary, Snooze, Thread
from workbench.reasons import BY_KEY, REASONS

pytestmark = pytest.mark.django_db
URL = "/workbench/queue/"
FIGURES = {
    "backwards": ({"discrimination": -1.0}, {"discrimination": 0.0}),
    "weak": ({"discrimination": 19.9}, {"discrimination": 20.0}),
    "inefficient": ({"efficiency": 14.9}, {"efficiency": 15.0}),
    "too-hard": ({"facility": 5.0}, {"facility": 5.1}),
    "too-easy": ({"facility": 95.0}, {"facility": 94.9}),
    "never-made": ({"never_made": 1}, {"never_made": 0}),
    "too-long": ({"time_used": 150.1}, {"time_used": 150.0}),
    "skipped": ({"skipped": 25.0}, {"skipped": 24.9}),
}


def measured(question=None, **figures):
    question = question or QuestionFactory()
    QuestionSummary.objects.create(
        question=question, version=question.current, n=20, counted_at=timezone.now(), **figures
    )
    return question


def waiting(key):
    return list(BY_KEY[key].waiting(Question.objects.all(), at=timezone.now()))


@pytest.fixture
def easy(db):
    return measured(facility=97.0)


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_past_its_limit_is_a_reason(key):
    past, within = FIGURES[key]
    found = measured(**past)
    measured(**within)
    measured()  # too few to tell

    assert waiting(key) == [found]
    assert BY_KEY[key].say(waiting(key)[0].figure)


def test_every_reason_is_tried_here():
    assert {reason.key for reason in REASONS} == {*FIGURES, "disputed", "never-asked"}


def test_an_open_dispute_is_a_reason(alice):
    question = QuestionFactory()
    thread = Thread.objects.create(
        question=question, version=question.current, kind="dispute", opened_by=alice,
        opened_at=timezone.now(),
    )  # fmt: skip
    assert waiting("disputed") == [question]
    Thread.objects.filter(pk=thread.pk).update(state="declined", settled_at=timezone.now())
    assert waiting("disputed") == []


def test_a_ready_question_that_nobody_met_is_a_reason():
    fresh = QuestionFactory()
    QuestionFactory(draft=True)
    measured()
    assert waiting("never-asked") == [fresh]


def test_figures_of_words_that_are_not_asked_any_more_are_no_reason(easy):
    newer = QuestionFactory().current
    Question.objects.filter(current=newer).update(current=None, status="draft")
    newer.question, newer.number = easy, 2
    newer.save()
    easy.current = newer
    easy.save()
    assert waiting("too-easy") == []


# The page


def test_it_lists_what_needs_work_with_the_reason(as_user, carol, easy):
    page = as_user(carol).get(URL).content.decode()
    assert str(easy) in page
    assert "Facility 97 %, at least 95 %" in page
    assert reverse("workbench:question_statistics", args=[easy.slug]) in page


def test_a_curator_sees_the_library_and_others_their_own(as_user, alice, carol, easy):
    mine = measured(QuestionFactory(owner=alice, visibility="private"), facility=1.0)
    shipped = measured(QuestionFactory(origin="greenroom"), facility=98.0)

    hers = as_user(alice).get(URL).content.decode()
    assert str(mine) in hers
    assert str(easy) not in hers
    curators = as_user(carol).get(URL).content.decode()
    assert str(mine) not in curators
    assert str(shipped) in curators


def test_one_reason_is_listed_whole(as_user, carol):
    several = [measured(facility=96.0) for _ in range(7)]
    whole = as_user(carol).get(f"{URL}?reason=too-easy").content.decode()
    assert all(str(question) in whole for question in several)
    assert "Show all 7" in as_user(carol).get(URL).content.decode()


def test_an_empty_queue_says_so(as_user, alice):
    assert b"Nothing waits." in as_user(alice).get(URL).content


def test_the_queue_costs_the_same_however_long(as_user, carol, django_assert_max_num_queries):
    for _ in range(12):
        measured(facility=96.0, discrimination=3.0, efficiency=3.0)
    client = as_user(carol)
    client.get(URL)
    with django_assert_max_num_queries(30):
        client.get(URL)


# Putting off


def snooze_url(question, key="too-easy"):
    return reverse("workbench:snooze", args=[question.slug, key])


def test_putting_off_takes_a_reason_away(as_user, carol, easy):
    data = {"note": "A warm-up on purpose.", "days": ""}
    response = as_user(carol).post(snooze_url(easy), data)

    assert response.url == f"{URL}#too-easy"
    assert waiting("too-easy") == []
    snoozed = Snooze.objects.get()
    assert (snoozed.note, snoozed.by, snoozed.until) == ("A warm-up on purpose.", carol, None)
    page = as_user(carol).get(URL).content.decode()
    assert "A warm-up on purpose." in page
    assert "Facility 97" not in page


def test_it_needs_a_note_and_keeps_the_rest(as_user, carol, easy):
    response = as_user(carol).post(snooze_url(easy), {"note": " ", "days": "90"})
    assert response.status_code == 422
    assert b"Say why it can wait" in response.content
    assert re.search(rb'<option value="90" selected', response.content)
    assert not Snooze.objects.exists()


def test_it_comes_back_when_its_time_is_over_or_its_words_change(easy, carol):
    at = timezone.now()
    queue_actions.snooze(easy, "too-easy", note="Later.", days=30, by=carol, at=at)
    kept = Question.objects.all()
    assert list(BY_KEY["too-easy"].waiting(kept, at=at + timedelta(days=29))) == []
    assert list(BY_KEY["too-easy"].waiting(kept, at=at + timedelta(days=31))) == [easy]

    queue_actions.snooze(easy, "too-easy", note="Later.", days=None, by=carol, at=at)
    assert waiting("too-easy") == []
    Snooze.objects.update(version=QuestionFactory().current)
    assert waiting("too-easy") == [easy]


def test_it_is_taken_up_again(as_user, carol, easy):
    queue_actions.snooze(easy, "too-easy", note="x", days=30, by=carol, at=timezone.now())
    wake = reverse("workbench:wake", args=[easy.slug, "too-easy"])
    assert as_user(carol).post(wake).url == f"{URL}#snoozed"
    assert as_user(carol).post(wake).status_code == 302
    assert waiting("too-easy") == [easy]


def test_others_put_nothing_off(as_user, charlie, carol, easy):
    assert as_user(charlie).post(snooze_url(easy), {"note": "x"}).status_code == 404
    assert as_user(carol).post(snooze_url(easy, "no-such"), {"note": "x"}).status_code == 404
    assert as_user(carol).get(snooze_url(easy)).status_code == 405
