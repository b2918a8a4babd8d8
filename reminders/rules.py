"""When a reminder goes out, and why not. No database writes, no clock, no request."""

from datetime import datetime, timedelta

from accounts.models import User
from reminders.kinds import KINDS
from reminders.models import Reminder

# A mail server that is away is asked again after half a minute, then ever more rarely.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
# About five hours of trying; then the row says so and stays.
TRIES = 11
# How soon an address that is not confirmed yet is looked at again.
CONFIRMATION_WAIT = timedelta(minutes=2)


def is_stale(reminder: Reminder, *, at: datetime) -> bool:
    """It would tell nobody anything any more."""
    return reminder.stale_at is not None and at >= reminder.stale_at


def why_not_send(channel: str, kind: str, user: User) -> str | None:
    """Why this person is not told now, or None. Asked when it is due, so the last choice counts."""
    if kind not in KINDS:
        return "This version of Greenroom does not know this kind of reminder."
    if not user.is_active:
        return "The account is closed."
    if channel == Reminder.Channel.EMAIL:
        if not user.email:
            return "There is no e-mail address to send it to."
        field = KINDS[kind].category.field
        if field and not getattr(user, field):
            return "Reminders by e-mail are switched off."
    elif KINDS[kind].appointment and not user.remind_in_app:
        return "Reminders in the app are switched off."
    choice = KINDS[kind].choice
    if choice and not getattr(user, choice):
        return "Reminders at this time are switched off."
    return None


def wait_after(attempts: int) -> timedelta:
    """How long to leave a mail server alone after this many failures."""
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
