"""Everything that changes an interview. Each function is one transaction that locks the interview,
asks the rule again and is safe to call twice: the second caller gets the same result.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from interview import aims, draws, invitations, marks, rows, rules, sheets, tasks
from interview.models import (
    Answer,
    HintShown,
    Interview,
    InterviewQuestion,
    Pause,
    PointMark,
    Scorecard,
    Seat,
)
from questions.models import KeyPoint, QuestionSet
from web.refusals import Refused


@dataclass(frozen=True)
class Estimate:
    """How a candidate thinks one answer went: 0–4, or declined; neither means not said yet."""

    estimate: int | None = None
    declined: bool = False
    missed_note: str = ""


@transaction.atomic
def set_up(
    candidate: User,
    *,
    title: str,
    minutes: int,
    mode: str,
    request_key: UUID,
    question_set: QuestionSet | None = None,
    recipe: dict[str, Any] | None = None,
    scheduled_for: datetime | None = None,
) -> Interview:
    """Prepare an interview that has not started. The same `request_key` gives the same interview.

    Refused when the key belongs to someone else's interview.
    """
    interview, is_new = Interview.objects.get_or_create(
        request_key=request_key,
        defaults={
            "candidate": candidate,
            "question_set": question_set,
            "recipe": recipe,
            "title": title,
            "minutes": minutes,
            "mode": mode,
            "level": aims.level_for(candidate, question_set),
            "seed": secrets.randbits(62),
            "scheduled_for": scheduled_for,
        },
    )
    if not is_new:
        if interview.candidate_id != candidate.pk:
            raise Refused("This form was already used. Open the page again.")
        return interview
    Seat.objects.create(interview=interview, user=candidate, role=Seat.Role.CANDIDATE)
    if scheduled_for:
        invitations.invite(interview)
    return interview


@transaction.atomic
def start(interview: Interview, *, at: datetime) -> Interview:
    """Draw the questions and start the clock. A second start finds the interview running."""
    interview = _locked(interview)
    if interview.status == Interview.Status.RUNNING:
        return interview
    if reason := rules.why_not_start(interview):
        raise Refused(reason)
    candidate = interview.candidate
    picks = _picks(interview, at=at)
    if not picks:
        raise Refused("No question in the bank fits this interview any more. Set up another.")
    time = rules.length(interview.minutes, candidate.extra_time)
    interview.extra_time = candidate.extra_time
    interview.status = Interview.Status.RUNNING
    interview.started_at = at
    interview.ends_at = at + time
    interview.save(update_fields=["extra_time", "status", "started_at", "ends_at"])
    shares = draws.budgets(picks, seconds=int(time.total_seconds()))
    questions = InterviewQuestion.objects.bulk_create(
        InterviewQuestion(
            interview=interview,
            position=number,
            version_id=pick.version_id,
            budget_seconds=seconds,
        )
        for number, (pick, seconds) in enumerate(zip(picks, shares, strict=True), start=1)
    )
    Answer.objects.bulk_create(Answer(question=question) for question in questions)
    if interview.scheduled_for:
        invitations.started(interview)
    return interview


@transaction.atomic
def pause(interview: Interview, *, at: datetime) -> Interview:
    """Stop the practice clock. Pausing a paused interview changes nothing."""
    interview = _locked(interview)
    if reason := rules.why_not_pause(interview, at=at):
        raise Refused(reason)
    if interview.paused_at is None:
        interview.paused_at = at
        interview.save(update_fields=["paused_at"])
        Pause.objects.create(interview=interview, started_at=at)
    return interview


@transaction.atomic
def resume(interview: Interview, *, at: datetime) -> Interview:
    """Let the clock run on; the deadline moves by as long as it stood still."""
    interview = _locked(interview)
    if interview.status != Interview.Status.RUNNING:
        raise Refused("This interview is not running.")
    _end_pause(interview, at=at)
    return interview


@transaction.atomic
def finish(interview: Interview, *, at: datetime) -> Interview:
    """The candidate hands in. Handing in twice, or after time ran out, finds it finished."""
    interview = _locked(interview)
    if interview.is_finished:
        return interview
    if interview.status != Interview.Status.RUNNING:
        raise Refused("This interview is not running.")
    _end_pause(interview, at=at)
    over = rules.is_over(interview, at=at)
    _close(interview, Interview.Status.EXPIRED if over else Interview.Status.SUBMITTED, at=at)
    return interview


def close_if_over(interview: Interview, *, at: datetime) -> Interview:
    """Close an interview whose time and grace are over; whoever comes first does it.

    Every page of a running interview asks; only one whose time is over pays for a transaction.
    """
    if not rules.must_close(interview, at=at):
        return interview
    with transaction.atomic():
        interview = _locked(interview)
        if rules.must_close(interview, at=at):
            _close(interview, Interview.Status.EXPIRED, at=at)
    return interview


@transaction.atomic
def reschedule(interview: Interview, *, to: datetime) -> Interview:
    """Move an interview that has not started; its reminders and calendar entry follow."""
    interview = _locked(interview)
    if reason := rules.why_not_reschedule(interview):
        raise Refused(reason)
    if interview.scheduled_for != to:
        interview.scheduled_for = to
        interview.calendar_sequence = F("calendar_sequence") + 1
        interview.save(update_fields=["scheduled_for", "calendar_sequence"])
        interview.refresh_from_db(fields=["calendar_sequence"])
        invitations.invite(interview)
    return interview


@transaction.atomic
def cancel(interview: Interview) -> Interview:
    """Call off an interview that has not started. Cancelling twice changes nothing."""
    interview = _locked(interview)
    if interview.status == Interview.Status.CANCELLED:
        return interview
    if reason := rules.why_not_reschedule(interview):
        raise Refused(reason)
    interview.status = Interview.Status.CANCELLED
    interview.calendar_sequence = F("calendar_sequence") + 1
    interview.save(update_fields=["status", "calendar_sequence"])
    interview.refresh_from_db(fields=["calendar_sequence"])
    if interview.scheduled_for:
        invitations.cancelled(interview)
    return interview


@transaction.atomic
def show_hint(question: InterviewQuestion, *, number: int, at: datetime) -> list[str]:
    """Reveal hints up to `number` (from 1) and write the ledger; returns the hints now visible."""
    interview = _locked(question.interview)
    if reason := rules.why_no_hint(interview, at=at):
        raise Refused(reason)
    hints = question.version.hints
    if not 1 <= number <= len(hints):
        raise Refused("There is no further hint for this question.")
    for shown in range(1, number + 1):
        HintShown.objects.get_or_create(question=question, number=shown, defaults={"shown_at": at})
    return hints[:number]


def flag(question: InterviewQuestion, *, flagged: bool) -> None:
    """Remember to come back to this one. Saying it twice changes nothing."""
    running = InterviewQuestion.objects.filter(
        pk=question.pk, interview__status=Interview.Status.RUNNING
    )
    if not running.update(flagged=flagged):
        raise Refused("This interview is not running.")


def note_time(question: InterviewQuestion, *, seconds_used: int) -> None:
    """Keep how long the question has been on screen; a smaller number than before is ignored."""
    Answer.objects.filter(
        question=question,
        seconds_used__lt=seconds_used,
        question__interview__status=Interview.Status.RUNNING,
    ).update(seconds_used=seconds_used)


@transaction.atomic
def estimate(interview: Interview, *, said: Mapping[int, Estimate]) -> Interview:
    """Keep the candidate's own view of their answers, by position, before the marks."""
    interview = _locked(interview)
    if reason := rules.why_not_estimate(interview):
        raise Refused(reason)
    for position, view in said.items():
        interview.questions.filter(position=position).update(
            estimate=view.estimate,
            estimate_declined=view.declined,
            missed_note=view.missed_note,
        )
    return interview


