"""Marking by the machine: one job an interview, each answer claimed, marked once, kept in one go.

The rows say what is to be done; the queue only says “look now”. A message that was lost, doubled
or delivered late changes nothing, and a worker that died gives its answer back when its claim
runs out.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from interview import marks, tasks
from interview.models import (
    SCORING_TRIES,
    Interview,
    InterviewQuestion,
    PointMark,
    Scorecard,
)
from questions.models import KeyPoint, QuestionVersion
from web import clock
from web.jobs import LET_GO

log = logging.getLogger(__name__)
Scoring = InterviewQuestion.Scoring
# What closed just now has its own message on the way; the sweep looks at what is older.
MESSAGE_TAKES = timedelta(seconds=20)
# Interviews one sweep asks for; the next tick takes the rest.
BATCH = 200
LOST = "The machine stopped in the middle of this answer, every time it tried."


@dataclass(frozen=True)
class Marking:
    """What is kept of one verdict: the card, and a mark for each point the machine looked at."""

    card: dict
    marks: list[PointMark]


def score_interview(interview_id: int) -> None:
    """Mark what waits in one interview; once, however many workers are told to."""
    give_up_on_lost(at=clock.now())
    waiting = InterviewQuestion.objects.to_do(at=clock.now()).filter(interview=interview_id)
    for pk in waiting.order_by("position").values_list("pk", flat=True):
        score_question(pk)
    settle(at=clock.now(), interview_id=interview_id)


def score_question(pk: int) -> None:
    """Mark one answer if nobody else does. A failure is kept as a state, never as a score."""
    token = InterviewQuestion.objects.claim(pk, at=clock.now())
    if token is None:
        return
    ours = InterviewQuestion.objects.claimed(pk, token)
    question = ours.select_related("answer", "version").first()
    if question is None:
        return  # deleted meanwhile, with the person it belonged to
    points = list(question.version.key_points.all())
    try:
        marking = mark(question.version, points, question.answer.text, at=clock.now())
    except Exception as error:
        log.exception("the answer to interview question %s could not be marked", pk)
        _failed(question, token, error)
        return
    _keep(question, token, marking)


def mark(version: QuestionVersion, points: list[KeyPoint], text: str, *, at: datetime) -> Marking:
    """The machine's view of one answer. Programs are not read as prose: the person ticks those."""
    from scoring import KeyPoint as Point
    from scoring import score_answer, scorer_version

    if version.wants_code:
        unread = {"score": 0, "low": 0, "high": 1, "abstained": True, "reason": marks.PROGRAM}
        return Marking({**unread, "scorer_version": scorer_version(), "made_at": at}, [])
    verdict = score_answer(
        version.prompt,
        version.model_answer,
        [
            Point(
                text=point.text,
                weight=float(point.weight),
                accept=point.accept,
                misconceptions=point.misconceptions,
                allow_list=point.allow_list,
            )
            for point in points
        ],
        text,
    )
    card = {
        "score": verdict.score,
        "low": verdict.low,
        "high": verdict.high,
        "abstained": verdict.abstained,
        "reason": verdict.reason,
        "flags": list(verdict.flags),
        "scorer_version": scorer_version(),
        "made_at": at,
    }
    judged = zip(points, verdict.points, strict=True)
    return Marking(
        card,
        [
            PointMark(
                key_point=point, p=said.p, verdict=said.verdict, start=said.start, end=said.end
            )
            for point, said in judged
        ],
    )


def score_leftovers(*, at: datetime) -> int:
    """Ask again for what a dead worker or a lost message left; returns how many interviews."""
    give_up_on_lost(at=at)
    settle(at=at)
    left = (
        InterviewQuestion.objects.to_do(at=at)
        .filter(interview__closed_at__lt=at - MESSAGE_TAKES)
        .order_by("interview__closed_at")
        .values_list("interview_id", flat=True)
    )
    interviews = list(dict.fromkeys(left[: BATCH * 20]))[:BATCH]
    for pk in interviews:
        tasks.score_interview.delay(pk)
    return len(interviews)


def give_up_on_lost(*, at: datetime) -> None:
    """An answer whose worker died on every try is failed: it may be what kills them."""
    lost = InterviewQuestion.objects.lost(at=at)
    lost.update(scoring=Scoring.FAILED, why_failed=LOST, **LET_GO)


def settle(*, at: datetime, interview_id: int | None = None) -> None:
    """An interview is scored once none of its answers waits, runs or failed."""
    unsettled = InterviewQuestion.objects.filter(interview=OuterRef("pk")).exclude(
        scoring__in=[Scoring.DONE, Scoring.NOT_ANSWERED]
    )
    closed = Interview.objects.filter(
        ~Exists(unsettled), status__in=[Interview.Status.SUBMITTED, Interview.Status.EXPIRED]
    )
    if interview_id is not None:
        closed = closed.filter(pk=interview_id)
    closed.update(status=Interview.Status.SCORED, scored_at=at)


def _keep(question: InterviewQuestion, token: UUID, marking: Marking) -> None:
    """Write the card while the claim is ours; once it ran out, the answer is another worker's."""
    with transaction.atomic():
        ours = InterviewQuestion.objects.claimed(question.pk, token)
        if not ours.update(scoring=Scoring.DONE, why_failed="", **LET_GO):
            return
        facts = dict(marking.card)
        card, is_new = Scorecard.objects.get_or_create(
            question=question,
            rater_kind=Scorecard.Rater.AUTO,
            scorer_version=facts.pop("scorer_version"),
            defaults=facts,
        )
        if is_new:
            for point_mark in marking.marks:
                point_mark.scorecard = card
            PointMark.objects.bulk_create(marking.marks)


def _failed(question: InterviewQuestion, token: UUID, error: Exception) -> None:
    again = question.scoring_tries < SCORING_TRIES
    InterviewQuestion.objects.claimed(question.pk, token).update(
        scoring=Scoring.WAITING if again else Scoring.FAILED,
        why_failed=f"The machine met an error it did not expect ({type(error).__name__}).",
        **LET_GO,
    )
