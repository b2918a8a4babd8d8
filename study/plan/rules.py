"""Where the tasks of a plan fall, what has no room, what comes of days that were missed.

Days are counted as indices into the days on which somebody studies, 0 being the first of them;
days off are not among them. Every function takes values and returns new ones, the same for the
same values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
# No plan reaches further than that; one without an interview day ends where its tasks do.
FURTHEST = 400
# Minutes that repeating one concept takes: the day after its study, and 3, 6 and 13 days after.
# The same as in the files of plans (docs/study-format.md).
FIRST_REVIEW, LATER_REVIEW = 8, 5
LATER = (3, 6, 13)
# Less than that is not worth opening the grid for: it waits a day.
SHORTEST_REVIEW = 5


# With too little room for all, this share of the minutes stays with what is built, explained and
# rehearsed: whoever only reads is no further in an interview, whoever only builds knows little.
EXERCISES = 0.25


@dataclass(frozen=True)
class Piece:
    """One task to place. No piece of a later `day` comes on a date before one of an earlier.

    `earliest`: the index before which it is not wanted; `concept`: what it is the first study of;
    `after`: concepts that are studied before it; `at_end`: it belongs on the very last day.
    `priority` is 1 (most) to 3, `track` “deep”, “classical” or neither. `lean`: 1 where interviews
    of this level ask more of it than of others, −1 where they ask less, 0 where it is all one.
    """

    key: str
    minutes: int
    priority: int
    day: int
    earliest: int = 0
    track: str = ""
    concept: str = ""
    after: frozenset[str] = frozenset()
    at_end: bool = False
    lean: int = 0


@dataclass(frozen=True)
class Room:
    """What there is to fill: days, minutes a day (None: as long as it takes), minutes that are
    taken already, and the day on which each concept was studied that is (negative: before)."""

    days: int
    cap: int | None
    taken: Mapping[int, int] = field(default_factory=dict)
    studied: Mapping[str, int] = field(default_factory=dict)

    def left(self, day: int) -> int:
        """Minutes; without a cap there is always room."""
        whole = 24 * 60 * FURTHEST if self.cap is None else self.cap
        return max(0, whole - self.taken.get(day, 0))


@dataclass(frozen=True)
class Laid:
    """{key: index}, {index: minutes of review}, and the keys for which there is no room."""

    on: dict[str, int]
    reviews: dict[int, int]
    left_out: list[str]


def weighed(piece: Piece, lean: int) -> Piece:
    """The same for somebody of whom more (1) or less (−1) of it is asked: one priority up or down,
    as far as there are priorities."""
    return replace(piece, priority=min(3, max(1, piece.priority - lean)), lean=lean)


def study_days(
    first: date, last: date | None, *, weekdays_off: Collection[int], dates_off: Collection[date]
) -> list[date]:
    """The days from `first` to `last` (both included) that are not off. Monday is weekday 0."""
    furthest = first + (FURTHEST - 1) * DAY
    end = furthest if last is None else min(last, furthest)
    count = max(0, (end - first).days + 1)
    every = (first + n * DAY for n in range(count))
    return [day for day in every if day.weekday() not in weekdays_off and day not in dates_off]


def wanted_on(day: int, *, of: int, days: int, stretch: bool) -> int:
    """The index of day `day` (from 1) of a plan of `of` days, where there are `days` of them.

    Day n is the nth day. With too few days the plan is pressed together, and with `stretch` it is
    drawn out over more, in either case evenly.
    """
    if days >= of and not stretch:
        return day - 1
    if days <= of:
        return (day - 1) * max(days, 1) // of
    return (day - 1) * (days - 1) // max(of - 1, 1)


def fit(pieces: Iterable[Piece], room: Room, *, deep: int) -> Laid:
    """A place for every piece, or a place on the list of what is left out.

    First each where it is wanted, pushed on where a day is full; if that does not do, as early as
    its order allows; and if that does not, P3 goes first, then P2, then P1. Of the same priority,
    what is asked less at this level goes before the rest, and that before what is asked more. Of
    what is left exercises go while they are more than a quarter of the minutes, then first
    studies; of either from the track that has more than its share (`deep`: per cent of deep
    learning) or from none, the longest first and then the last. What fits after all comes back,
    the most important first.
    """
    ordered = sorted(pieces, key=lambda one: one.day)
    kept = [one for one in ordered if _fits_somewhere(one, room)]
    dropped = []
    while (laid := _try(kept, room)) is None:
        kept.remove(worst := _least(kept, deep=deep))
        dropped.append(worst)
    for piece in sorted(dropped, key=lambda one: (one.priority, not one.concept, one.day)):
        more = sorted([*kept, piece], key=ordered.index)
        if (better := _try(more, room)) is not None:
            kept, laid = more, better
    on, reviews = laid
    return Laid(on, reviews, [one.key for one in ordered if one.key not in on])


def merge(
    missed: Iterable[Piece], later: Mapping[int, int], room: Room
) -> tuple[dict[str, int], list[str]]:
    """Missed pieces beside what is planned anyway (`later`: {index: minutes}), the most important
    first, each on the first day with room and not before what it builds on. {key: index}, and the
    keys for which no day has room.
    """
    load = {day: room.taken.get(day, 0) + later.get(day, 0) for day in range(room.days)}
    on: dict[str, int] = {}
    missed = list(missed)
    studied: dict[str, int] = {}

    def rank(piece: Piece) -> tuple:
        """A study is as important as what builds on it."""
        above = [one.priority for one in missed if piece.concept and piece.concept in one.after]
        return min([piece.priority, *above]), piece.day, not piece.concept

    for piece in sorted(missed, key=rank):
        first = max((studied.get(concept, 0) for concept in piece.after), default=0)
        for day in range(first, room.days):
            if room.cap is None or load[day] + piece.minutes <= room.cap:
                load[day] += piece.minutes
                on[piece.key] = day
                if piece.concept:
                    studied[piece.concept] = day
                break
    return on, [piece.key for piece in missed if piece.key not in on]


def moved_on(pieces: Iterable[Piece], *, by: int) -> list[Piece]:
    """All of them that many days later, in the order of their days."""
    return [
        replace(one, earliest=one.earliest + by, day=one.earliest + by) if not one.at_end else one
        for one in pieces
    ]


def repetition(studied: Mapping[str, int], day: int) -> int:
    """Minutes of review that fall on a day."""
    minutes = 0
    for first in studied.values():
        since = day - first
        minutes += FIRST_REVIEW * (since == 1) + LATER_REVIEW * (since in LATER)
    return minutes


def _fits_somewhere(piece: Piece, room: Room) -> bool:
    if piece.at_end:
        return room.days > 0 and piece.minutes <= room.left(room.days - 1)
    return room.cap is None or piece.minutes <= room.cap


def _least(kept: list[Piece], *, deep: int) -> Piece:
    """What goes first when not all has room."""
    minutes = {"deep": 0, "classical": 0}
    for one in kept:
        if one.track in minutes:
            minutes[one.track] += one.minutes
    whole = sum(minutes.values()) or 1
    over = {
        "deep": minutes["deep"] / whole - deep / 100,
        "classical": minutes["classical"] / whole - (100 - deep) / 100,
    }
    most = max(over.values())
    exercises = sum(one.minutes for one in kept if not one.concept)
    many = exercises > EXERCISES * sum(one.minutes for one in kept)
    ranks = (
        (
            one.priority,
            not one.at_end,
            -one.lean,
            bool(one.concept) != many,
            over.get(one.track, most),
            one.minutes,
            n,
        )
        for n, one in enumerate(kept)
    )
    return kept[max(ranks)[-1]]


def _try(pieces: list[Piece], room: Room) -> tuple[dict[str, int], dict[int, int]] | None:
    """Where each comes, or None when one has no room."""
    wanted = sum(one.minutes for one in pieces)
    if wanted > sum(room.left(day) for day in range(room.days)):
        return None
    return _lay(pieces, room) or _lay([replace(one, earliest=0) for one in pieces], room)


def _lay(pieces: list[Piece], room: Room) -> tuple[dict[str, int], dict[int, int]] | None:
    waiting = [one for one in pieces if not one.at_end]
    on = {one.key: room.days - 1 for one in pieces if one.at_end}
    at_end = sum(one.minutes for one in pieces if one.at_end)
    studied, reviews, late = dict(room.studied), {}, 0
    for day in range(room.days):
        left = room.left(day) - (at_end if day == room.days - 1 else 0)
        if left < 0:
            return None
        due = late + repetition(studied, day)
        review = _review(due, left, room.cap, first=_next(waiting, day, left))
        late = due - review
        if review:
            reviews[day] = review
        left -= review
        while (piece := _next(waiting, day, left)) is not None:
            waiting.remove(piece)
            on[piece.key] = day
            left -= piece.minutes
            if piece.concept:
                studied[piece.concept] = day
    return None if waiting else (on, reviews)


def _review(due: int, left: int, cap: int | None, *, first: Piece | None) -> int:
    """Minutes of review on a day: half of it at most, and less where the next task needs more.
    What is not repeated waits for the next day."""
    review = min(due, left) if cap is None else min(due, left, cap // 2)
    if first is not None:
        review = min(review, left - first.minutes)
    return review if review >= SHORTEST_REVIEW else 0


def _next(waiting: list[Piece], day: int, left: int) -> Piece | None:
    """The first that may come on this day and fits into what is left of it. While one of an
    earlier day waits, no later one comes; a practice waits for the study it builds on."""
    if not waiting:
        return None
    front = waiting[0].day
    unstudied = {one.concept for one in waiting if one.day == front and one.concept}
    for piece in waiting:
        if piece.day > front:
            return None
        if piece.earliest <= day and piece.minutes <= left and not piece.after & unstudied:
            return piece
    return None


@dataclass(frozen=True)
class Standing:
    """Minutes: of all, done, and what should be done before today; tasks that were missed."""

    whole: int
    done: int
    expected: int
    missed: int
    missed_minutes: int

    @property
    def behind(self) -> int:
        """Minutes; negative when ahead."""
        return self.expected - self.done


def standing(tasks: Iterable[tuple[date | None, int, bool]], *, today: date) -> Standing:
    """From (day, minutes, done?) of each task that is planned or done."""
    tasks = list(tasks)
    missed = [minutes for on, minutes, done in tasks if on and on < today and not done]
    return Standing(
        whole=sum(minutes for _, minutes, _ in tasks),
        done=sum(minutes for _, minutes, done in tasks if done),
        expected=sum(minutes for on, minutes, _ in tasks if on is None or on < today),
        missed=len(missed),
        missed_minutes=sum(missed),
    )
