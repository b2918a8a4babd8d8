"""One paper a week on a weekday one chooses: today, and in the calendar."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from accounts.models import User
from reminders.appointments import Appointment
from study import days
from study.cards.actions import desk_of
from study.content import content
from study.items import Item
from study.models import Desk, ReadingWeek
from study.reading import papers
from study.reading.papers import Entry

WEEK = timedelta(days=7)
# So many weeks stand in the calendar: further ahead the order is a guess.
WEEKS_AHEAD = 4
# From when the number of an entry's version counts, in seconds (RFC 5545 §3.8.7.4: it only grows).
COUNTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def slot(on: date, weekday: int) -> date:
    """The weekday's day of the week that `on` is in, a week beginning on that weekday."""
    return on - timedelta(days=(on.weekday() - weekday) % 7)


def slots(week: ReadingWeek, entries: list[Entry], *, on: date, chosen: date) -> list[date]:
    """The days to read on: this week's unless something was read since, or unless it was over when
    the weekday was chosen; then the next ones."""
    first = slot(on, week.weekday)
    has_read = any(one.row.read_on and one.row.read_on >= first for one in entries)
    if has_read or first < chosen:
        first += WEEK
    return [first + n * WEEK for n in range(WEEKS_AHEAD)]


def items(user: User, desk: Desk, *, at: datetime) -> Iterator[Item]:
    """The paper of the week, from its day on until one is read."""
    planned = list(_planned(user, desk, at=at))
    if planned and planned[0][0] <= desk.day(at):
        day, entry = planned[0]
        since = "Your day for a paper." if day == desk.day(at) else f"Your paper since {day:%A}."
        address = reverse("study:paper", args=[entry.slug])
        title, counted = f"Read: {entry.title}", ("paper to read", "papers to read")
        yield Item(title, since, entry.minutes, address, "Open it", counted=counted)


def in_calendar(user: User, at: datetime) -> list[Appointment]:
    """The next weeks' papers, each for a whole day."""
    desk = desk_of(user)
    found = list(_planned(user, desk, at=at))
    if not found:
        return []
    made_at = _made_at(ReadingWeek.objects.get(user=user), desk, at=at)
    return [_entry(user, day, entry, made_at) for day, entry in found]


def _made_at(week: ReadingWeek, desk: Desk, *, at: datetime) -> datetime:
    """When the weeks became what they are: by a change of the order or the weekday, or because
    another week began and the paper nobody read moved into it."""
    changed = week.changed_at or week.chosen_at
    began = days.begins(slot(desk.day(at), week.weekday), desk.user.zone, desk.turn)
    return max(changed, began)


def _entry(user: User, day: date, entry: Entry, made_at: datetime) -> Appointment:
    return Appointment.for_day(
        day,
        uid=uuid.uuid5(uuid.NAMESPACE_URL, f"greenroom:reading:{user.pk}:{day}"),
        sequence=max(0, int((made_at - COUNTED_FROM).total_seconds())),
        title=entry.title,
        path=reverse("study:paper", args=[entry.slug]),
        made_at=made_at,
        noun="Paper of the week",
    )


def _planned(user: User, desk: Desk, *, at: datetime) -> Iterator[tuple[date, Entry]]:
    """Which paper on which day. Two queries; one where no weekday was chosen."""
    week = ReadingWeek.objects.filter(user=user).first()
    found = content()
    if week is None or found is None:
        return
    entries = papers.entries(user, found.study)
    dates = slots(week, entries, on=desk.day(at), chosen=desk.day(week.chosen_at))
    yield from zip(dates, papers.next_up(entries), strict=False)
