"""What a row of the outbox has become."""

from reminders.models import Reminder


def state(reminder: Reminder) -> str:
    reminder.refresh_from_db()
    return reminder.state
