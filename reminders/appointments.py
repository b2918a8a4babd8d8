"""What a reminder and a calendar entry need to know about a meeting, whoever holds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings

# Has this person said yes, or does the calendar have to ask? (RFC 5545 §3.2.12)
Attendance = Literal["accepted", "needs-action", "declined", "tentative"]
Status = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True)
class Guest:
    """Somebody else who comes. Their address is in the file: name them only to people who may
    know it."""

    name: str
    address: str
    attendance: Attendance = "accepted"


@dataclass(frozen=True)
class Appointment:
    """A time in somebody's calendar. `uid` and `sequence` are its identity there (RFC 5546)."""

    uid: UUID
    sequence: int
    title: str
    starts_at: datetime
    minutes: int
    # The page it lives on, a path on this site.
    path: str
    # When this version of it came to be: DTSTAMP, the same in every copy that is sent.
    made_at: datetime
    # What it is; a calendar shows it before the title: “Mock interview: Optimisation”.
    noun: str = "Mock interview"
    status: Status = "confirmed"
    # Of the person whose calendar it is. Who chose the time has accepted; others are asked.
    attendance: Attendance = "accepted"
    guests: tuple[Guest, ...] = ()
    # How it repeats, such as `FREQ=WEEKLY;COUNT=6`, and the zone on whose wall it does: a slot
    # that repeats at eight in London is not at three in Kathmandu all year.
    rrule: str = ""
    zone: str = ""
    # An entry for a whole day, on whatever wall; see `for_day`.
    all_day: bool = False

    @classmethod
    def for_day(cls, day: date, **facts: Any) -> Appointment:
        """An entry for a whole day, which no zone can shift."""
        start = datetime.combine(day, time(), tzinfo=UTC)
        return cls(starts_at=start, minutes=24 * 60, all_day=True, **facts)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    def as_facts(self) -> dict[str, Any]:
        """What an outbox row keeps: plain JSON."""
        return {
            **asdict(self),
            "uid": str(self.uid),
            "starts_at": self.starts_at.isoformat(),
            "made_at": self.made_at.isoformat(),
            "guests": [asdict(guest) for guest in self.guests],
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Appointment:
        """Rows of an older version lack what came later; what a reader added is left aside."""
        known = {name: facts[name] for name in cls.__dataclass_fields__ if name in facts}
        return cls(
            **known
            | {
                "uid": UUID(facts["uid"]),
                "starts_at": datetime.fromisoformat(facts["starts_at"]),
                "made_at": datetime.fromisoformat(facts["made_at"]),
                "guests": tuple(Guest(**guest) for guest in facts.get("guests", ())),
            }
        )
