"""Marking by the machine: once, whatever the queue does; a failure is a state and never a score."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interview import actions, marks, scoring_jobs, tasks
from interview.models import (
    CLAIM_LASTS,
    SCORING_TRIES,
    Interview,
    InterviewQuestion,
    PointMark,
    Scorecard,
)
from tests.at_once import all_at_once
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db
Scoring = InterviewQuestion.Scoring
THREE = ["Momentum averages past gradients.", "It damps oscillation.", "A running mean."]


@pytest.fixture
def marker(monkeypatch):
    """A machine that gives every point 0.75 and remembers the answers it was shown."""
    seen = []

    def mark(version, points, text, *, at):
        seen.append(text)
        card = {
            "score": 0.75,
            "low": 0.5,
            "high": 0.9,
            "abstained": False,
            "reason": "",
            "flags": [],
            "scorer_version": "test-1",
            "made_at": at,
        }
        said = [PointMark(key_point=point, p=0.75, verdict="made", end=4) for point in points]
        return scoring_jobs.Marking(card, said)

    monkeypatch.setattr(scoring_jobs, "mark", mark)
    return seen


def submitted(texts=THREE, **fields):
    return InterviewFactory(submitted=True, answers=texts, **fields)


def states(interview):
    return list(interview.questions.order_by("position").values_list("scoring", flat=True))


def test_every_answer_gets_one_card_with_a_mark_for_each_point(marker):
    interview = submitted()
    tasks.score_interview(interview.pk)
    cards = Scorecard.objects.filter(question__interview=interview)
    assert cards.count() == 3
    assert all(card.rater_kind == "auto" and card.marks.count() == 2 for card in cards)
    interview.refresh_from_db()
    assert interview.status == Interview.Status.SCORED
    assert interview.scored_at is not None


def test_a_job_delivered_twice_makes_one_card(marker):
    interview = submitted()
    for _ in range(2):
        tasks.score_interview(interview.pk)
    assert len(marker) == 3
    assert Scorecard.objects.filter(question__interview=interview).count() == 3


def test_a_blank_answer_is_not_answered_and_gets_no_card(marker):
    interview = submitted([THREE[0]])
    tasks.score_interview(interview.pk)
    assert states(interview) == [Scoring.DONE, Scoring.NOT_ANSWERED, Scoring.NOT_ANSWERED]
    assert Scorecard.objects.count() == 1
    interview.refresh_from_db()
    assert interview.status == Interview.Status.SCORED


def test_an_interview_without_any_answer_is_scored_as_it_closes(
    queue, django_capture_on_commit_callbacks
):
    interview = InterviewFactory(running=True)
    with django_capture_on_commit_callbacks(execute=True):
        interview = actions.finish(interview, at=timezone.now())
    assert interview.status == Interview.Status.SCORED
    assert interview.scored_at is not None
    assert queue == []


def test_closing_asks_for_a_score(queue, django_capture_on_commit_callbacks):
    interview = InterviewFactory(running=True, answers=THREE)
    with django_capture_on_commit_callbacks(execute=True):
        interview = actions.finish(interview, at=timezone.now())
    assert interview.status == Interview.Status.SUBMITTED
    assert queue == [interview.pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_mark_each_answer_once(marker):
    interview = submitted()
    all_at_once([lambda: tasks.score_interview(interview.pk)] * 2)
    assert sorted(marker) == sorted(THREE)
    assert Scorecard.objects.count() == 3
    interview.refresh_from_db()
    assert interview.status == Interview.Status.SCORED


def test_a_failing_machine_tries_three_times_and_then_says_so(monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(scoring_jobs, "mark", broken)
    interview = submitted([THREE[0]])
    for attempt in range(1, SCORING_TRIES + 1):
        tasks.score_interview(interview.pk)
        last = attempt == SCORING_TRIES
        assert states(interview)[0] == (Scoring.FAILED if last else Scoring.WAITING)
    assert not Scorecard.objects.exists()
    assert "ZeroDivisionError" in interview.questions.get(position=1).why_failed
    interview.refresh_from_db()
    assert interview.status == Interview.Status.SUBMITTED


def test_one_bad_answer_does_not_stop_the_others(marker, monkeypatch):
    gentle = scoring_jobs.mark

    def picky(version, points, text, *, at):
        if text == THREE[1]:
            raise ValueError(text)
        return gentle(version, points, text, at=at)

    monkeypatch.setattr(scoring_jobs, "mark", picky)
    interview = submitted()
    tasks.score_interview(interview.pk)
    assert states(interview) == [Scoring.DONE, Scoring.WAITING, Scoring.DONE]


def test_a_failed_answer_is_marked_when_asked_again(
    marker, queue, django_capture_on_commit_callbacks
):
    interview = submitted([THREE[0]])
    interview.questions.filter(position=1).update(
        scoring=Scoring.FAILED, scoring_tries=SCORING_TRIES, why_failed="It broke."
    )
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            actions.score_again(interview.questions.get(position=1))
    assert queue == [interview.pk]
    tasks.score_interview(interview.pk)
    question = interview.questions.get(position=1)
    assert (question.scoring, question.why_failed) == (Scoring.DONE, "")


def test_a_claim_that_ran_out_is_taken_up_again(marker):
    interview = submitted([THREE[0]])
    question = interview.questions.get(position=1)
    long_ago = timezone.now() - CLAIM_LASTS - timedelta(seconds=1)
    assert InterviewQuestion.objects.claim(question.pk, at=long_ago)
    tasks.score_interview(interview.pk)
    assert states(interview)[0] == Scoring.DONE


def test_a_claim_that_still_holds_is_left_alone(marker):
    interview = submitted([THREE[0]])
    question = interview.questions.get(position=1)
    assert InterviewQuestion.objects.claim(question.pk, at=timezone.now())
    tasks.score_interview(interview.pk)
    assert marker == []
    assert states(interview)[0] == Scoring.RUNNING


def test_a_worker_whose_claim_ran_out_writes_nothing(marker, monkeypatch):
    """It comes back late; by then another worker has marked the answer."""
    interview = submitted([THREE[0]])
    question = interview.questions.get(position=1)
    quick = scoring_jobs.mark

    def slow(version, points, text, *, at):
        monkeypatch.setattr(scoring_jobs, "mark", quick)
        InterviewQuestion.objects.filter(pk=question.pk).update(
            claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1)
        )
        scoring_jobs.score_question(question.pk)
        late = quick(version, points, text, at=at)
        return scoring_jobs.Marking({**late.card, "scorer_version": "late-1"}, late.marks)

    monkeypatch.setattr(scoring_jobs, "mark", slow)
    scoring_jobs.score_question(question.pk)
    assert [card.scorer_version for card in Scorecard.objects.all()] == ["test-1"]


def test_an_answer_that_kills_every_worker_ends_as_failed(marker):
    interview = submitted([THREE[0]])
    question = interview.questions.get(position=1)
    at = timezone.now() - 10 * CLAIM_LASTS
    for _ in range(SCORING_TRIES):
        assert InterviewQuestion.objects.claim(question.pk, at=at)
        at += CLAIM_LASTS + timedelta(seconds=1)
    scoring_jobs.score_leftovers(at=timezone.now())
    question.refresh_from_db()
    assert (question.scoring, question.why_failed) == (Scoring.FAILED, scoring_jobs.LOST)
    assert marker == []


def test_the_sweep_finds_what_a_wiped_queue_forgot(marker, queue):
    interview = submitted()
    fresh = submitted()
    Interview.objects.filter(pk=fresh.pk).update(closed_at=timezone.now())
    tasks.score_leftovers()
    assert queue == [interview.pk]
    tasks.score_interview(queue[0])
    assert states(interview) == [Scoring.DONE] * 3


def test_the_sweep_finishes_what_a_worker_left_at_the_last_step(marker, queue):
    """It died after the last card and before it marked the interview as scored."""
    interview = submitted()
    for question in interview.questions.all():
        scoring_jobs.score_question(question.pk)
    tasks.score_leftovers()
    interview.refresh_from_db()
    assert interview.status == Interview.Status.SCORED
    assert queue == []


def test_an_interview_deleted_meanwhile_is_no_error(marker):
    interview = submitted()
    pk = interview.pk
    interview.delete()
    tasks.score_interview(pk)
    assert marker == []


def test_a_program_is_not_read_as_prose(monkeypatch):
    import scoring

    def unwanted(*args, **kwargs):
        raise AssertionError("code was sent to the prose scorer")

    monkeypatch.setattr(scoring, "score_answer", unwanted)
    question_set = QuestionSetFactory(questions=[QuestionFactory(kind="implementation")])
    interview = submitted(["def f():\n    return 1"], question_set=question_set)
    tasks.score_interview(interview.pk)
    card = Scorecard.objects.get()
    assert (card.abstained, card.reason) == (True, marks.PROGRAM)
    assert not card.marks.exists()
    assert marks.mark_of(card) is None


def test_the_real_machine_marks_an_answer_with_evidence_inside_it():
    text = "Momentum keeps a running mean of past gradients, so steps that flip sign cancel out."
    interview = submitted([text])
    tasks.score_interview(interview.pk)
    card = Scorecard.objects.get()
    assert 0 <= card.low <= card.score <= card.high <= 1
    assert card.marks.count() == 2
    assert all(0 <= mark.start <= mark.end <= len(text) for mark in card.marks.all())
