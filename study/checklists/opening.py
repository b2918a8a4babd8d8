"""When a checklist opens by itself: at eight in the morning of its day, on one's own wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reminders.local_time import instant_of

# Days from the list's day to the interview.
DAYS_BEFORE = {"T-7": 7, "T-1": 1, "T": 0, "T+1": -1}
DAY_BEFORE = "T-1"
OPENS_AT = time(8)
DAY = timedelta(days=1)


def day_of(when: str, interview_on: date) -> date | None:
    """The day a list is for; None for one that never opens by itself."""
    days = DAYS_BEFORE.get(when)
    return None if days is None else interview_on - days * DAY


def opens_at(when: str, interview_on: date, zone: ZoneInfo) -> datetime | None:
    """The instant at which a list opens. Where clocks skip that hour, the first minute after; where
    they repeat it, the first of the two. The list of the interview's own day opens at its start,
    for some begin at eight."""
    day = day_of(when, interview_on)
    if day is None:
        return None
    hour = time() if when == "T" else OPENS_AT
    return instant_of(datetime.combine(day, hour), zone).at


def ends_at(when: str, interview_on: date, zone: ZoneInfo) -> datetime | None:
    """The end of its day: from then on it is told no more."""
    day = day_of(when, interview_on)
    return day and instant_of(datetime.combine(day + DAY, time()), zone).at


def is_open(when: str, interview_on: date | None, zone: ZoneInfo, *, at: datetime) -> bool:
    """From its hour to the end of its day."""
    if interview_on is None or day_of(when, interview_on) is None:
        return False
    return opens_at(when, interview_on, zone) <= at < ends_at(when, interview_on, zone)
