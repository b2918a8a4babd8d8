"""Everything that changes the outbox. Sending is a state change on a row (docs/decisions/0030)."""

import logging
import smtplib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Coalesce

from accounts.models import User
from reminders import messages, rules
from reminders.appointments import Appointment
from reminders.kinds import Category
from reminders.models import Reminder, ReminderQuerySet
from reminders.notes import Note

logger = logging.getLogger(__name__)

# What one tick settles at most; the next tick goes on.
A_TICKS_WORK = 500

State, Channel = Reminder.State, Reminder.Channel


class ServerAway(Exception):
    """The mail server itself is the trouble: the other mails of this tick need not try."""


@dataclass(frozen=True)
class Trouble:
    """Why a mail did not go: worth another try? is it the server, or this one mail?"""

    again: bool
    server: bool


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
    fresh = {"state": State.WAITING, "attempts": 0, "why_failed": ""}
    unsent = Reminder.objects.filter(key=key).exclude(state=State.SENT)
    if not unsent.update(**facts_of_it, **fresh):
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
    facts = note.as_facts()
    for channel in (Channel.IN_APP, Channel.EMAIL):
        # A guest has no address; an account may still change its choices until this is due.
        if channel == Channel.IN_APP or user.email:
            plan(
                f"{key}:{channel}",
                user=user,
                kind=kind,
                channel=channel,
                facts=facts,
                due_at=at,
                stale_at=stale_at,
                about=about,
            )


def withdraw(prefix: str, *, because: str, at: datetime) -> bool:
    """Take back what is waiting under keys that begin so, and settle what the app shows.

    Nobody waits for a mail server here: a mail that is being handed over this very moment goes
    out, and True says so, but should that fail it is not tried again. `because` is a word or two
    for the inbox, such as “Moved since”.
    """
    rows = Reminder.objects.filter(key__startswith=prefix)
    waiting = rows.filter(state=State.WAITING)
    on_their_way = [pk for pk in waiting.values_list("pk", flat=True) if not _claim(pk)]
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


def send_due(*, at: datetime) -> Counter[str]:
    """One tick: settle every waiting reminder whose hour has come; counts by what became of them.

    Each row is its own transaction under its own claim, and claimed rows are skipped, so any
    number of ticks may run at once. What the app shows comes first: no mail server can hold it up.
    """
    settled: Counter[str] = Counter()
    for channel in (Channel.IN_APP, Channel.EMAIL):
        due = Reminder.objects.due(at=at).filter(channel=channel)
        for pk in list(due.values_list("pk", flat=True)[:A_TICKS_WORK]):
            try:
                state = _settle_one(pk, at=at)
            except ServerAway:
                settled["again"] += 1
                break
            if state is not None:
                settled[state] += 1
    return settled


def mark_read(notices: ReminderQuerySet, *, at: datetime) -> None:
    """The person has seen these. The first time counts."""
    notices.update(read_at=Coalesce("read_at", at))


def unsubscribe(user_id: int, category: Category) -> None:
    """Switch one list off. Doing it twice, or for somebody who has left, changes nothing."""
    if category.field:
        User.objects.filter(pk=user_id).update(**{category.field: False})


def may_write_to(user: User) -> bool:
    """Mail leaves this machine only for addresses whose owner has said they are theirs, unless
    the site does not ask."""
    if settings.DEV_MAIL or settings.ACCOUNT_EMAIL_VERIFICATION == "none":
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def _claim(pk: int) -> bool:
    """Take the right to settle one row until the transaction ends; False when somebody has it.

    A lock beside the row, not on it: while a mail server is slow, the row can still be withdrawn.
    It goes with its connection, so a killed worker leaves nothing behind.
    """
    with connection.cursor() as cursor:
        key = f"reminder:{pk}"
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        return cursor.fetchone()[0]


def _settle_one(pk: int, *, at: datetime) -> str | None:
    """Claim one due row and settle it; its state afterwards, None when others did or do.

    ServerAway after the row was put back, when the others would meet the same trouble.
    """
    with transaction.atomic():
        if not _claim(pk):
            return None
        # Read under the claim: whoever had it before has committed.
        due = Reminder.objects.due(at=at).select_related("user")
        reminder = due.filter(pk=pk).first()
        if reminder is None:
            return None
        away = _settle(reminder, at=at)
    if away:
        raise ServerAway
    return reminder.state


def _settle(reminder: Reminder, *, at: datetime) -> bool:
    """Send one claimed row or say why not. True when the mail server is away."""
    if reason := rules.why_not_send(reminder.channel, reminder.kind, reminder.user):
        _drop(reminder, State.CANCELLED, reason)
    elif rules.is_stale(reminder, at=at):
        _drop(reminder, State.STALE, reminder.why_failed or "Nobody was there to send it in time.")
    elif reminder.channel == Channel.IN_APP:
        _sent(reminder, at=at)
    elif not may_write_to(reminder.user):
        _again(reminder, at + rules.CONFIRMATION_WAIT, "The address is not confirmed yet.")
    else:
        return _post(reminder, at=at)
    return False


def _post(reminder: Reminder, *, at: datetime) -> bool:
    """Send the mail. The row is marked in the transaction that claims it: a crash in between sends
    the same mail again, with the same Message-ID."""
    try:
        with transaction.atomic():
            messages.build(reminder).send()
    except Exception as error:
        trouble = what_went_wrong(error)
        reminder.attempts += 1
        if trouble.again and reminder.attempts < rules.TRIES:
            logger.warning("%s not sent yet: %s", reminder.key, error)
            _again(reminder, at + rules.wait_after(reminder.attempts), _words(error))
        else:
            logger.error("%s cannot be sent", reminder.key, exc_info=not trouble.again)
            _drop(reminder, State.FAILED, _words(error))
        return trouble.server
    _sent(reminder, at=at)
    return False


def what_went_wrong(error: Exception) -> Trouble:
    """Sort a failure: 4xx and a silent server pass, 5xx about one mail does not, nor does a bug."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Trouble(again=all(code < 500 for code in codes), server=False)
    if isinstance(error, smtplib.SMTPDataError):
        return Trouble(again=error.smtp_code < 500, server=False)
    # A refused password or sender is the site's mistake: it can be mended, and the mail still goes.
    is_the_server = isinstance(error, OSError)
    return Trouble(again=is_the_server, server=is_the_server)


def _sent(reminder: Reminder, *, at: datetime) -> None:
    """It is out, whatever was decided about it meanwhile."""
    reminder.state = State.SENT
    Reminder.objects.filter(pk=reminder.pk).update(state=State.SENT, sent_at=at, why_failed="")


def _again(reminder: Reminder, due_at: datetime, reason: str) -> None:
    _change(reminder, due_at=due_at, why_failed=reason)


def _drop(reminder: Reminder, state: str, reason: str) -> None:
    logger.info("%s dropped: %s", reminder.key, reason)
    reminder.state = state
    _change(reminder, state=state, why_failed=reason)


def _change(reminder: Reminder, **fields: Any) -> None:
    """What was withdrawn meanwhile stays withdrawn."""
    row = Reminder.objects.filter(pk=reminder.pk, state=State.WAITING)
    row.update(attempts=reminder.attempts, **fields)


def _words(error: Exception) -> str:
    return f"The mail could not be sent: {error or type(error).__name__}"[:500]
