"""What a person's cards say about themselves: what is to come, what was done, what was recalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum

from accounts.models import User
from study.models import Card, Review
from web.charts import Column

AHEAD = BACK = 14
# True recall is counted over this many days, and not shown below so many answers.
RECALL_DAYS, RECALL_FLOOR = 30, 20
# From this interval on a card counts as mature, as Anki counts it.
MATURE = timedelta(days=21)


@dataclass(frozen=True)
class Day:
    """One study day: how many cards, and the seconds they took where that is known."""

    on: date
    cards: int
    seconds: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


@dataclass(frozen=True)
class Recalled:
    """Of the cards that were due: how many were recalled. `share` is None below the floor."""

    name: str
    asked: int
    known: int

    @property
    def share(self) -> float | None:
        return self.known / self.asked if self.asked >= RECALL_FLOOR else None


@dataclass(frozen=True)
class Figures:
    overdue: int
    ahead: list[Day]
    done: list[Day]
    recalled: list[Recalled]
    # Cards never met, learned, put aside.
    new: int
    learned: int
    aside: int

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.done)

    @property
    def has_any(self) -> bool:
        return bool(self.new or self.learned or self.aside)


def figures(user: User, *, on: date) -> Figures:
    """Four queries, however many cards."""
    cards = Card.objects.visible_to(user)
    counted = cards.aggregate(
        new=Count("pk", filter=Q(phase=None, suspended_at=None)),
        learned=Count("pk", filter=Q(phase__isnull=False, suspended_at=None)),
        aside=Count("pk", filter=Q(suspended_at__isnull=False)),
        overdue=Count("pk", filter=Q(due_on__lt=on, suspended_at=None)),
    )
    last = on + timedelta(days=AHEAD - 1)
    due = dict(
        cards.filter(suspended_at=None, due_on__gte=on, due_on__lte=last)
        .order_by()
        .values_list("due_on")
        .annotate(Count("pk"))
    )
    first = on - timedelta(days=BACK - 1)
    answers = Review.objects.filter(owner=user, undone_at=None).order_by()
    done = {
        day: (number, seconds or 0)
        for day, number, seconds in answers.filter(on__gte=first)
        .values_list("on")
        .annotate(Count("pk"), Sum("seconds"))
    }
    return Figures(
        overdue=counted.pop("overdue"),
        ahead=[Day(day, due.get(day, 0)) for day in _days(on, AHEAD)],
        done=[Day(day, *done.get(day, (0, 0))) for day in _days(first, BACK)],
        recalled=_recalled(answers.filter(on__gt=on - timedelta(days=RECALL_DAYS), was_due=True)),
        **counted,
    )


def columns(days: list[Day]) -> list[Column]:
    """Days as columns of a chart."""
    most = max((day.cards for day in days), default=0) or 1
    return [Column(str(day.on.day), day.cards / most, str(day.cards)) for day in days]


def _recalled(answers) -> list[Recalled]:
    """The first answer a card and day, as only that one asked the memory."""
    first = answers.order_by("card_id", "on", "pk").distinct("card_id", "on")
    young, mature = [0, 0], [0, 0]
    for rating, on, before in first.values_list("rating", "on", "before"):
        since = on - date.fromisoformat(before["reviewed_on"])
        waited = date.fromisoformat(before["due_on"]) - (on - since)
        kind = mature if waited >= MATURE else young
        kind[0] += 1
        kind[1] += rating > 1
    return [Recalled("Shorter than three weeks", *young), Recalled("Three weeks and more", *mature)]


def _days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]
