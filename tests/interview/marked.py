"""Finished interviews with marks, for the tests of what comes after."""

import uuid

from django.utils import timezone

from interview.models import (
    AnswerRevision,
    Interview,
    InterviewQuestion,
    PointMark,
    Scorecard,
)
from tests.factories import InterviewFactory

TEXT = "Momentum averages past gradients. It damps oscillation in a valley."
Scoring = InterviewQuestion.Scoring


def card_of(question, *, score=0.6, **fields) -> Scorecard:
    """A machine's card, not stored yet."""
    facts = {
        "rater_kind": "auto",
        "scorer_version": "test-1",
        "score": score,
        "low": max(score - 0.1, 0),
        "high": min(score + 0.1, 1),
        "made_at": timezone.now(),
        **fields,
    }
    return Scorecard(question=question, **facts)


def marks_of(card, verdicts) -> list[PointMark]:
    """One verdict a point, not stored yet; the first sentence is the evidence."""
    return [
        PointMark(
            scorecard=card,
            key_point=point,
            verdict=verdict,
            p={"made": 0.9, "unsure": 0.5}.get(verdict, 0.1),
            end=0 if verdict == "missed" else 33,
        )
        for point, verdict in zip(card.question.version.key_points.all(), verdicts, strict=True)
    ]


def add_card(question, *, verdicts=("made", "missed"), **fields) -> Scorecard:
    """A machine's card with one verdict a point, and the answer marked by it."""
    card = card_of(question, **fields)
    card.save()
    if not card.abstained:
        PointMark.objects.bulk_create(marks_of(card, verdicts))
    InterviewQuestion.objects.filter(pk=question.pk).update(scoring=Scoring.DONE)
    return card


def finished(candidate, *, texts=(TEXT, TEXT, ""), estimated=True, scored=True, **fields):
    """A submitted interview; with `scored`, every answer has a card and it says so."""
    interview = InterviewFactory(submitted=True, candidate=candidate, answers=texts, **fields)
    if estimated:
        Interview.objects.filter(pk=interview.pk).update(estimated_at=timezone.now())
        interview.questions.exclude(scoring=Scoring.NOT_ANSWERED).update(estimate=3)
    if scored:
        for question in interview.questions.filter(scoring=Scoring.WAITING):
            add_card(question)
        status = Interview.Status.SCORED
        Interview.objects.filter(pk=interview.pk).update(status=status, scored_at=timezone.now())
    interview.refresh_from_db()
    return interview


def add_revision(question, number, *, start=0, removed=0, added=""):
    return AnswerRevision.objects.create(
        answer=question.answer,
        number=number,
        saved_at=timezone.now(),
        writer=uuid.uuid4(),
        start=start,
        removed=removed,
        added=added,
    )
