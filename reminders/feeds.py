"""Calendar feeds: what a person has planned, behind a secret link that calendars ask by themselves.

Rooms above say what they have planned (`register`); this room knows no interview and no plan. A
feed is for looking: what must be accepted or moved comes as an invitation by mail.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import vDuration

from accounts.models import User
from reminders.appointments import Appointment
from reminders.calendars import PUBLISH, empty_calendar, event, zones_needed
from reminders.models import Feed

Planned = Callable[[User, datetime], Iterable[Appointment]]
# How often a calendar may as well ask; most ask more rarely, whatever this says.
REFRESH = timedelta(hours=1)

_planned: dict[str, list[Planned]] = {}


def register(scope: str, planned: Planned) -> None:
    """Let a room add its entries to the feed of `scope`, and to the one of everything.

    `planned(user, at)` gives what stands in their calendar: plain titles, never an answer's
    words, `made_at` as the room wrote it down, so that the file stays the same till that changes.
    """
    if scope not in Feed.Scope or scope == Feed.Scope.EVERYTHING:
        raise ValueError(f"{scope!r} is no scope of a feed")
    _planned.setdefault(scope, []).append(planned)


def entries(user: User, scope: str, *, at: datetime) -> list[Appointment]:
    """What this feed shows now, by time."""
    scopes = _planned if scope == Feed.Scope.EVERYTHING else [scope]
    found = [
        appointment
        for name in scopes
        for planned in _planned.get(name, [])
        for appointment in planned(user, at)
    ]
    return sorted(found, key=lambda appointment: (appointment.starts_at, str(appointment.uid)))


def scopes() -> list[str]:
    """The scopes that some room fills, and everything."""
    return [name for name in Feed.Scope.values if name in _planned or name == Feed.Scope.EVERYTHING]


@dataclass(frozen=True)
class Link:
    """One scope on the page of choices, and its link where there is one."""

    scope: str
    label: str
    feed: Feed | None


def links_of(user: User) -> list[Link]:
    live = {feed.scope: feed for feed in Feed.objects.live().filter(user=user)}
    return [Link(name, Feed.Scope(name).label, live.get(name)) for name in scopes()]


@dataclass(frozen=True)
class File:
    """A feed as it is served: the same bytes until something changes."""

    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def file_of(feed: Feed, *, at: datetime) -> File:
    """The feed in iCalendar's bytes."""
    name = f"Greenroom: {feed.get_scope_display().lower()}"
    return File(published(name, entries(feed.user, feed.scope, at=at), feed.user))


def published(name: str, appointments: list[Appointment], user: User) -> bytes:
    """Entries under a name, to be looked at: no attendees (RFC 5546 §3.2.1), no alarms, for
    calendars ring by themselves (RFC 7986 for its name and how often to ask)."""
    calendar = empty_calendar(PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    for zone in zones_needed(appointments, user.zone):
        calendar.add_component(zone)
    for appointment in appointments:
        off = appointment.status == "cancelled"
        calendar.add_component(event(appointment, user, method=PUBLISH, off=off))
    return calendar.to_ical()