@transaction.atomic
def finish_estimate(interview: Interview, *, at: datetime) -> Interview:
    """Every answer has an estimate or a “rather not”: from now on the marks are shown."""
    interview = _locked(interview)
    if interview.estimated_at is not None:
        return interview
    if reason := rules.why_not_estimate(interview):
        raise Refused(reason)
    if interview.questions.not_estimated().exists():
        raise Refused("Say something about each answer first, or that you would rather not.")
    interview.estimated_at = at
    interview.save(update_fields=["estimated_at"])
    return interview


@transaction.atomic
def correct_point(
    question: InterviewQuestion, point: KeyPoint, *, verdict: str | None, by: User, at: datetime
) -> None:
    """The candidate's own verdict on one point, beside the machine's; None takes it back.

    Saying the same thing twice changes nothing. The card goes with its last verdict.
    """
    interview = _locked(question.interview)
    question = interview.questions.select_related("version").get(pk=question.pk)
    if reason := rules.why_not_correct(interview, question):
        raise Refused(reason)
    own = {"question": question, "rater_kind": Scorecard.Rater.SELF, "rater": by}
    if verdict is None:
        PointMark.objects.filter(
            scorecard__in=Scorecard.objects.filter(**own), key_point=point
        ).delete()
    else:
        unknown = {"score": 0, "low": 0, "high": 1, "made_at": at}
        card, _ = Scorecard.objects.get_or_create(**own, defaults=unknown)
        PointMark.objects.update_or_create(
            scorecard=card,
            key_point=point,
            defaults={"verdict": verdict, "p": marks.CREDIT[PointMark.Verdict(verdict)]},
        )
    _add_up(question, own, at=at)


