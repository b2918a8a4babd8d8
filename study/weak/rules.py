"""When a weak spot is open, in work, fixed: what a run of results adds up to. No database.

A result is one thing that showed how somebody stands: a probe, their own rating, an answer in an
interview, a rubric point of one, a recall card. It is good, bad, or neither.

* Nothing is flagged by chance: a probe or a rating says so itself; answers flag when the last three
  were bad, a point when it was wanting in two of its last three, cards at the second lapse.
* Flagged, a spot is **open**. A good result takes it **in work**, good results on two different
  study days make it **fixed**.
* A bad result, whenever it comes, opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

# An answer is bad under two of four, good from three of four on; between them it is neither.
BAD_UNDER, GOOD_FROM = 0.5, 0.75
# So many answers in a row flag a spot, all of them bad.
ANSWERS = 3
# A point flags when it was wanting in so many of the last so many times it was asked.
POINTS_WANTING, POINTS_ASKED = 2, 3
LAPSES = 2
# Good results on so many different study days fix it.
GOOD_DAYS = 2


class Kind(Enum):
    PROBE = "probe"
    RATING = "rating"
    ANSWER = "answer"
    POINT = "point"
    CARD = "card"


class State(Enum):
    QUIET = "quiet"  # nothing speaks against it
    OPEN = "open"
    IN_WORK = "in work"
    FIXED = "fixed"


@dataclass(frozen=True)
class Result:
    """`is_good` is None for one that speaks neither way. `words`: what it was, for people."""

    kind: Kind
    at: datetime
    # The study day of its owner.
    on: date
    is_good: bool | None
    words: str
    address: str = ""


@dataclass(frozen=True)
class Standing:
    """How a spot stands after all results."""

    state: State = State.QUIET
    # Why it was flagged, and when; the latest time it was.
    why: str = ""
    since: datetime | None = None
    since_on: date | None = None
    # Study days with a good result since then.
    good_on: frozenset[date] = field(default_factory=frozenset)
    # Bad results since it was last fixed.
    bad: int = 0

    @property
    def is_waiting(self) -> bool:
        return self.state in (State.OPEN, State.IN_WORK)


def score_is_good(score: float) -> bool | None:
    """What a mark of 0–1 says."""
    if score < BAD_UNDER:
        return False
    return True if score >= GOOD_FROM else None


def standing(results: Iterable[Result]) -> Standing:
    """What they add up to, taken in the order of time."""
    now, seen = Standing(), []
    for result in sorted(results, key=lambda one: one.at):
        seen.append(result)
        if result.is_good and now.is_waiting:
            days = now.good_on | {result.on}
            state = State.FIXED if len(days) >= GOOD_DAYS else State.IN_WORK
            now = Standing(state, now.why, now.since, now.since_on, days, now.bad)
        elif result.is_good is False:
            why = result.words if now.state is not State.QUIET else _why(seen)
            if why:
                bad = now.bad + 1 if now.is_waiting else 1
                now = Standing(State.OPEN, why, result.at, result.on, bad=bad)
    return now


def _why(seen: Sequence[Result]) -> str:
    """What flags a quiet spot whose newest result is bad; nothing when that is too little."""
    last = seen[-1]
    same = [one for one in seen if one.kind is last.kind]
    if last.kind is Kind.ANSWER:
        run = same[-ANSWERS:]
        enough = len(run) == ANSWERS and all(one.is_good is False for one in run)
        return f"Your last {ANSWERS} answers on it had less than two of four." if enough else ""
    if last.kind is Kind.POINT:
        wanting = sum(one.is_good is False for one in same[-POINTS_ASKED:])
        asked = len(same[-POINTS_ASKED:])
        times = f"{wanting} of the last {asked} times it was asked"
        return f"Wanting {times}." if wanting >= POINTS_WANTING else ""
    if last.kind is Kind.CARD:
        lapses = sum(one.is_good is False for one in same)
        return f"{lapses} cards on it were due and forgotten." if lapses >= LAPSES else ""
    return last.words
