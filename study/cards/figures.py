"""What a person's cards say about themselves: what is to come, what was done, what was recalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import Count, DateField, DurationField, ExpressionWrapper, Q, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, TruncMonth

from accounts.models import User
from study.models import Card, Review
from web.charts import Column, Square

AHEAD, BACK = 30, 30
# Whole weeks, from a Monday, so that a year is a table of weeks by weekdays.
WEEKS = 53
# True recall is counted by months, and not shown below so many answers.
RECALL_FLOOR, MONTHS = 20, 12
# Of many columns, every so manieth has its words; all are in the table.
EVERY = 5
# How a day of the year compares with the fullest, in steps.
LEVELS = 4
# From this interval on a card counts as mature, as Anki counts it.
MATURE = timedelta(days=21)


@dataclass(frozen=True)
class Day:
    """One study day: how many cards, and the seconds they took where that is known."""

    on: date
    cards: int
    seconds: int = 0

    # How many of these answers have their time.
    timed: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @property
    def seconds_each(self) -> int | None:
        """An answer, on average; None where no time is known."""
        return round(self.seconds / self.timed) if self.timed else None


@dataclass(frozen=True)
class Recalled:
    """Of the cards that were due: how many were recalled. `share` is None below the floor."""

    asked: int = 0
    known: int = 0

    @property
    def share(self) -> float | None:
        return self.known / self.asked if self.asked >= RECALL_FLOOR else None


@dataclass(frozen=True)
class Month:
    """One month, or the last 30 days: true recall of cards that had waited less than three weeks,
    and of those that had waited longer; all answers, and the time they took."""

    name: str
    young: Recalled
    mature: Recalled
    all: Day

    @property
    def columns(self) -> tuple[Recalled, Recalled, Recalled]:
        """Of those that waited less, longer, and of both."""
        young, mature = self.young, self.mature
        both = Recalled(young.asked + mature.asked, young.known + mature.known)
        return young, mature, both


@dataclass(frozen=True)
class Figures:
    overdue: int
    ahead: list[Day]
    done: list[Day]
    # Weeks of seven days each, from a Monday; None for days to come.
    year: list[list[Day | None]]
    lately: Month
    # The newest first; only those with an answer.
    months: list[Month]
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

    @property
    def days_of_the_year(self) -> list[Day]:
        return [day for week in self.year for day in week if day and day.cards]

    @property
    def answers(self) -> int:
        return sum(day.cards for day in self.days_of_the_year)


def figures(user: User, *, on: date) -> Figures:
    """Six queries, however many cards and answers."""
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
    monday = on - timedelta(days=on.weekday(), weeks=WEEKS - 1)
    answers = Review.objects.filter(owner=user, undone_at=None).order_by()
    done = _by_day(answers.filter(on__gte=monday))
    lately = [done.get(day, Day(day, 0)) for day in _days(on - timedelta(days=BACK - 1), BACK)]
    return Figures(
        overdue=counted.pop("overdue"),
        ahead=[Day(day, due.get(day, 0)) for day in _days(on, AHEAD)],
        done=lately,
        year=[
            [done.get(day, Day(day, 0)) if day <= on else None for day in _days(first, 7)]
            for first in (monday + timedelta(weeks=week) for week in range(WEEKS))
        ],
        lately=_lately(answers, lately),
        months=_months(answers.filter(on__gte=_first_month(on))),
        **counted,
    )


def columns(days: list[Day], *, late: int = 0) -> list[Column]:
    """Days as columns of a chart; before them what is overdue."""
    most = max([late, *(day.cards for day in days)]) or 1
    before = [Column("late", late / most, str(late))] if late else []
    return before + [
        Column(str(day.on.day), day.cards / most, str(day.cards), is_named=number % EVERY == 0)
        for number, day in enumerate(days, start=len(before))
    ]


def squares(year: list[list[Day | None]]) -> list[Square]:
    """The days of a year by week and weekday, in steps of the fullest day."""
    most = max((day.cards for week in year for day in week if day), default=0) or 1
    return [
        Square(column, row, ceil(LEVELS * day.cards / most))
        for column, week in enumerate(year)
        for row, day in enumerate(week)
        if day
    ]


def _by_day(answers) -> dict[date, Day]:
    rows = answers.values_list("on").annotate(Count("pk"), Sum("seconds"), Count("seconds"))
    return {day: Day(day, number, seconds or 0, timed) for day, number, seconds, timed in rows}


def _lately(answers, days: list[Day]) -> Month:
    found = _recall(answers.filter(on__gte=days[0].on)).aggregate(**_COUNTS)
    sums = (sum(getattr(day, name) for day in days) for name in ("cards", "seconds", "timed"))
    return Month(f"Last {BACK} days", *_recalled(found), all=Day(days[-1].on, *sums))


def _months(answers) -> list[Month]:
    rows = answers.annotate(month=TruncMonth("on")).values_list("month")
    total = {
        month: Day(month, number, seconds or 0, timed)
        for month, number, seconds, timed in rows.annotate(
            Count("pk"), Sum("seconds"), Count("seconds")
        )
    }
    asked = _recall(answers).annotate(month=TruncMonth("on")).values("month").annotate(**_COUNTS)
    recall = {row["month"]: _recalled(row) for row in asked}
    nothing = (Recalled(), Recalled())
    return [
        Month(f"{month:%B %Y}", *recall.get(month, nothing), all=total[month])
        for month in sorted(total, reverse=True)
    ]


def _recall(answers):
    """The first answer a card and day of those that were due, as only that one asked the memory,
    with how long the card had waited."""
    first = answers.filter(was_due=True).order_by("card_id", "on", "pk").distinct("card_id", "on")
    waited = Cast(KT("before__due_on"), DateField()) - Cast(KT("before__reviewed_on"), DateField())
    return (
        Review.objects.filter(pk__in=first.values("pk"))
        .order_by()
        .annotate(waited=ExpressionWrapper(waited, DurationField()))
    )


_COUNTS = {
    f"{age}_{kind}": Count("pk", filter=by_age & by_kind)
    for age, by_age in (("young", Q(waited__lt=MATURE)), ("mature", Q(waited__gte=MATURE)))
    for kind, by_kind in (("asked", Q()), ("known", Q(rating__gt=1)))
}


def _recalled(row: dict[str, int]) -> tuple[Recalled, Recalled]:
    return (
        Recalled(row["young_asked"], row["young_known"]),
        Recalled(row["mature_asked"], row["mature_known"]),
    )


def _first_month(on: date) -> date:
    """The first day of the month eleven months ago."""
    months = on.year * 12 + on.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]