@transaction.atomic
def score_again(question: InterviewQuestion) -> None:
    """Put an answer whose marking failed back in the queue. Asking twice changes nothing."""
    asked = InterviewQuestion.objects.filter(
        pk=question.pk, scoring=InterviewQuestion.Scoring.FAILED
    ).update(scoring=InterviewQuestion.Scoring.WAITING, scoring_tries=0, why_failed="")
    if asked:
        interview_id = question.interview_id
        transaction.on_commit(lambda: tasks.score_interview.delay(interview_id), robust=True)


def note_reviewed(interview: Interview, *, at: datetime) -> None:
    """The candidate has seen all marks; the first time counts."""
    if interview.status == Interview.Status.REVIEWED:
        return
    Interview.objects.filter(pk=interview.pk, status=Interview.Status.SCORED).update(
        status=Interview.Status.REVIEWED, reviewed_at=at
    )


def _add_up(question: InterviewQuestion, own: dict[str, Any], *, at: datetime) -> None:
    """Bring the score of a person's card in line with its verdicts; an empty card goes."""
    card = Scorecard.objects.filter(**own).first()
    if card is None:
        return
    said = dict(card.marks.values_list("key_point", "verdict"))
    if not said:
        card.delete()
        return
    cards = question.scorecards.prefetch_related("marks")
    mark = marks.corrected(question.version.key_points.all(), said, marks.machine(cards))
    card.score, card.low, card.high, card.made_at = mark.score, mark.low, mark.high, at
    card.save(update_fields=["score", "low", "high", "made_at"])


def _picks(interview: Interview, *, at: datetime) -> list[draws.Pick]:
    who = {"candidate": interview.candidate, "seed": interview.seed, "at": at}
    if interview.recipe is not None:
        return draws.from_recipe(interview.recipe, minutes=interview.minutes, **who)
    if not _may_still_sit(interview):
        raise Refused("The set of this interview is not shared with you any more. Set up another.")
    return draws.from_set(interview.question_set, **who)


def _may_still_sit(interview: Interview) -> bool:
    """Whether the set is there and shared with the candidate. One that a bank has withdrawn is
    nobody's, and is still sat by those who planned it. The library's costs no query.
    """
    chosen = interview.question_set
    if chosen is None or chosen.owner_id is None or chosen.is_everybodys:
        return chosen is not None
    return QuestionSet.objects.visible_to(interview.candidate).filter(pk=chosen.pk).exists()


def _locked(interview: Interview) -> Interview:
    found = rows.locked(interview.pk)
    if not found:
        raise Interview.DoesNotExist(f"interview {interview.pk} is gone")
    return found[0]


def _end_pause(interview: Interview, *, at: datetime) -> None:
    if interview.paused_at is None:
        return
    interview.ends_at += at - interview.paused_at
    interview.paused_at = None
    interview.save(update_fields=["ends_at", "paused_at"])
    interview.pauses.filter(ended_at=None).update(ended_at=at)


def _close(interview: Interview, status: str, *, at: datetime) -> None:
    """Freeze the answers and ask for scores. The lock is held; this happens once.

    Where nothing was typed there is nothing to score, and no job is needed to say so.
    """
    questions = rows.questions_of(interview.pk)
    known = sheets.of(question.version_id for question in questions)
    waiting, blank = [], []
    for question in questions:
        empty = question.answer.is_blank(known[question.version_id].starter_code)
        (blank if empty else waiting).append(question.pk)
    scoring = InterviewQuestion.Scoring
    for state, which in ((scoring.WAITING, waiting), (scoring.NOT_ANSWERED, blank)):
        if which:
            InterviewQuestion.objects.filter(pk__in=which).update(scoring=state)
    interview.status = status if waiting else Interview.Status.SCORED
    interview.finished_at = min(at, interview.ends_at)
    interview.closed_at = at
    interview.scored_at = None if waiting else at
    interview.save(update_fields=["status", "finished_at", "closed_at", "scored_at"])
    if waiting:
        transaction.on_commit(lambda: tasks.score_interview.delay(interview.pk), robust=True)
