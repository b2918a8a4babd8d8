"""What the outbox and the calendar must know about a scheduled interview.

Keys: `interview:17:` and then what is told. A reminder is named by the time it speaks of, so an
interview that moves gets new ones and one that moves back gets no second; a calendar mail is named
by the entry's sequence number, which every change raises.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.urls import reverse

from accounts.models import User
from interview import rules
from interview.models import Interview
from reminders import actions as outbox
from reminders import kinds, local_time
from reminders.appointments import Appointment
from reminders.models import Reminder
from web import clock

Channel = Reminder.Channel
# How long a past interview stays in a calendar that asks.
KEPT_IN_CALENDAR = timedelta(days=30)


def invite(interview: Interview) -> None:
    """Plan the reminders of a scheduled interview, or move them after it moved."""
    at = clock.now()
    told = _withdraw(interview, "Moved since", at=at)
    _mail_calendar(interview, kinds.MOVED if told else kinds.SCHEDULED, at=at)
    facts = appointment(interview, made_at=at).as_facts()
    for kind, due_at in _times(interview):
        if due_at > at:
            _remind(interview, kind, facts, due_at=due_at)


def started(interview: Interview) -> None:
    """It has begun: reminders that are still waiting are no longer needed."""
    _withdraw(interview, "Started since", at=interview.started_at)


def cancelled(interview: Interview) -> None:
    """Called off: withdraw what is waiting and take the entry out of calendars.

    Somebody who never got an invitation needs no cancellation.
    """
    at = clock.now()
    if _withdraw(interview, "Cancelled since", at=at):
        _mail_calendar(interview, kinds.CANCELLED, at=at)


def appointment(interview: Interview, *, made_at: datetime) -> Appointment:
    """The interview as its candidate's calendar shows it: as long as their clock will run."""
    length = rules.length(interview.minutes, interview.candidate.extra_time)
    return Appointment(
        uid=interview.calendar_uid,
        sequence=interview.calendar_sequence,
        title=interview.title,
        starts_at=interview.scheduled_for,
        minutes=round(length.total_seconds() / 60),
        path=reverse("interview:ready", args=[interview.pk]),
        made_at=made_at,
    )


def in_calendar(user: User, at: datetime) -> list[Appointment]:
    """What the candidate's own calendar link shows: interviews to come, and those of the last
    month. `SEQUENCE` tells versions apart, so the entry dates from the interview's making."""
    mine = Interview.objects.of_candidate(user).select_related("candidate")
    planned = mine.filter(scheduled_for__gte=at - KEPT_IN_CALENDAR)
    planned = planned.exclude(status=Interview.Status.CANCELLED)
    return [appointment(interview, made_at=interview.created_at) for interview in planned]


def _withdraw(interview: Interview, because: str, *, at: datetime) -> bool:
    """Take back what is waiting. True when the candidate's calendar knows of the interview, or may
    be told of it this very moment."""
    on_its_way = outbox.withdraw(_prefix(interview), because=because, at=at)
    return on_its_way or outbox.was_sent(f"{_prefix(interview)}calendar:")


def _times(interview: Interview) -> Iterator[tuple[str, datetime]]:
    starts_at, zone = interview.scheduled_for, interview.candidate.zone
    yield kinds.A_DAY_BEFORE, local_time.the_day_before(starts_at, zone)
    yield kinds.MINUTES_BEFORE, starts_at - timedelta(minutes=15)


def _remind(interview: Interview, kind: str, facts: dict, *, due_at: datetime) -> None:
    """Both ways; which of them the person wants is asked when it is due."""
    start = interview.scheduled_for.astimezone(UTC)
    for channel in (Channel.EMAIL, Channel.IN_APP):
        outbox.plan(
            f"{_prefix(interview)}{kind}:{start:%Y%m%dT%H%M}:{channel}",
            user=interview.candidate,
            kind=kind,
            channel=channel,
            facts=facts,
            due_at=due_at,
            stale_at=interview.scheduled_for,
        )


def _mail_calendar(interview: Interview, kind: str, *, at: datetime) -> None:
    """Tell the calendar at once. It is worth telling until the interview would have begun."""
    outbox.plan(
        f"{_prefix(interview)}calendar:{interview.calendar_sequence}:email",
        user=interview.candidate,
        kind=kind,
        channel=Channel.EMAIL,
        facts=appointment(interview, made_at=at).as_facts(),
        due_at=at,
        stale_at=max(interview.scheduled_for, at + timedelta(hours=1)),
    )


def _prefix(interview: Interview) -> str:
    return f"interview:{interview.pk}:"
