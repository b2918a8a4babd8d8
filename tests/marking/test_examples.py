"""Stored answers as anchors: which ones stand beside a point, and who may see them when."""

import pytest
from django.urls import reverse
from django.utils import timezone

from marking import examples
from marking.calibration import actions, results
from marking.models import ScoreSheet
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished as marked
from tests.marking.shared import page_of, sheet_of
from tests.marking.stored import finished, question_with_answers

pytestmark = pytest.mark.django_db


def page(question) -> str:
    return reverse("marking:calibration_examples", args=[question.slug])


def test_a_point_stands_between_the_least_that_makes_it_and_the_best_that_misses_it():
    question = question_with_answers()
    averages, damps = examples.anchored(question.current)
    assert (averages.made.label, averages.missed.label) == ("partial", "wrong")
    assert (damps.made.label, damps.missed.label) == ("strong", "partial")
    assert (damps.made.made, damps.missed.made) == (2, 1)


def test_a_question_without_stored_answers_has_no_examples():
    [first, _] = examples.anchored(QuestionFactory().current)
    assert first.made is None
    assert first.missed is None


def test_where_nothing_is_stored_the_page_says_so_once_and_no_sheet_leads_there(
    as_user, alice, bob, carol
):
    bare, stored = QuestionFactory(), question_with_answers()
    shown = as_user(carol).get(page(bare)).content.decode()
    assert shown.count("stored yet") == 1
    assert "No stored answer" not in shown
    interview = marked(alice, question_set=QuestionSetFactory(questions=[bare, stored]))
    sheet_of(carol, interview)
    sheet = as_user(carol).get(page_of(interview)).content.decode()
    assert page(stored) in sheet
    assert page(bare) not in sheet


def test_examples_come_after_the_comparison_and_not_while_a_pack_is_open(as_user, alice):
    client = as_user(alice)
    run = finished(alice)
    question = run.answers.first().answer.version.question
    shown = client.get(page(question))
    assert shown.status_code == 200
    assert "it makes 1 of 2 points" in shown.content.decode()
    assert page(question) in client.get(run.get_absolute_url()).content.decode()
    actions.start(run.pack, at=timezone.now())
    assert client.get(page(question)).status_code == 404


def test_whoever_has_not_marked_it_sees_no_examples(as_user, alice, charlie, carol):
    question = finished(alice).answers.first().answer.version.question
    assert as_user(charlie).get(page(question)).status_code == 404
    assert as_user(carol).get(page(question)).status_code == 200


@pytest.mark.parametrize(("state", "code"), [("draft", 404), ("submitted", 200)])
def test_a_rater_sees_them_once_their_marks_are_in(as_user, bob, state, code):
    question = question_with_answers()
    interview = InterviewFactory(
        submitted=True, question_set=QuestionSetFactory(questions=[question])
    )
    now = timezone.now()
    times = {"submitted_at": now, "opens_at": now} if state == "submitted" else {}
    ScoreSheet.objects.create(
        interview=interview, rater=bob, role="peer", state=state, started_at=now, **times
    )
    assert as_user(bob).get(page(question)).status_code == code


def test_somebody_elses_private_question_has_no_page(as_user, alice, bob):
    question = question_with_answers(owner=alice, visibility="private")
    assert as_user(alice).get(page(question)).status_code == 200
    assert as_user(bob).get(page(question)).status_code == 404


def test_reasons_and_what_is_partly_made_stand_beside_a_point(as_user, alice):
    question = question_with_answers()
    partial = question.current.calibration_answers.get(label="partial")
    partial.partly, partial.reasons = ["damps"], [["damps", "Names $x$ and no cause."]]
    partial.save(update_fields=["partly", "reasons"])
    _, damps = examples.anchored(question.current)
    assert (damps.partly.label, damps.partly.why) == ("partial", "Names $x$ and no cause.")
    assert damps.missed.label == "wrong"


def test_the_comparison_says_why_the_known_mark_is_so(as_user, alice):
    question = question_with_answers()
    question_with_answers()
    question.current.calibration_answers.filter(label="partial").update(
        partly=["damps"], reasons=[["damps", "Half of it <b>is</b> there."]]
    )
    run = finished(alice, questions=0)
    page = as_user(alice).get(run.get_absolute_url()).content.decode()
    assert "Why partly made: Half of it &lt;b&gt;is&lt;/b&gt; there." in page
    compared = [point for one in results.read(run).answers for point in one.points]
    assert [point.why for point in compared if point.known == "partly"] == [
        "Half of it <b>is</b> there."
    ]
    assert sum(point.apart == 1 for point in compared) == 1
