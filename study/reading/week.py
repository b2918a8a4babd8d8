"""One paper a week on a weekday one chooses: today, and in the calendar."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts.models import User
from reminders.appointments import Appointment
from study.cards.actions import desk_of
from study.content import content
from study.items import Item
from study.models import Desk, ReadingWeek
from study.reading import papers
from study.reading.papers import Entry

WEEK = timedelta(days=7)
# So many weeks stand in the calendar: further ahead the order is a guess.
WEEKS_AHEAD = 4
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
    found = list(_planned(user, desk_of(user), at=at))
    return [_entry(user, day, entry, made_at) for day, entry, made_at in _dated(user, found)]


def _dated(user: User, found: list[tuple[date, Entry]]) -> Iterator[tuple[date, Entry, datetime]]:
    """With when the order came to be: the last change of any paper, or of the weekday."""
    if not found:
        return
    changes = [entry.row.changed_at for _, entry in found if entry.row.changed_at]
    made_at = max([ReadingWeek.objects.get(user=user).chosen_at, *changes])
    for day, entry in found:
        yield day, entry, made_at


def _entry(user: User, day: date, entry: Entry, made_at: datetime) -> Appointment:
    return Appointment.for_day(
        day,
        uid=uuid.uuid5(uuid.NAMESPACE_URL, f"greenroom:reading:{user.pk}:{day}"),
        sequence=0,
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
    days = slots(week, entries, on=desk.day(at), chosen=desk.day(week.chosen_at))
    yield from zip(days, papers.next_up(entries), strict=False)
