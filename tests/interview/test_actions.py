"""The life of an interview, transition by transition."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interview import actions, closing, rules
from interview.models import HintShown, Interview, InterviewQuestion, Pause
from tests.at_once import all_at_once
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, UserFactory
from web.refusals import Refused

Status = Interview.Status
NOON = timezone.now().replace(hour=12)


@pytest.fixture
def planned(alice):
    return InterviewFactory(candidate=alice)


def overdue(alice, *, by=rules.GRACE + timedelta(seconds=1), **more) -> Interview:
    now = timezone.now()
    return InterviewFactory(
        candidate=alice,
        status=Status.RUNNING,
        started_at=now - timedelta(hours=1),
        ends_at=now - by,
        **more,
    )


def test_starting_pins_the_questions_and_sets_the_clock(planned):
    now = timezone.now()
    interview = actions.start(planned, at=now)

    assert interview.status == Status.RUNNING
    assert interview.ends_at == now + timedelta(minutes=24)
    asked = list(interview.questions.all())
    assert [question.position for question in asked] == [1, 2, 3]
    assert sum(question.budget_seconds for question in asked) == 24 * 60
    assert all(question.answer.text == "" for question in asked)


def test_starting_twice_lands_in_the_same_interview(planned):
    now = timezone.now()
    first = actions.start(planned, at=now)
    second = actions.start(planned, at=now + timedelta(minutes=5))
    assert second.ends_at == first.ends_at
    assert planned.questions.count() == 3


def test_extra_time_is_the_candidates_and_stays_as_it_was_at_the_start(planned, alice):
    alice.extra_time = "1.5"
    alice.save()
    now = timezone.now()
    interview = actions.start(planned, at=now)
    assert interview.ends_at == now + timedelta(minutes=36)
    assert sum(q.budget_seconds for q in interview.questions.all()) == 36 * 60


def test_an_interview_keeps_the_version_it_asked(planned):
    interview = actions.start(planned, at=timezone.now())
    asked = interview.questions.first().version
    question = asked.question
    question.current = None
    question.status = "retired"
    question.save()
    assert interview.questions.first().version == asked


def test_an_interview_with_nothing_to_ask_does_not_start(alice):
    empty = InterviewFactory(candidate=alice, question_set=QuestionSetFactory(questions=[]))
    with pytest.raises(Refused, match="No question"):
        actions.start(empty, at=timezone.now())
    assert Interview.objects.get(pk=empty.pk).status == Status.SCHEDULED


def test_drafts_in_a_set_are_never_asked(alice):
    questions = [QuestionFactory(), QuestionFactory(draft=True)]
    interview = InterviewFactory(
        candidate=alice, question_set=QuestionSetFactory(questions=questions)
    )
    assert actions.start(interview, at=timezone.now()).questions.count() == 1


def test_one_form_makes_one_interview(alice):
    key = uuid.uuid4()
    facts = {"title": "Mock", "minutes": 30, "mode": "exam", "request_key": key, "recipe": {}}
    first, second = (actions.set_up(alice, **facts) for _ in range(2))
    assert first == second
    with pytest.raises(Refused):
        actions.set_up(UserFactory(), **facts)


def test_a_pause_moves_the_end_and_is_kept_for_the_review(alice):
    interview = InterviewFactory(candidate=alice, running=True, mode="practice")
    end, now = interview.ends_at, timezone.now()
    actions.pause(interview, at=now)
    actions.pause(interview, at=now + timedelta(seconds=30))
    resumed = actions.resume(interview, at=now + timedelta(minutes=3))
    again = actions.resume(interview, at=now + timedelta(minutes=9))
    assert resumed.ends_at == again.ends_at == end + timedelta(minutes=3)
    pause = Pause.objects.get()
    assert pause.ended_at - pause.started_at == timedelta(minutes=3)


def test_an_exam_cannot_be_paused(alice):
    with pytest.raises(Refused, match="no pause"):
        actions.pause(InterviewFactory(candidate=alice, running=True), at=timezone.now())


def test_handing_in_while_paused_ends_the_pause_first(alice):
    interview = InterviewFactory(candidate=alice, running=True, mode="practice", answers=["x"])
    now = timezone.now()
    actions.pause(interview, at=now)
    finished = actions.finish(interview, at=now + timedelta(hours=2))
    assert finished.status == Status.SUBMITTED
    assert Pause.objects.get().ended_at is not None


def test_handing_in_asks_for_scores_once(alice, queue, django_capture_on_commit_callbacks):
    interview = InterviewFactory(candidate=alice, running=True, answers=["words", "  \n"])
    with django_capture_on_commit_callbacks(execute=True):
        first = actions.finish(interview, at=timezone.now())
        second = actions.finish(interview, at=timezone.now() + timedelta(seconds=1))
    assert first.status == second.status == Status.SUBMITTED
    assert first.finished_at == second.finished_at
    assert queue == [interview.pk]
    states = list(interview.questions.values_list("scoring", flat=True))
    assert states == ["waiting", "not-answered", "not-answered"]


def test_untouched_starter_code_is_not_an_answer(alice, queue):
    code = QuestionFactory(kind="implementation", parts={"starter_code": "def f():\n    ...\n"})
    interview = InterviewFactory(
        candidate=alice,
        running=True,
        question_set=QuestionSetFactory(questions=[code]),
        answers=["def f():\n    ..."],
    )
    actions.finish(interview, at=timezone.now())
    assert interview.questions.get().scoring == "not-answered"


def test_handing_in_between_deadline_and_grace_counts_as_run_out(alice, queue):
    interview = overdue(alice, by=timedelta(seconds=5), answers=["words"])
    finished = actions.finish(interview, at=timezone.now())
    assert finished.status == Status.EXPIRED
    assert finished.finished_at == finished.ends_at


def test_time_that_ran_out_is_recorded_as_the_deadline_not_as_the_hour_of_the_sweep(alice, queue):
    interview = overdue(alice, by=timedelta(minutes=50), answers=["words"])
    assert closing.close_overdue(at=timezone.now()) == 1
    interview.refresh_from_db()
    assert interview.status == Status.EXPIRED
    assert interview.finished_at == interview.ends_at


def test_the_sweep_leaves_the_grace_and_pauses_alone(alice, queue):
    overdue(alice, by=rules.GRACE - timedelta(seconds=2))
    overdue(alice, mode="practice", paused_at=timezone.now() - timedelta(minutes=90))
    assert closing.close_overdue(at=timezone.now()) == 0


def test_one_interview_that_cannot_be_closed_does_not_stop_the_others(alice, queue, monkeypatch):
    poisoned = overdue(alice, by=timedelta(minutes=31))
    healthy = overdue(alice, answers=["words"])
    close = actions.close_if_over

    def sometimes(interview, *, at):
        if interview.pk == poisoned.pk:
            raise RuntimeError("poisoned")
        return close(interview, at=at)

    monkeypatch.setattr(actions, "close_if_over", sometimes)
    assert closing.close_overdue(at=timezone.now()) == 1
    healthy.refresh_from_db()
    assert healthy.status == Status.EXPIRED


@pytest.mark.django_db(transaction=True)
def test_eight_closers_at_once_close_it_once(alice, queue):
    interview = overdue(alice, answers=["words"])
    all_at_once([lambda: closing.close_overdue(at=timezone.now())] * 8)
    assert queue == [interview.pk]


@pytest.mark.django_db(transaction=True)
def test_eight_starts_at_once_start_it_once(alice):
    interview = InterviewFactory(candidate=alice)
    started = all_at_once([lambda: actions.start(interview, at=timezone.now())] * 8)
    assert len({one.ends_at for one in started}) == 1
    assert InterviewQuestion.objects.count() == 3


def test_a_dead_queue_costs_no_error(alice, monkeypatch, django_capture_on_commit_callbacks):
    def dead(_id):
        raise ConnectionError("no broker")

    monkeypatch.setattr("interview.tasks.score_interview.delay", dead)
    interview = InterviewFactory(candidate=alice, running=True, answers=["words"])
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.finish(interview, at=timezone.now()).status == Status.SUBMITTED


def test_hints_are_in_the_ledger_once_each(alice):
    interview = InterviewFactory(candidate=alice, running=True, mode="practice")
    question = interview.questions.first()
    now = timezone.now()
    assert actions.show_hint(question, number=1, at=now) == ["Think of a ball."]
    actions.show_hint(question, number=1, at=now)
    assert len(actions.show_hint(question, number=2, at=now)) == 2
    assert HintShown.objects.count() == 2
    with pytest.raises(Refused, match="no further hint"):
        actions.show_hint(question, number=3, at=now)


def test_time_on_a_question_never_shrinks(alice):
    question = InterviewFactory(candidate=alice, running=True).questions.first()
    actions.note_time(question, seconds_used=90)
    actions.note_time(question, seconds_used=30)
    question.answer.refresh_from_db()
    assert question.answer.seconds_used == 90


def test_cancelling_and_moving_are_for_interviews_that_have_not_started(alice, planned):
    running = InterviewFactory(candidate=alice, running=True)
    for move in (
        lambda: actions.cancel(running),
        lambda: actions.reschedule(running, to=timezone.now()),
    ):
        with pytest.raises(Refused):
            move()
    assert actions.cancel(planned).status == actions.cancel(planned).status == Status.CANCELLED
    with pytest.raises(Refused, match="cancelled"):
        actions.start(planned, at=timezone.now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "running"},
        {"status": "submitted"},
        {"started_at": timezone.now()},
        {"minutes": 0},
        {"status": "running", "started_at": NOON, "ends_at": NOON},
    ],
)
def test_the_database_refuses_an_impossible_interview(planned, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=planned.pk).update(**wrong)


def test_the_database_refuses_to_finish_after_the_end(alice):
    done = InterviewFactory(candidate=alice, submitted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=done.pk).update(finished_at=done.ends_at + timedelta(seconds=1))


def test_the_database_refuses_a_pause_in_an_exam(alice):
    exam = InterviewFactory(candidate=alice, running=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=exam.pk).update(paused_at=timezone.now())
