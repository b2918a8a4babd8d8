"""When a card comes back: FSRS (the `fsrs` package) on study days. Plain Python, no database.

FSRS counts days as blocks of 24 hours, people as nights slept: Good at eight in the evening and
Good at nine the next morning are one day apart (open-spaced-repetition/fsrs-rs, issue 237). So the
library is given the noon of the study day, and only steps of minutes use the real time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from math import ceil
from random import Random

from fsrs import Card as FsrsCard
from fsrs import Rating as FsrsRating
from fsrs import Scheduler, State

# Written beside each review, so that a history can be replayed with what made it.
ALGORITHM = "fsrs-6 default weights"
# The same, of answers that were given to another program.
REPLAYED = "fsrs-6 default weights, replayed"
# One step of ten minutes: short enough to come back in the same sitting.
STEP = timedelta(minutes=10)
LONGEST = 3650
# What the target of recall may be. Above 0.97 the work grows without end.
LEAST_RETENTION, MOST_RETENTION = 0.80, 0.97
# From this many days on, an interval is spread so that cards learned together part company.
SPREAD_FROM, SPREAD = 3, 0.1


class Rating(IntEnum):
    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True)
class Memory:
    """What is known of one person's memory of one card after its last review."""

    phase: Phase
    step: int | None
    # Days after which recall has fallen to 90 %.
    stability: float
    # 1 (easy) to 10.
    difficulty: float
    # The study day of the last review.
    reviewed_on: date


@dataclass(frozen=True)
class Outcome:
    """What one rating leads to."""

    memory: Memory
    # The study day from which it is due.
    due_on: date
    # For a step within the day: how long, and the instant. None where it comes on another day.
    wait: timedelta | None
    due_at: datetime | None
    # It was known, and is not any more.
    lapsed: bool

    @property
    def days(self) -> int:
        return (self.due_on - self.memory.reviewed_on).days


def review(
    memory: Memory | None,
    rating: Rating,
    *,
    on: date,
    at: datetime,
    retention: float,
    salt: str,
) -> Outcome:
    """The memory after `rating` on study day `on`, and when the card is due.

    `at` is the real time, used for steps of minutes alone. `salt` seeds the spread of long
    intervals: the same salt gives the same day, so what a button promises is what is stored.
    """
    noon = datetime.combine(on, time(12), UTC)
    # A traveller may meet the same study day twice, never an earlier one.
    before = _card(memory, latest=noon)
    card, _log = _scheduler(retention).review_card(before, FsrsRating(rating), noon)
    after = Memory(
        Phase(card.state.value), card.step, card.stability, card.difficulty, reviewed_on=on
    )
    lapsed = bool(memory and memory.phase == Phase.REVIEW and after.phase == Phase.RELEARNING)
    wait = card.due - noon
    if wait < timedelta(days=1):
        return Outcome(after, on, wait, at + wait, lapsed)
    days = _spread(wait.days, Random(f"{salt}:{rating:d}"))  # noqa: S311 - spreads, hides nothing
    return Outcome(after, on + timedelta(days=days), None, None, lapsed)


def choices(
    memory: Memory | None, *, on: date, at: datetime, retention: float, salt: str
) -> dict[Rating, Outcome]:
    """What each of the four ratings would lead to."""
    return {
        rating: review(memory, rating, on=on, at=at, retention=retention, salt=salt)
        for rating in Rating
    }


def recall(memory: Memory, *, on: date) -> float:
    """The chance of recalling it on that study day, 0–1, as FSRS estimates it."""
    noon = datetime.combine(on, time(12), UTC)
    return _scheduler(0.9).get_card_retrievability(_card(memory, latest=noon), noon)


def falls_to(memory: Memory, share: float) -> date:
    """The first study day on which its recall is no more than `share`, 0–1.

    FSRS-6 forgets by a power law: recall = (1 + factor · days / stability) ** −decay, with factor
    such that recall is 0.9 after as many days as the stability.
    """
    factor = 0.9 ** (-1 / decay()) - 1
    days = ceil(memory.stability / factor * (share ** (-1 / decay()) - 1))
    return memory.reviewed_on + timedelta(days=min(days, LONGEST))


def decay() -> float:
    """The exponent of forgetting among the default weights."""
    return _scheduler(0.9).parameters[20]


@lru_cache(maxsize=32)
def _scheduler(retention: float) -> Scheduler:
    """Without the library's own spread: that one draws from the process's common dice."""
    return Scheduler(
        desired_retention=retention,
        learning_steps=(STEP,),
        relearning_steps=(STEP,),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


def _card(memory: Memory | None, *, latest: datetime) -> FsrsCard:
    if memory is None:
        return FsrsCard(card_id=1)
    reviewed = min(datetime.combine(memory.reviewed_on, time(12), UTC), latest)
    return FsrsCard(
        card_id=1,
        state=State(memory.phase),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=reviewed,
        last_review=reviewed,
    )


def _spread(days: int, dice: Random) -> int:
    """A tenth either way, a day at least, from three days on."""
    if days < SPREAD_FROM:
        return days
    reach = max(1, round(days * SPREAD))
    return min(dice.randint(days - reach, days + reach), LONGEST)
