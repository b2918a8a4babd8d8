"""Calendar files that calendars import: one entry, told by REQUEST, CANCEL or PUBLISH (RFC 5546).

An update has the same UID and a higher SEQUENCE; only CANCEL takes an entry out again.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur, vText

from accounts.models import User
from reminders.appointments import Appointment, Attendance

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# How far a zone is spelled out around an entry, and for one that repeats.
AROUND, WHILE_IT_REPEATS = timedelta(days=2), timedelta(days=2 * 366)


def calendar_file(appointment: Appointment, user: User, *, method: str, off: bool = False) -> bytes:
    """The entry of `user` in iCalendar's own bytes: UTF-8, CRLF, folded at 75 octets.

    `off` marks an entry that was called off; CANCEL always does. A published file names no
    attendee (RFC 5546 §3.2.1), so people without an address can have one.
    """
    calendar = empty_calendar(method)
    for zone in zones_needed([appointment], user.zone):
        calendar.add_component(zone)
    calendar.add_component(event(appointment, user, method=method, off=off or method == CANCEL))
    return calendar.to_ical()


def empty_calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Greenroom//Greenroom//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def event(appointment: Appointment, user: User, *, method: str, off: bool = False) -> Event:
    """One entry, as a component of a calendar."""
    entry = Event()
    entry.add("uid", str(appointment.uid))
    entry.add("sequence", appointment.sequence)
    entry.add("dtstamp", appointment.made_at.astimezone(UTC))
    entry.add("dtstart", _wall(appointment, appointment.starts_at, user))
    entry.add("dtend", _wall(appointment, appointment.ends_at, user))
    if appointment.rrule:
        entry.add("rrule", vRecur.from_ical(appointment.rrule))
    entry.add("summary", f"{one_line(appointment.noun)}: {one_line(appointment.title)}")
    entry.add("description", f"{one_line(appointment.noun)} in Greenroom.\n{appointment.url}")
    entry.add("url", appointment.url)
    entry.add("status", "CANCELLED" if off else appointment.status.upper())
    # A whole day is a plan, not an hour that is taken.
    entry.add("transp", "TRANSPARENT" if appointment.all_day else "OPAQUE")
    entry["organizer"] = _organizer()
    if method != PUBLISH:
        entry.add(
            "attendee", _attendee(str(user), user.email, appointment.attendance), encode=False
        )
        for guest in appointment.guests:
            attendee = _attendee(guest.name, guest.address, guest.attendance)
            entry.add("attendee", attendee, encode=False)
    return entry


def zones_needed(appointments: list[Appointment], zone: ZoneInfo) -> Iterator[Timezone]:
    """The definition of each zone, for the days around its entries and no more."""
    spans: dict[str, tuple[date, date]] = {}
    for appointment in appointments:
        key = _zone_of(appointment, zone).key
        if appointment.all_day or key == "UTC":
            continue
        last = appointment.ends_at + (WHILE_IT_REPEATS if appointment.rrule else AROUND)
        span = (appointment.starts_at - AROUND).date(), last.date()
        known = spans.get(key, span)
        spans[key] = min(known[0], span[0]), max(known[1], span[1])
    for key, (first, last) in sorted(spans.items()):
        yield Timezone.from_tzid(key, first_date=first, last_date=last)


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(_parameter(name or "Greenroom"))
    return organizer


def _attendee(name: str, address: str, attendance: Attendance) -> vCalAddress:
    """Who comes. Only somebody who has not said so yet is asked to answer."""
    attendee = vCalAddress(f"mailto:{one_line(address)}")
    attendee.params["CN"] = vText(_parameter(name))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(attendance.upper())
    attendee.params["RSVP"] = vText("TRUE" if attendance == "needs-action" else "FALSE")
    return attendee


def _zone_of(appointment: Appointment, zone: ZoneInfo) -> ZoneInfo:
    """On whose wall it stands: what repeats keeps to its own, anything else is the reader's."""
    return ZoneInfo(appointment.zone) if appointment.zone else zone


def _wall(appointment: Appointment, at: datetime, user: User) -> datetime | date:
    """On the wall. Calendars disagree on which half of a repeated hour is meant: UTC."""
    if appointment.all_day:
        return at.astimezone(UTC).date()
    zone = _zone_of(appointment, user.zone)
    local = at.astimezone(zone)
    is_repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    in_utc = zone.key == "UTC" or (is_repeated and not appointment.rrule)
    return at.astimezone(UTC) if in_utc else local


def _parameter(name: str) -> str:
    """A name as a parameter's value, which knows no quotation mark (RFC 5545 §3.1)."""
    return one_line(name).replace('"', "'")


def one_line(text: str) -> str:
    """Text without line breaks and control characters, for headers and single-line fields."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
