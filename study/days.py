"""The study day: one answer to “is it still today?” for cards, grid, plan and what is told of them.

It turns over at an hour of the person's own wall clock (four in the morning unless they choose
another), so an evening that runs past midnight belongs to the day it began on.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reminders.local_time import instant_of

DEFAULT_TURN = 4
LATEST_TURN = 12


def study_day(at: datetime, zone: ZoneInfo, turn: int = DEFAULT_TURN) -> date:
    """The study day of an instant. `turn`: the hour (0–12) on the wall at which it begins."""
    today = at.astimezone(zone).date()
    return today if at >= begins(today, zone, turn) else today - timedelta(days=1)


def begins(day: date, zone: ZoneInfo, turn: int = DEFAULT_TURN) -> datetime:
    """The instant at which a study day begins: 23 to 25 hours after the one before.

    Where clocks skip that hour it begins with the first minute after, where they repeat it with
    the first of the two.
    """
    return instant_of(datetime.combine(day, time(turn)), zone).at
