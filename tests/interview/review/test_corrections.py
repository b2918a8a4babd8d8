"""One click corrects the machine."""

import re

import pytest

from interview import marks
from interview.models import PointMark, Scorecard
from tests.factories import QuestionFactory, QuestionSetFactory
from tests.interview.marked import add_card, finished
from tests.interview.review.reading import address, correct, page_of, words

pytestmark = pytest.mark.django_db


def test_one_click_is_kept_beside_the_machine_and_counts(alice, as_user, hx, interview):
    question = interview.questions.get(position=1)
    before = question.scorecards.get()
    reply = correct(as_user(alice), interview, "made", headers=hx("results"))
    page = words(reply.content.decode())
    assert "You made 3 of 4 points." in page
    assert "you said made , the machine missed" in page
    assert "marked by you" in page
    assert "the machine said 60" in page
    own = question.scorecards.get(rater_kind="self")
    assert own.rater == alice
    assert [mark.verdict for mark in own.marks.all()] == ["made"]
    after = question.scorecards.get(rater_kind="auto")
    assert (after.score, after.made_at) == (before.score, before.made_at)
    assert own.score > before.score


def test_without_htmx_the_page_comes_back_at_the_question(alice, as_user, interview):
    reply = correct(as_user(alice), interview, "partly")
    assert reply.url == f"{address(interview)}#question-1"


def test_saying_it_twice_changes_nothing_and_taking_it_back_removes_it(alice, as_user, interview):
    client = as_user(alice)
    for _ in range(2):
        correct(client, interview, "partly")
    question = interview.questions.get(position=1)
    assert PointMark.objects.filter(scorecard__rater_kind="self").count() == 1
    for _ in range(2):
        correct(client, interview, "")
    assert not question.scorecards.filter(rater_kind="self").exists()
    assert question.scorecards.filter(rater_kind="auto").exists()


def test_the_pressed_button_is_the_one_that_takes_it_back(alice, as_user, interview):
    client = as_user(alice)
    correct(client, interview, "missed", point=1)
    page = page_of(client, interview)
    pressed = re.findall(
        r'<button id="say-(\S+)" form="calls-1" name="call" value="\d+:" aria-pressed="true"', page
    )
    assert pressed == ["1-1-missed"]


def test_ticking_every_point_of_a_program_gives_its_mark(alice, as_user):
    sets = QuestionSetFactory(questions=[QuestionFactory(kind="implementation")])
    interview = finished(alice, texts=("x = 1",), question_set=sets, scored=False)
    abstained = {"abstained": True, "reason": marks.PROGRAM, "score": 0, "low": 0, "high": 1}
    add_card(interview.questions.first(), **abstained)
    client = as_user(alice)
    correct(client, interview, "made", point=1)
    half_done = Scorecard.objects.get(rater_kind="self")
    assert (half_done.score, half_done.high) == (0.5, 1)
    correct(client, interview, "partly", point=2)
    done = Scorecard.objects.get(rater_kind="self")
    assert (done.score, done.low, done.high) == (0.75, 0.75, 0.75)
    assert "You made 1 of 2 points." in words(page_of(client, interview))


def test_a_verdict_nobody_can_give_is_bad_input(alice, as_user, hx, interview):
    for headers in ({}, hx("results")):
        reply = correct(as_user(alice), interview, "unsure", headers=headers)
        assert reply.status_code == 422
        assert "A point is made, partly made or missed." in reply.content.decode()
    assert not Scorecard.objects.filter(rater_kind="self").exists()


def test_a_point_of_another_question_is_not_found(alice, as_user, interview):
    foreign = interview.questions.get(position=2).version.key_points.first()
    said = {"call": f"{foreign.pk}:made"}
    assert as_user(alice).post(address(interview, "correct", 1), said).status_code == 404


@pytest.mark.parametrize(
    "call", ["", ":", "made", "x:made", "1:made:", "-1:made", f"{10**40}:made"]
)
def test_what_no_button_says_is_bad_input(alice, as_user, interview, call):
    reply = as_user(alice).post(address(interview, "correct", 1), {"call": call})
    assert reply.status_code == 422


def test_correcting_is_refused_before_the_estimate_and_before_the_mark(alice, as_user, hx):
    early = finished(alice, estimated=False)
    assert correct(as_user(alice), early, "made", headers=hx("results")).status_code == 409
    waiting = finished(alice, scored=False)
    assert correct(as_user(alice), waiting, "made", headers=hx("results")).status_code == 409
    blank = finished(alice)
    reply = correct(as_user(alice), blank, "made", position=3, headers=hx("results"))
    assert "There is no answer here to mark." in reply.content.decode()
    assert not Scorecard.objects.filter(rater_kind="self").exists()


def test_an_interviewers_mark_counts_before_the_candidates(alice, bob, as_user, interview):
    question = interview.questions.get(position=1)
    add_card(
        question, rater_kind="interviewer", rater=bob, scorer_version="", verdicts=("missed",) * 2
    )
    correct(as_user(alice), interview, "made", point=1)
    page = words(page_of(as_user(alice), interview))
    assert "marked by interviewer" in page
    assert "You made 1 of 4 points." in page
