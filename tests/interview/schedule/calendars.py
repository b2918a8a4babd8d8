"""What is waiting to be told, and what a mail's calendar entry says."""

from datetime import UTC, datetime

from icalendar import Calendar

from reminders.models import Reminder

# A Friday, a week before nothing in particular.
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def waiting(interview) -> dict[str, datetime]:
    """What is still to be sent, by kind and channel."""
    rows = Reminder.objects.filter(key__startswith=f"interview:{interview.pk}:", state="waiting")
    return {f"{row.kind}, {row.channel}": row.due_at for row in rows}


def entry_of(message):
    """Method and event of the calendar file in a mail that was sent."""
    (attached,) = [a for a in message.attachments if a.mimetype == "application/ics"]
    calendar = Calendar.from_ical(attached.content)
    return calendar["METHOD"], calendar.walk("VEVENT")[0]
