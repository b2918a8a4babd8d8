"""A plan as values: {key: spot}. Every change is a function from one such mapping to the next.

A key is a task's slug and concept; a review goes by its day. Nothing here reads or writes rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from study.models.plan import REVIEW, STUDY, Plan
from study.plan import rules
from study.plan.outlines import Outline
from study.plan.rules import Piece, Room


@dataclass(frozen=True)
class Spot:
    """Where a task is: on a day, done, skipped, or (none of these) without room."""

    minutes: int
    position: int = 0
    on: date | None = None
    done_on: date | None = None
    skipped_on: date | None = None


Spots = Mapping[str, Spot]
_DATES = ("on", "done_on", "skipped_on")


def review_key(on: date) -> str:
    return f"{REVIEW}|{on.isoformat()}"


def parts(key: str) -> tuple[str, str]:
    """Slug and concept of a row; a review has no concept."""
    slug, _, rest = key.partition("|")
    return slug, "" if slug == REVIEW else rest


def as_json(spot: Spot | None) -> list[Any] | None:
    if spot is None:
        return None
    dates = [getattr(spot, name) for name in _DATES]
    return [spot.minutes, spot.position, *(day and day.isoformat() for day in dates)]


def from_json(kept: list[Any] | None) -> Spot | None:
    if kept is None:
        return None
    minutes, position, *dates = kept
    return Spot(minutes, position, *(day and date.fromisoformat(day) for day in dates))


@dataclass(frozen=True)
class Table:
    """What a change starts from: the plan, its outline, its spots, the concepts that the grid
    calls studied ({slug: day}), and the study day it is. The plan need not be saved."""

    plan: Plan
    outline: Outline
    spots: Spots
    studied: Mapping[str, date]
    today: date

    def done_on(self, key: str) -> date | None:
        """The day on which it was done; of a study, as the progress grid says."""
        slug, concept = parts(key)
        if slug == STUDY:
            return self.studied.get(concept)
        spot = self.spots.get(key)
        return spot.done_on if spot else None

    def is_open(self, key: str) -> bool:
        """Neither done nor skipped."""
        return self.done_on(key) is None and self.spots[key].skipped_on is None

    @cached_property
    def days(self) -> list[date]:
        """The study days there are from now on (or from the plan's beginning, if that is later)."""
        return self._between(max(self.plan.starts_on, self.today), self.plan.last_day)

    @cached_property
    def all_days(self) -> list[date]:
        return self._between(self.plan.starts_on, self.plan.last_day)

    @cached_property
    def _gone(self) -> int:
        """Study days of the plan before those."""
        return sum(day < self.today for day in self.all_days)

    def _between(self, first: date, last: date | None) -> list[date]:
        return rules.study_days(
            first,
            last,
            weekdays_off=self.plan.weekdays_off,
            dates_off=set(self.plan.dates_off),
        )

    def index(self, day: date) -> int:
        """Its place among the study days from now on: 0 is the first, the one before it −1."""
        if not self.days:
            return 0
        if day >= self.days[0]:
            return sum(one < day for one in self.days)
        return -len(self._between(day, self.days[0] - rules.DAY))

    @cached_property
    def pieces(self) -> dict[str, Piece]:
        """What can be placed, each with the index on which the plan's own rhythm wants it."""
        template, dated = self.outline.template, self.plan.interview_on is not None
        days = len(self.all_days) if dated else template.days
        made = {}
        for piece in self.outline.pieces:
            wanted = rules.wanted_on(
                piece.day, of=template.days, days=days, stretch=self.plan.fits and dated
            )
            made[piece.key] = replace(
                piece, earliest=max(0, wanted - self._gone), at_end=piece.at_end and dated
            )
        return made

    @cached_property
    def missed(self) -> list[str]:
        """Open tasks of days before today, by their place. Reviews wait in the grid instead."""
        late = [
            key
            for key, spot in self.spots.items()
            if spot.on and spot.on < self.today and parts(key)[0] != REVIEW and self.is_open(key)
        ]
        return sorted(late, key=lambda key: (self.spots[key].on, self.spots[key].position))

    def room(self, *, fixed: Spots) -> Room:
        """What the days hold beside the tasks of `fixed`, which stay."""
        taken: dict[int, int] = {}
        for spot in fixed.values():
            if spot.on and self.days and spot.on >= self.days[0]:
                place = self.index(spot.on)
                taken[place] = taken.get(place, 0) + spot.minutes
        studied = {concept: self.index(day) for concept, day in self.studied.items()}
        return Room(len(self.days), self.plan.cap, taken, studied)


@dataclass(frozen=True)
class Outcome:
    """A plan as it would be: its spots, and what has no room in it, by key."""

    spots: dict[str, Spot]
    left_out: list[str] = field(default_factory=list)


def made(table: Table) -> Outcome:
    """A new plan: everything in its place, or left out."""
    return _laid(table, list(table.pieces.values()), keep={})


def laid_anew(table: Table, *, rhythm: bool) -> Outcome:
    """What is to come, placed anew: with `rhythm` as the plan's template wants it, otherwise as
    near as can be to the days it had. What is done, missed or skipped stays where it is; open
    tasks of another template go.
    """
    keep, open_ones = {}, []
    for key, spot in table.spots.items():
        is_review = parts(key)[0] == REVIEW
        is_past = spot.on is not None and spot.on < table.today
        is_known = is_review or key in table.pieces
        if not table.is_open(key) or (is_past and is_known):
            keep[key] = spot
        elif not is_review and is_known:
            open_ones.append(key)
    new = [key for key in table.pieces if key not in table.spots]
    pieces = [table.pieces[key] for key in (*open_ones, *new)]
    if not rhythm:
        pieces = [_where_it_is(table, piece) for piece in pieces]
    return _laid(table, pieces, keep=keep)


def moved_on(table: Table) -> Outcome:
    """Every open task as many study days later as the first missed one is late."""
    keep, pieces = _missed_and_later(table)
    if not table.missed:
        return Outcome(dict(table.spots))
    by = -table.index(table.spots[table.missed[0]].on)
    return _laid(table, rules.moved_on(pieces, by=by), keep=keep)


def merged(table: Table) -> Outcome:
    """Missed tasks beside what the coming days hold anyway; the others stay where they are."""
    stay = {key: spot for key, spot in table.spots.items() if key not in table.missed}
    missed = [table.pieces[key] for key in table.missed if key in table.pieces]
    on, left_out = rules.merge(missed, {}, table.room(fixed=_on_days(stay)))
    spots = dict(table.spots)
    for key in table.missed:
        day = table.days[on[key]] if key in on else None
        spots[key] = replace(spots[key], on=day)
    return Outcome(spots, left_out)


def skipped(table: Table) -> Outcome:
    """What is missed will not be done."""
    spots = dict(table.spots)
    for key in table.missed:
        spots[key] = replace(spots[key], skipped_on=table.today)
    return Outcome(spots)


def put_back(now: Spots, before: Mapping[str, Spot | None]) -> dict[str, Spot]:
    """What it was before a change; None: it was not there. What was done since stays done."""
    spots = dict(now)
    for key, spot in before.items():
        done_on = now[key].done_on if key in now else None
        if spot is None and done_on is None:
            spots.pop(key, None)
        elif spot is not None and done_on is not None:
            spots[key] = replace(spot, done_on=done_on, skipped_on=None)
        elif spot is not None:
            spots[key] = spot
    return spots


def _on_days(spots: Spots) -> Spots:
    """Without what was skipped: it takes no time."""
    return {key: spot for key, spot in spots.items() if spot.skipped_on is None}


def _where_it_is(table: Table, piece: Piece) -> Piece:
    """Wanted where it is, or where the template wants it when it is nowhere."""
    spot = table.spots.get(piece.key)
    place = table.index(spot.on) if spot and spot.on else piece.earliest
    return replace(piece, earliest=place, day=place)


def _missed_and_later(table: Table) -> tuple[dict[str, Spot], list[Piece]]:
    keep, pieces = {}, []
    for key, spot in table.spots.items():
        is_review, is_past = parts(key)[0] == REVIEW, spot.on is not None and spot.on < table.today
        if not table.is_open(key) or spot.on is None or (is_review and is_past):
            keep[key] = spot
        elif not is_review and key in table.pieces:
            place = table.index(spot.on)
            pieces.append(replace(table.pieces[key], earliest=place, day=place))
    return keep, sorted(pieces, key=lambda piece: (piece.day, table.spots[piece.key].position))


def _laid(table: Table, pieces: list[Piece], *, keep: dict[str, Spot]) -> Outcome:
    """`keep` and the pieces in their places, with the reviews that follow from it."""
    open_pieces = [piece for piece in pieces if table.done_on(piece.key) is None]
    room = table.room(fixed=_on_days(keep))
    laid = rules.fit(open_pieces, room, deep=table.plan.deep)
    spots = dict(keep)
    order = {piece.key: n for n, piece in enumerate(table.outline.pieces)}
    for piece in pieces:
        before = table.spots.get(piece.key)
        on = before.on if before and table.done_on(piece.key) else None
        if piece.key in laid.on:
            on = table.days[laid.on[piece.key]]
        spots[piece.key] = Spot(piece.minutes, order[piece.key], on)
    end = _end(table, laid.on.values())
    for place, minutes in laid.reviews.items():
        key = review_key(table.days[place])
        if place <= end and key not in spots:
            spots[key] = Spot(minutes, 0, table.days[place])
    return Outcome(spots, laid.left_out)


def _end(table: Table, places) -> int:
    """The last index of the plan: the interview's eve, or where its tasks end without one."""
    return len(table.days) - 1 if table.plan.interview_on else max(places, default=-1)
