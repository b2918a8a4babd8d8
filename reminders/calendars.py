"""Calendar files that calendars import: one entry, told by REQUEST, CANCEL or PUBLISH (RFC 5546).

An update has the same UID and a higher SEQUENCE; only CANCEL takes an entry out again.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from accounts.models import User
from reminders.appointments import Appointment

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def calendar_file(appointment: Appointment, user: User, *, method: str, off: bool = False) -> bytes:
    """The entry of `user` in iCalendar's own bytes: UTF-8, CRLF, folded at 75 octets.

    `off` marks an entry that was called off; CANCEL always does. A published file names no
    attendee (RFC 5546 §3.2.1), so people without an address can have one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Greenroom//Greenroom//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in _zones_needed(appointment, user.zone):
        calendar.add_component(zone)
    calendar.add_component(_event(appointment, user, method=method, off=off or method == CANCEL))
    return calendar.to_ical()


def _event(appointment: Appointment, user: User, *, method: str, off: bool) -> Event:
    event = Event()
    event.add("uid", str(appointment.uid))
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.made_at.astimezone(UTC))
    event.add("dtstart", _wall(appointment.starts_at, user.zone))
    event.add("dtend", _wall(appointment.ends_at, user.zone))
    event.add("summary", f"Mock interview: {one_line(appointment.title)}")
    event.add("description", f"A mock interview in Greenroom.\n{appointment.url}")
    event.add("url", appointment.url)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _organizer()
    if method != PUBLISH:
        event.add("attendee", _attendee(user), encode=False)
    return event


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(_parameter(name or "Greenroom"))
    return organizer


def _attendee(user: User) -> vCalAddress:
    """Who sits it. They chose the time themselves, so nobody is asked to answer."""
    attendee = vCalAddress(f"mailto:{user.email}")
    attendee.params["CN"] = vText(_parameter(str(user)))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    """On the person's wall. Calendars disagree on which half of a repeated hour is meant: UTC."""
    local = at.astimezone(zone)
    is_repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if zone.key == "UTC" or is_repeated else local


def _zones_needed(appointment: Appointment, zone: ZoneInfo) -> list[Timezone]:
    """The definition of the zone, for the days around the entry and no more."""
    if zone.key == "UTC":
        return []
    around = timedelta(days=2)
    first, last = appointment.starts_at - around, appointment.ends_at + around
    return [Timezone.from_tzid(zone.key, first_date=first.date(), last_date=last.date())]


def _parameter(name: str) -> str:
    """A name as a parameter's value, which knows no quotation mark (RFC 5545 §3.1)."""
    return one_line(name).replace('"', "'")


def one_line(text: str) -> str:
    """Text without line breaks and control characters, for headers and single-line fields."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
