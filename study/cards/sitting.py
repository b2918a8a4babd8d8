"""What comes next: cards in their steps, what is due, then new ones, within the day's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import (
    CharField,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OrderBy,
    Q,
    Value,
)
from django.db.models.functions import MD5, Cast, Concat

from accounts.models import User
from study.content import content
from study.models import Card, Desk, Review
from study.models.cards import LEARN_AHEAD, CardQuerySet

# In the last days before the interview, what is to be known cold comes once more.
FINAL_DAYS = 3


@dataclass(frozen=True)
class Waiting:
    """How many cards are still to come on this study day, within its numbers."""

    in_steps: int
    due: int
    new: int
    final: int
    # Due beyond the day's number: left for tomorrow, and told.
    left_over: int = 0

    @property
    def total(self) -> int:
        return self.in_steps + self.due + self.new + self.final


class Sitting:
    """One person's cards at one moment."""

    def __init__(self, user: User, *, at: datetime) -> None:
        self.user, self.at = user, at
        self.desk = Desk.objects.filter(user=user).first() or Desk(user=user)
        self.on = self.desk.day(at)
        self.is_away = self.desk.is_away(self.on)
        self.due_by = self.desk.due_by(self.on)
        mine = Card.objects.visible_to(user).select_related("question")
        self._cards = mine.in_play(on=self.on)
        done = Review.objects.filter(owner=user, on=self.on, undone_at=None).aggregate(
            new=Count("pk", filter=Q(was_new=True)), due=Count("pk", filter=Q(was_due=True))
        )
        self.new_left = max(0, self.desk.new_on(self.on) - done["new"])
        self.due_left = max(0, self.desk.reviews_a_day - done["due"])

    @cached_property
    def waiting(self) -> Waiting:
        """One query; on a day away nothing waits."""
        if self.is_away:
            return Waiting(0, 0, 0, 0)
        overdue = Q(due_on__lte=self.due_by, due_at=None, phase__isnull=False)
        found = self._cards.aggregate(
            in_steps=Count("pk", filter=Q(due_at__isnull=False)),
            due=Count("pk", filter=overdue),
            new=Count("pk", filter=Q(phase=None)),
            final=Count("pk", filter=self._final & ~overdue),
        )
        due = min(found["due"], self.due_left)
        return Waiting(
            in_steps=found["in_steps"],
            due=due,
            new=min(found["new"], self.new_left),
            final=found["final"],
            left_over=found["due"] - due,
        )

    def next(self) -> Card | None:
        """The card to show now. None when the day is done, but for steps that are far off."""
        waiting = self.waiting
        if not waiting.total:
            return None
        if waiting.in_steps and (card := self._cards.in_steps(at=self.at).first()):
            return card
        if waiting.due:
            return self._due().first()
        if waiting.final:
            return self._cards.filter(self._final).order_by("reviewed_on", "pk").first()
        if waiting.new:
            return self._cards.fresh().first()
        return self._cards.in_steps(at=self.at + LEARN_AHEAD).first() if waiting.in_steps else None

    def _due(self) -> CardQuerySet:
        """By the day it fell due, within a day shuffled; behind by more than a day's number, what
        is about to be forgotten first."""
        due = self._cards.due(on=self.due_by)
        if self.waiting.left_over:
            return due.order_by(_forgotten_first(self.on), "pk")
        shuffled = MD5(Concat(Value(f"{self.on}:"), Cast("pk", CharField())))
        return due.order_by("due_on", shuffled)

    @property
    def _final(self) -> Q:
        """What is to be known cold and was not met in these last days."""
        day = self.desk.interview_on
        if day is None or not timedelta(0) < day - self.on <= timedelta(days=FINAL_DAYS):
            return Q(pk__in=[])
        first = day - timedelta(days=FINAL_DAYS)
        return Q(concept__in=known_cold(), reviewed_on__lt=first, due_at=None)


def _forgotten_first(on: date) -> OrderBy:
    """Recall falls with the days since the last review over the stability."""
    since = ExpressionWrapper(
        Value(on, DateField()) - F("reviewed_on"), output_field=DurationField()
    )
    return ExpressionWrapper(since / F("stability"), output_field=DurationField()).desc()


def known_cold() -> list[str]:
    """The concepts of priority P1, by slug."""
    found = content()
    return [one.slug for one in found.study.concepts if one.priority == "P1"] if found else []
