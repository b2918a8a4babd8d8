"""What a challenge allows, and if not, why. No database, no clock, no request.

Its results open for everybody at once: when all who entered have sat it, or the date has passed.
From then on nobody enters, so nobody sits it who has seen how others did.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

# The choices of the form: a word, how long, how it reads.
BEGINS = {
    "now": (timedelta(0), "at once"),
    "day": (timedelta(days=1), "in a day"),
    "week": (timedelta(days=7), "in a week"),
}
LASTS = {
    "three-days": (timedelta(days=3), "three days"),
    "week": (timedelta(days=7), "a week"),
    "two-weeks": (timedelta(days=14), "two weeks"),
    "month": (timedelta(days=30), "a month"),
}
# Alone there is nobody to wait for, and nothing to set beside one's own.
FEWEST = 2
MOST_OPEN = 10


class Dated(Protocol):
    opens_at: datetime
    closes_at: datetime


def are_results_open(challenge: Dated, sat: Sequence[bool], *, at: datetime) -> bool:
    """`sat`: of each who entered, whether they have finished."""
    return at >= challenge.closes_at or (len(sat) >= FEWEST and all(sat))


def why_not_make(*, open_now: int, asks: int) -> str | None:
    """`asks`: how many questions it would ask."""
    if open_now >= MOST_OPEN:
        return f"{MOST_OPEN} challenges of this group are open. Let one of them end first."
    return None if asks else "This set has no question that everybody here may be asked."


def why_not_enter(challenge: Dated, *, results_open: bool, at: datetime) -> str | None:
    if at >= challenge.closes_at:
        return "This challenge is over."
    if results_open:
        return "Its results are open, so nobody enters it any more."
    return None


def why_not_begin(challenge: Dated, *, at: datetime) -> str | None:
    if at >= challenge.closes_at:
        return "This challenge is over."
    if at < challenge.opens_at:
        return "This challenge has not begun yet."
    return None


def why_not_step_out(*, has_begun: bool) -> str | None:
    """Whoever has seen the questions stays in."""
    return "You have begun it, and stay in." if has_begun else None
