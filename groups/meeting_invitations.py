"""What people are told of meetings, and what their calendars are.

Keys: `meeting:17:to:4:` and then what is told. A calendar is told of a meeting once its person says
that they come, and from then on of each new time and of the end. The sequence number is that of one
person's calendar, so that coming, not coming and coming again are three steps in order there.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from groups.models import Attendance, Meeting, Part
from reminders import actions as outbox
from reminders import kinds, local_time
from reminders.appointments import Appointment
from reminders.notes import Note

# How long a past meeting stays in a calendar that asks.
KEPT_IN_CALENDAR = timedelta(days=30)


def ask(meeting: Meeting, people: Iterable[User], *, at: datetime) -> None:
    """Tell members of a new meeting, or of the first in a row of them: do they come?"""
    row = f"series:{meeting.series_id}" if meeting.series_id else f"meeting:{meeting.pk}"
    for user in people:
        outbox.tell(
            f"{row}:to:{user.pk}:asked",
            user=user,
            kind=kinds.MEETING_ASKED,
            note=Note(
                title=f"{meeting.get_kind_display()}: {meeting.title}",
                line=_asked(meeting, user),
                path=meeting.get_absolute_url(),
                where=str(meeting.group),
            ),
            at=at,
            stale_at=meeting.starts_at,
            about=f"group:{meeting.group_id}",
        )


def came_to_it(attendance: Attendance, *, at: datetime) -> None:
    """They come: the calendar learns of it, and they are reminded a day and 30 minutes before."""
    _tell_calendar(attendance, kinds.MEETING_PLANNED, at=at)
    _remind(attendance, at=at)


def moved(attendance: Attendance, *, at: datetime) -> None:
    """Another time. Whoever had not said yes is not bothered."""
    outbox.withdraw(f"{prefix(attendance)}soon:", because="Moved since", at=at)
    _tell_calendar(attendance, kinds.MEETING_MOVED, at=at)
    _remind(attendance, at=at)


def off(attendance: Attendance, *, because: str, at: datetime) -> None:
    """Called off, or they do not come after all. A calendar that was never told is not told now."""
    outbox.withdraw(f"{prefix(attendance)}soon:", because=because, at=at)
    on_its_way = outbox.withdraw(f"{prefix(attendance)}calendar:", because=because, at=at)
    if on_its_way or outbox.was_sent(f"{prefix(attendance)}calendar:"):
        _tell_calendar(attendance, kinds.MEETING_CANCELLED, at=at)


def in_calendar(user: User, at: datetime) -> list[Appointment]:
    """What this person's own calendar link shows: meetings they have not said no to, and those of
    the last month. Without a yes it is tentative."""
    answers = {one.meeting_id: one for one in Attendance.objects.filter(user=user)}
    meetings = Meeting.objects.visible_to(user).planned()
    meetings = meetings.filter(starts_at__gte=at - KEPT_IN_CALENDAR)
    # A mock of two is theirs: others have it only where they said something about it.
    paired = Part.objects.filter(meeting=OuterRef("pk"))
    concerned = paired.filter(Q(asker=user) | Q(answerer=user))
    meetings = meetings.filter(~Exists(paired) | Exists(concerned) | Q(pk__in=list(answers)))
    return [
        _entry(meeting, answers.get(meeting.pk))
        for meeting in meetings.select_related("group__circle")
        if meeting.pk not in answers or answers[meeting.pk].answer != Attendance.Answer.NO
    ]


def _entry(meeting: Meeting, answer: Attendance | None) -> Appointment:
    comes = answer is not None and answer.answer == Attendance.Answer.YES
    entry = appointment(
        meeting,
        sequence=(answer.calendar_sequence or 0) if answer else 0,
        made_at=answer.answered_at if answer else meeting.group.created_at,
    )
    return entry if comes else replace(entry, status="tentative")


def appointment(meeting: Meeting, *, sequence: int, made_at: datetime) -> Appointment:
    """The meeting as a calendar shows it. No address of anybody else is in it."""
    return Appointment(
        uid=meeting.calendar_uid,
        sequence=sequence,
        title=f"{meeting.title}, {meeting.group}",
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        path=meeting.get_absolute_url(),
        made_at=made_at,
        noun=meeting.get_kind_display(),
        status="cancelled" if meeting.is_cancelled else "confirmed",
    )


def prefix(attendance: Attendance) -> str:
    return f"meeting:{attendance.meeting_id}:to:{attendance.user_id}:"


def _asked(meeting: Meeting, user: User) -> str:
    when = local_time.spoken(meeting.starts_at, user.zone)
    row = f" It is the first of a row: {meeting.series}." if meeting.series_id else ""
    return f"{when}.{row} Say whether you come."


def _tell_calendar(attendance: Attendance, kind: str, *, at: datetime) -> None:
    before = attendance.calendar_sequence
    attendance.calendar_sequence = 0 if before is None else before + 1
    attendance.save(update_fields=["calendar_sequence"])
    meeting = attendance.meeting
    outbox.tell(
        f"{prefix(attendance)}calendar:{attendance.calendar_sequence}",
        user=attendance.user,
        kind=kind,
        note=appointment(meeting, sequence=attendance.calendar_sequence, made_at=at),
        at=at,
        stale_at=max(meeting.starts_at, at + timedelta(hours=1)),
        about=f"group:{meeting.group_id}",
    )


def _remind(attendance: Attendance, *, at: datetime) -> None:
    meeting = attendance.meeting
    facts = appointment(meeting, sequence=attendance.calendar_sequence or 0, made_at=at)
    start = meeting.starts_at.astimezone(UTC)
    times = {
        "day": local_time.the_day_before(meeting.starts_at, attendance.user.zone),
        "half-hour": meeting.starts_at - timedelta(minutes=30),
    }
    for name, due_at in times.items():
        if due_at > at:
            outbox.tell(
                f"{prefix(attendance)}soon:{name}:{start:%Y%m%dT%H%M}",
                user=attendance.user,
                kind=kinds.MEETING_SOON,
                note=facts,
                at=due_at,
                stale_at=meeting.starts_at,
                about=f"group:{meeting.group_id}",
            )
