"""What a person's cards say about themselves: what is to come, what was done, what was recalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from django.db.models import Count, Q

from accounts.models import User
from study.models import Card, ReviewDay
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
class Deck:
    """Cards never met, learned, put aside; and those whose day has passed."""

    new: int
    learned: int
    aside: int
    overdue: int

    @property
    def has_any(self) -> bool:
        return bool(self.new or self.learned or self.aside)


@dataclass(frozen=True)
class Figures(Deck):
    ahead: list[Day]
    done: list[Day]
    # Weeks of seven days each, from a Monday; None for days to come.
    year: list[list[Day | None]]
    lately: Month
    # The newest first; only those with an answer.
    months: list[Month]

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.done)

    @property
    def days_of_the_year(self) -> list[Day]:
        return [day for week in self.year for day in week if day and day.cards]

    @property
    def answers(self) -> int:
        return sum(day.cards for day in self.days_of_the_year)


def deck(user: User, *, on: date) -> Deck:
    """How many cards of each kind there are. One query."""
    counted = Card.objects.visible_to(user).aggregate(
        new=Count("pk", filter=Q(phase=None, suspended_at=None)),
        learned=Count("pk", filter=Q(phase__isnull=False, suspended_at=None)),
        aside=Count("pk", filter=Q(suspended_at__isnull=False)),
        overdue=Count("pk", filter=Q(due_on__lt=on, suspended_at=None)),
    )
    return Deck(**counted)


def lately(user: User, *, on: date) -> Month:
    """The last 30 days together. One query."""
    return _lately(on, _kept(user, since=on - timedelta(days=BACK - 1)))


def figures(user: User, *, on: date) -> Figures:
    """Three queries, however many cards and answers."""
    cards = Card.objects.visible_to(user)
    last = on + timedelta(days=AHEAD - 1)
    due = dict(
        cards.filter(suspended_at=None, due_on__gte=on, due_on__lte=last)
        .order_by()
        .values_list("due_on")
        .annotate(Count("pk"))
    )
    monday = on - timedelta(days=on.weekday(), weeks=WEEKS - 1)
    rows = _kept(user, since=min(monday, _first_month(on)))
    done = {row.on: _day(row) for row in rows}
    return Figures(
        **vars(deck(user, on=on)),
        ahead=[Day(day, due.get(day, 0)) for day in _days(on, AHEAD)],
        done=[done.get(day, Day(day, 0)) for day in _days(on - timedelta(days=BACK - 1), BACK)],
        year=[
            [done.get(day, Day(day, 0)) if day <= on else None for day in _days(first, 7)]
            for first in (monday + timedelta(weeks=week) for week in range(WEEKS))
        ],
        lately=_lately(on, rows),
        months=_months([row for row in rows if row.on >= _first_month(on)]),
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


def _kept(user: User, *, since: date) -> list[ReviewDay]:
    """Study days with an answer, the earliest first."""
    return list(ReviewDay.objects.filter(owner=user, on__gte=since, answers__gt=0).order_by("on"))


def _lately(on: date, rows: list[ReviewDay]) -> Month:
    first = on - timedelta(days=BACK - 1)
    return _month(f"Last {BACK} days", on, [row for row in rows if row.on >= first])


def _day(row: ReviewDay) -> Day:
    return Day(row.on, row.answers, row.seconds, row.timed)


def _month(name: str, on: date, rows: list[ReviewDay]) -> Month:
    """These days together."""

    def total(field: str) -> int:
        return sum(getattr(row, field) for row in rows)

    return Month(
        name,
        Recalled(total("young_asked"), total("young_known")),
        Recalled(total("mature_asked"), total("mature_known")),
        all=Day(on, total("answers"), total("seconds"), total("timed")),
    )


def _months(rows: list[ReviewDay]) -> list[Month]:
    """The newest first."""
    by_month = groupby(reversed(rows), key=lambda row: row.on.replace(day=1))
    return [_month(f"{month:%B %Y}", month, list(days)) for month, days in by_month]


def _first_month(on: date) -> date:
    """The first day of the month eleven months ago."""
    months = on.year * 12 + on.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]
