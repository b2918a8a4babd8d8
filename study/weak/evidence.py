"""What interviews, cards and probes showed lately, as results; their tables are only read.

Answers count once their candidate has seen the marks; cards by the first answer of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.urls import reverse

from accounts.models import User
from interview import reviews
from interview.models import Interview, PointMark
from interview.question_reviews import QuestionReview
from questions.models import KeyPoint, Question
from study.cards.actions import desk_of
from study.cards.memory import Rating
from study.models import Box, Desk, Probe, Review, SpotRating
from study.weak.rules import Kind, Result, score_is_good

# How far back one looks: as many interviews, and cards of so many days.
LOOKED_AT = 20
CARD_DAYS = 90
REVIEW = "interview:review"
_POINT = {
    PointMark.Verdict.MADE: True,
    PointMark.Verdict.MISSED: False,
    PointMark.Verdict.CONTRADICTED: False,
}
# Said by oneself, these are a reason to work on it; more than that proves nothing.
_UNSURE = (Box.Confidence.LOST, Box.Confidence.SHAKY)


@dataclass(frozen=True)
class Answered:
    """One marked answer of an interview: its score (0–1) as a result, and its points'."""

    question: Question
    score: float
    result: Result
    points: tuple[tuple[KeyPoint, Result], ...]


class Evidence:
    """Everything about one person that may speak for or against a spot. A fixed number of queries,
    each made when it is first asked for."""

    def __init__(self, user: User, *, at: datetime, desk: Desk | None = None) -> None:
        self.user, self.at = user, at
        self.desk = desk or desk_of(user)
        self.today = self.desk.day(at)

    @cached_property
    def interviews(self) -> dict[int, Interview]:
        """The latest whose marks were seen, the newest first."""
        seen = Interview.objects.of_candidate(self.user).finished().exclude(estimated_at=None)
        return {one.pk: one for one in seen[:LOOKED_AT]}

    @cached_property
    def reviewed(self) -> list[QuestionReview]:
        """Their answered questions, the newest interview first."""
        return reviews.answered_in(list(self.interviews.values()))

    def reviewed_lately(self, number: int) -> list[QuestionReview]:
        """Those of so many interviews, LOOKED_AT at most."""
        latest = set(list(self.interviews)[:number])
        return [one for one in self.reviewed if one.question.interview_id in latest]

    @cached_property
    def answers(self) -> list[Answered]:
        """Those with a mark, the newest interview first."""
        sat = {
            pk: (one.finished_at, self.desk.day(one.finished_at), reverse(REVIEW, args=[pk]))
            for pk, one in self.interviews.items()
        }
        return [
            self._answer(one, *sat[one.question.interview_id]) for one in self.reviewed if one.mark
        ]

    def _answer(self, one: QuestionReview, at: datetime, on: date, review: str) -> Answered:
        address = f"{review}#question-{one.position}"
        said = f"“{one.version.title}” had {one.mark.score:.0%} of its marks."
        points = tuple(
            (
                point.point,
                Result(Kind.POINT, at, on, _POINT.get(point.verdict), f"{point.words}.", address),
            )
            for point in one.points
            if point.mark
        )
        result = Result(Kind.ANSWER, at, on, score_is_good(one.mark.score), said, address)
        return Answered(one.version.question, one.mark.score, result, points)

    @cached_property
    def cards(self) -> dict[str, list[Result]]:
        """By concept: cards that were due, and whether they were recalled."""
        since = self.today - timedelta(days=CARD_DAYS)
        due = Review.objects.filter(owner=self.user, was_due=True, undone_at=None, on__gt=since)
        due = due.exclude(card__concept="")
        first = due.order_by("card_id", "on", "pk").distinct("card_id", "on")
        found: dict[str, list[Result]] = {}
        for concept, rating, at, on in first.values_list("card__concept", "rating", "at", "on"):
            known = rating > Rating.AGAIN
            words = "A card on it was recalled." if known else "A card on it was forgotten."
            found.setdefault(concept, []).append(Result(Kind.CARD, at, on, known, words))
        return found

    @cached_property
    def own(self) -> dict[str, list[Result]]:
        """By spot: probes one judged, and how sure one said one is."""
        found: dict[str, list[Result]] = {}
        for spot, result in (*self._probes(), *self._ratings()):
            found.setdefault(spot, []).append(result)
        return found

    def _probes(self) -> Iterator[tuple[str, Result]]:
        for one in self.probes:
            if one.outcome:
                good = one.outcome == Probe.Outcome.WHOLE
                words = f"The probe: “{one.get_outcome_display()}”."
                yield one.spot, Result(Kind.PROBE, one.judged_at, one.on, good, words)

    def _ratings(self) -> Iterator[tuple[str, Result]]:
        for one in self.said:
            good = False if one.confidence in _UNSURE else None
            said = Box.Confidence(one.confidence).name.lower()
            words = f"You said that you are {said} on it."
            yield one.spot, Result(Kind.RATING, one.at, one.on, good, words)

    @cached_property
    def said(self) -> list[SpotRating]:
        return list(SpotRating.objects.visible_to(self.user))

    @property
    def ratings(self) -> dict[str, int]:
        """By spot: how sure one said one is, the latest time."""
        return {one.spot: one.confidence for one in self.said}

    @cached_property
    def probes(self) -> list[Probe]:
        """The oldest first."""
        return list(Probe.objects.visible_to(self.user))
