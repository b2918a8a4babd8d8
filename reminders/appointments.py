"""What a reminder and a calendar entry need to know about a meeting, whoever holds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings


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
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Appointment:
        return cls(
            uid=UUID(facts["uid"]),
            sequence=facts["sequence"],
            title=facts["title"],
            starts_at=datetime.fromisoformat(facts["starts_at"]),
            minutes=facts["minutes"],
            path=facts["path"],
            made_at=datetime.fromisoformat(facts["made_at"]),
        )
