"""One appointment, one note, and the outbox rows that speak of them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from reminders import actions, kinds
from reminders.appointments import Appointment
from reminders.models import Choice, Reminder
from reminders.notes import Note

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def appointment():
    return Appointment(
        uid=uuid.UUID("2d4dca1e-9a3f-4f0e-8b57-0c3b7f6f1a11"),
        sequence=0,
        title="Optimisation, tier 2",
        starts_at=NOW + timedelta(days=2),
        minutes=45,
        path="/interviews/17/ready/",
        made_at=NOW,
    )


@pytest.fixture
def choose(alice):
    """Let Alice choose how one category is told."""

    def choose(category, *, in_app=True, email=Choice.Way.NOW, user=alice):
        defaults = {"in_app": in_app, "email": email}
        Choice.objects.update_or_create(user=user, category=category, defaults=defaults)

    return choose


@pytest.fixture
def note():
    return Note(
        title="Bob asks to join Evening rehearsals",
        line="Say yes or no on the page of the group.",
        path="/groups/12/",
        where="Evening rehearsals",
    )


@pytest.fixture
def told(alice, note):
    """Tell one thing, due now; its two rows by channel."""

    def tell(key="group:12:asked:3:to:1", *, user=alice, kind=kinds.GROUP_ASKED, at=NOW, **more):
        actions.tell(key, user=user, kind=kind, note=more.pop("note", note), at=at, **more)
        rows = Reminder.objects.filter(key__startswith=f"{key}:")
        return {row.channel: row for row in rows}

    return tell


@pytest.fixture
def planned(alice, appointment):
    """Plan a reminder that is due now; the row."""

    def plan(
        key="interview:17:15-minutes-before:email",
        *,
        user=alice,
        kind=kinds.MINUTES_BEFORE,
        channel=Reminder.Channel.EMAIL,
        due_at=NOW,
        stale_at=None,
        about=appointment,
    ) -> Reminder:
        actions.plan(
            key,
            user=user,
            kind=kind,
            channel=channel,
            facts=about.as_facts(),
            due_at=due_at,
            stale_at=stale_at,
        )
        return Reminder.objects.get(key=key)

    return plan


@pytest.fixture
def smtp_says(monkeypatch):
    """Let the mail server answer every mail with this error; None lets mails through again."""
    real = EmailMultiAlternatives.send

    def say(error):
        def send(message, *args, **kwargs):
            raise error

        monkeypatch.setattr(EmailMultiAlternatives, "send", send if error else real)

    return say
