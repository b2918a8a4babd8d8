"""When a meeting that repeats takes place: a small part of RFC 5545's rules, on the wall.

A rule counts wall times in the zone of whoever made it, so that eight in the evening stays eight in
the evening when the clocks change. Each occurrence becomes an instant of its own: a time that the
clocks skip is the first minute after the gap, one that comes twice is the first of the two.

Once a week, once in two weeks, or once a month on the same weekday: “the second Thursday”, and what
begins in a fifth week is “the last” of its month, for not every month has a fifth. An end is a
number of times or a last day; without one the meeting goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekdays

from reminders import local_time

# Two years of weeks: nobody counts further ahead.
MOST_TIMES = 104
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(StrEnum):
    """How often; the words are what a form offers."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True)
class Occurrence:
    """One time of many: the day on the wall, by which it is known, and the instant it begins."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Rule:
    """How often, and until when: after `times`, or on no later day than `last`; never both."""

    every: Every
    times: int | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        """ValueError for a rule that nobody can mean."""
        if self.times is not None and self.last is not None:
            raise ValueError("a rule ends after a number of times or on a day, not both")
        if self.times is not None and not 1 <= self.times <= MOST_TIMES:
            raise ValueError(f"a meeting repeats 1 to {MOST_TIMES} times")

    def as_text(self, first: date) -> str:
        """The rule as RFC 5545 writes it, for a meeting whose first day is `first`."""
        parts = {
            Every.WEEK: ["FREQ=WEEKLY"],
            Every.FORTNIGHT: ["FREQ=WEEKLY", "INTERVAL=2"],
            Every.MONTH: ["FREQ=MONTHLY", f"BYDAY={_week_of(first)}{_DAYS[first.weekday()]}"],
        }[self.every]
        if self.times is not None:
            parts.append(f"COUNT={self.times}")
        if self.last is not None:
            parts.append(f"UNTIL={self.last:%Y%m%d}")
        return ";".join(parts)

    @classmethod
    def from_text(cls, text: str) -> Rule:
        """What `as_text` wrote. ValueError for anything else."""
        parts = dict(part.partition("=")[::2] for part in text.split(";"))
        frequency, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
        known = {("WEEKLY", "1"): Every.WEEK, ("WEEKLY", "2"): Every.FORTNIGHT}
        known[("MONTHLY", "1")] = Every.MONTH
        if (frequency, interval) not in known:
            raise ValueError(f"{text!r} is no rule of ours")
        parts.pop("BYDAY", "")
        times, last = parts.pop("COUNT", None), parts.pop("UNTIL", None)
        if parts:
            raise ValueError(f"{text!r}: nothing here knows {', '.join(sorted(parts))}")
        return cls(
            known[frequency, interval],
            times=int(times) if times else None,
            last=datetime.strptime(last, "%Y%m%d").date() if last else None,
        )

    def occurrences(self, first: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
        """All times in order, from `first` (naive, on the wall of `zone`) on; perhaps endless."""
        for wall in self._walls(first):
            yield Occurrence(wall.date(), local_time.instant_of(wall, zone).at)

    def until(self, first: datetime, zone: ZoneInfo, *, before: datetime) -> list[Occurrence]:
        """The times that begin before an instant."""
        return list(takewhile(lambda one: one.at < before, self.occurrences(first, zone)))

    def left_from(self, first: date, day: date) -> int | None:
        """How many times are left from `day` on, which is one of the rule's own days; None when
        no number was given."""
        if self.times is None:
            return None
        start = datetime.combine(first, datetime.min.time())
        gone = sum(1 for _ in takewhile(lambda wall: wall.date() < day, self._walls(start)))
        return self.times - gone

    def _walls(self, first: datetime) -> Iterator[datetime]:
        monthly = self.every is Every.MONTH
        weekday = weekdays[first.weekday()]
        yield from rrule(
            MONTHLY if monthly else WEEKLY,
            dtstart=first,
            interval=2 if self.every is Every.FORTNIGHT else 1,
            count=self.times,
            until=datetime.combine(self.last, datetime.max.time()) if self.last else None,
            byweekday=weekday(_week_of(first.date())) if monthly else None,
        )


def in_words(text: str) -> str:
    """A rule as one would say it, such as “every second week, 6 times”."""
    rule = Rule.from_text(text)
    often = {Every.WEEK: "every week", Every.FORTNIGHT: "every second week"}
    words = often.get(rule.every) or "every month on the same weekday"
    if rule.times is not None:
        return f"{words}, {rule.times} times"
    if rule.last is not None:
        return f"{words}, until {rule.last.day} {rule.last:%B %Y}"
    return words


def _week_of(day: date) -> int:
    """Which of its weekday's in the month a day is: 1 to 4, and −1 (the last) for a fifth."""
    number = (day.day - 1) // 7 + 1
    return number if number < 5 else -1
