"""The rows of the outbox: planned, taken back, claimed (docs/decisions/0030)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import User
from reminders.appointments import Appointment
from reminders.models import Reminder, ReminderQuerySet
from reminders.notes import Note

State, Channel = Reminder.State, Reminder.Channel
# A row that waits, as if it had never been tried or taken back.
_FRESH = {"state": State.WAITING, "attempts": 0, "why_failed": "", "because": "", "inside": None}


def plan(
    key: str,
    *,
    user: User,
    kind: str,
    channel: str,
    facts: dict[str, Any],
    due_at: datetime,
    stale_at: datetime | None = None,
    about: str = "",
) -> None:
    """Put a reminder in the outbox, or bring the waiting one with this key up to date.

    A key names one thing to tell one person one way: once sent it stays sent, whatever is
    planned again. One that was withdrawn waits again.
    """
    facts_of_it = {
        "user": user,
        "kind": kind,
        "about": about,
        "channel": channel,
        "facts": facts,
        "due_at": due_at,
        "stale_at": stale_at,
    }
    unsent = Reminder.objects.filter(key=key).exclude(state=State.SENT)
    if not unsent.update(**facts_of_it, **_FRESH):
        Reminder.objects.bulk_create([Reminder(key=key, **facts_of_it)], ignore_conflicts=True)


def tell(
    key: str,
    *,
    user: User,
    kind: str,
    note: Note | Appointment,
    at: datetime,
    stale_at: datetime | None = None,
    about: str = "",
) -> None:
    """Tell a person one thing by every way they chose; the door for all rooms.

    `key` names the thing and the person, such as `group:12:joined:40:to:7`: telling it again does
    nothing once it went out. `at` is when it is due, now or later; after `stale_at` it would tell
    nothing any more. `about` names what can be muted as one, such as `group:12`.
    """
    tell_all(
        lambda _: key, users=[user], kind=kind, note=note, at=at, stale_at=stale_at, about=about
    )


def tell_all(
    key_for: Callable[[User], str],
    *,
    users: Iterable[User],
    kind: str,
    note: Note | Appointment,
    at: datetime,
    stale_at: datetime | None = None,
    about: str = "",
) -> None:
    """`tell` the same to many people at once: two statements, however many they are.

    `key_for` gives each person the key that `tell` would take.
    """
    facts_of_it = {
        "kind": kind,
        "about": about,
        "facts": note.as_facts(),
        "due_at": at,
        "stale_at": stale_at,
    }
    # A guest has no address; an account may still change its choices until this is due.
    rows = [
        Reminder(key=f"{key_for(user)}:{channel}", user=user, channel=channel, **facts_of_it)
        for user in users
        for channel in (Channel.IN_APP, Channel.EMAIL)
        if channel == Channel.IN_APP or user.email
    ]
    unsent = Reminder.objects.filter(key__in=[row.key for row in rows]).exclude(state=State.SENT)
    unsent.update(**facts_of_it, **_FRESH)
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def withdraw(prefix: str, *, because: str, at: datetime) -> bool:
    """Take back what is waiting under keys that begin so, and settle what the app shows.

    Nobody waits for a mail server here: a mail that is being handed over this very moment goes
    out, and True says so, but should that fail it is not tried again. `because` is a word or two
    for the inbox, such as “Moved since”.
    """
    return _take_back(Reminder.objects.filter(key__startswith=prefix), because, at)


def let_go(about: str, *, user: User, because: str, at: datetime) -> None:
    """Take back what waits for one person about one thing, such as a group they left."""
    _take_back(Reminder.objects.filter(about=about, user=user), because, at)


def _take_back(rows: ReminderQuerySet, because: str, at: datetime) -> bool:
    waiting = rows.filter(state=State.WAITING)
    on_their_way = [pk for pk in waiting.values_list("pk", flat=True) if not claim_row(pk)]
    waiting.update(state=State.CANCELLED, why_failed=f"{because}.")
    for notice in rows.filter(state=State.SENT, channel=Channel.IN_APP).select_for_update():
        if "since" not in notice.facts:
            notice.facts["since"] = because
            notice.read_at = notice.read_at or at
            notice.save(update_fields=["facts", "read_at"])
    return bool(on_their_way)


def was_sent(prefix: str) -> bool:
    """Has a reminder whose key begins so gone out?"""
    return Reminder.objects.filter(key__startswith=prefix, state=State.SENT).exists()


def claim(name: str) -> bool:
    """Take a right until the transaction ends; False when somebody has it.

    A lock beside the rows, not on them: while a mail server is slow, they can still be withdrawn.
    It goes with its connection, so a killed worker leaves nothing behind.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return cursor.fetchone()[0]


def claim_row(pk: int) -> bool:
    """The right to settle one row."""
    return claim(f"reminder:{pk}")


def claim_mail_to(user_id: int) -> bool:
    """The right to count, merge and send one person's everyday mail."""
    return claim(f"reminder-mail-to:{user_id}")
