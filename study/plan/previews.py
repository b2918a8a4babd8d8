"""A plan before it is started or changed: its days with their minutes, and what it leaves out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from questions.bank.study import Study
from study.models import Plan
from study.models.plan import REVIEW
from study.plan import places
from study.plan.places import Outcome, Spots, Table

# A schedule one often meets for two weeks: each concept that is to be known cold is studied and
# built for two to three hours, then repeated for 60, 30, 30 and 30 minutes. Its own figures, so
# that nobody takes eight hours a day for what is usual.
OFTEN_MET_DAYS = 14
OFTEN_MET_FIRST = (120, 180)
OFTEN_MET_AGAIN = 60 + 30 + 30 + 30


@dataclass(frozen=True)
class OftenMet:
    """What that schedule asks for, in hours; from the least to the most."""

    concepts: int
    hours: tuple[int, int]
    hours_a_day: tuple[int, int]


@dataclass(frozen=True)
class PreviewDay:
    on: date
    minutes: int
    # Reviews are said by their minutes.
    review: int
    titles: list[str]
    is_long: bool


@dataclass(frozen=True)
class LeftOut:
    title: str
    priority: str
    minutes: int
    # It does not fit into a day by itself, however empty.
    is_too_long: bool


@dataclass(frozen=True)
class Weighed:
    """Tasks that the level makes count for more, and those it makes count for less, by title."""

    more: list[str]
    less: list[str]


@dataclass(frozen=True)
class Preview:
    """`whole`: the same days with nothing left out, however long they get."""

    table: Table
    outcome: Outcome
    whole: Outcome

    @property
    def plan(self) -> Plan:
        return self.table.plan

    @property
    def days(self) -> list[PreviewDay]:
        return [
            PreviewDay(
                day,
                minutes := sum(spot.minutes for _, spot in inside),
                sum(spot.minutes for key, spot in inside if _is_review(key)),
                [self.table.outline.title(key) for key, _ in inside if not _is_review(key)],
                minutes > self.plan.minutes_a_day,
            )
            for day, inside in _by_day(self.table, self.outcome.spots).items()
        ]

    @property
    def digest(self) -> str:
        """Other words for other days and other things left out: what was seen is what starts."""
        facts = [(key, str(spot.on)) for key, spot in sorted(self.outcome.spots.items())]
        chosen = [str(getattr(self.plan, name)) for name in ("minutes_a_day", "takes_more")]
        return hashlib.sha256(repr((facts, chosen)).encode()).hexdigest()[:16]

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def longest(self) -> int:
        return max((day.minutes for day in self.days), default=0)

    @property
    def ends_on(self) -> date | None:
        days = self.days
        return days[-1].on if days else None

    @property
    def moved(self) -> list[str]:
        """Titles of the tasks that had a day to come and get another one, or none."""
        before = self.table.spots
        return [
            self.table.outline.title(key)
            for key, spot in self.outcome.spots.items()
            if not _is_review(key) and key in before and before[key].on not in (None, spot.on)
        ]

    @property
    def long_days(self) -> list[int]:
        """Minutes of the days that are longer than one's hours when nothing is left out."""
        loads = self._whole_days
        return [minutes for minutes in loads if minutes > self.plan.minutes_a_day]

    @property
    def whole_longest(self) -> int:
        return max(self._whole_days, default=0)

    @property
    def whole_days(self) -> int:
        return len(self._whole_days)

    @property
    def _whole_days(self) -> list[int]:
        return [
            sum(spot.minutes for _, spot in inside)
            for inside in _by_day(self.table, self.whole.spots).values()
        ]

    @property
    def left_out(self) -> list[LeftOut]:
        """The least important first: P3, then P2, then P1."""
        return left_out(self.table, self.outcome.left_out)

    @property
    def weighed(self) -> Weighed | None:
        """None without a level: then all counts as the plan's file says."""
        if not self.plan.level:
            return None
        outline = self.table.outline
        lean = {
            way: [outline.title(one.key) for one in outline.pieces if one.lean == way]
            for way in (1, -1)
        }
        return Weighed(lean[1], lean[-1])

    @property
    def newly_left_out(self) -> list[LeftOut]:
        """Those of them that have a day in the plan as it is now."""
        before = self.table.spots
        keys = [key for key in self.outcome.left_out if key in before and before[key].on]
        return left_out(self.table, keys)

    @property
    def known(self) -> list[str]:
        """Concepts that the grid calls studied already."""
        outline = self.table.outline
        mine = {piece.concept for piece in outline.pieces if piece.concept}
        return [
            outline.concepts[slug].title
            for slug in outline.concepts
            if slug in mine & {*self.table.studied}
        ]

    @property
    def often_met(self) -> OftenMet:
        return often_met(self.table.outline.study)


def left_out(table: Table, keys: Iterable[str]) -> list[LeftOut]:
    pieces, cap = table.pieces, table.plan.cap
    found = [pieces[key] for key in keys if key in pieces]
    found.sort(key=lambda piece: -piece.priority)
    return [
        LeftOut(
            table.outline.title(piece.key),
            f"P{piece.priority}",
            piece.minutes,
            cap is not None and piece.minutes > cap,
        )
        for piece in found
    ]


def of_new(table: Table) -> Preview:
    """A plan that is not started yet."""
    return Preview(table, places.made(table), places.made(_with_long_days(table)))


def of_change(table: Table, *, rhythm: bool) -> Preview:
    """Other choices for one that is: only what is to come."""
    outcome = places.laid_anew(table, rhythm=rhythm)
    whole = places.laid_anew(_with_long_days(table), rhythm=True)
    return Preview(table, outcome, whole)


def often_met(study: Study) -> OftenMet:
    concepts = sum(one.priority == "P1" for one in study.concepts)
    least, most = (concepts * (first + OFTEN_MET_AGAIN) / 60 for first in OFTEN_MET_FIRST)
    a_day = (round(least / OFTEN_MET_DAYS), round(most / OFTEN_MET_DAYS))
    return OftenMet(concepts, (round(least), round(most)), a_day)


def _with_long_days(table: Table) -> Table:
    """The same with days as long as it takes."""
    plan = Plan(
        **{field.attname: getattr(table.plan, field.attname) for field in Plan._meta.fields}
    )
    plan.takes_more = True
    return replace(table, plan=plan)


def _by_day(table: Table, spots: Spots) -> dict[date, list[tuple[str, places.Spot]]]:
    """What is to come, by day; in a day reviews first, then by the plan's own order."""
    found: dict[date, list] = {}
    first = table.days[0] if table.days else table.today
    for key, spot in spots.items():
        if spot.on and spot.on >= first and spot.skipped_on is None:
            found.setdefault(spot.on, []).append((key, spot))
    for inside in found.values():
        inside.sort(key=lambda one: (not _is_review(one[0]), one[1].position))
    return dict(sorted(found.items()))


def _is_review(key: str) -> bool:
    return places.parts(key)[0] == REVIEW
