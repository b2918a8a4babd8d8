"""A reminder as a mail: text, HTML, and the calendar file twice.

multipart/mixed( multipart/alternative( text, HTML, text/calendar ), invite.ics ): some programs
read only the alternative, others only the attachment.
"""

import hashlib
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from reminders import local_time, unsubscribing
from reminders.appointments import Appointment
from reminders.calendars import calendar_file, one_line
from reminders.kinds import KINDS
from reminders.models import Reminder


def build(reminder: Reminder) -> EmailMultiAlternatives:
    """The mail of one outbox row, the same each time it is built."""
    kind, user = KINDS[reminder.kind], reminder.user
    appointment = Appointment.from_facts(reminder.facts)
    when = local_time.spoken(appointment.starts_at, user.zone)
    leave = unsubscribing.address(user, kind.category)
    context = {
        "appointment": appointment,
        "when": when,
        "name": str(user),
        "leave": leave,
        "site": settings.SITE_URL,
    }
    message = EmailMultiAlternatives(
        subject=one_line(kind.subject.format(title=appointment.title, time=when)),
        body=render_to_string(f"reminders/mail/{kind.name}.txt", context),
        to=[formataddr((one_line(str(user)), user.email))],
        headers={
            "Message-ID": message_id(reminder),
            # One conversation for all that is said about one appointment.
            "References": f"<{appointment.uid}@{_host()}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    html = render_to_string(f"reminders/mail/{kind.name}.html", context)
    message.attach_alternative(html, "text/html")
    if kind.calendar:
        _add_calendar(message, calendar_file(appointment, user, method=kind.calendar), kind)
    return message


def message_id(reminder: Reminder) -> str:
    """The row's own: a mail that goes out twice is one mail to the reader's mailbox.

    The row's birth is part of it, so that a site set up anew does not repeat old ones.
    """
    seed = f"{reminder.key} {reminder.created_at.isoformat()}"
    return f"<{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{_host()}>"


def _add_calendar(message: EmailMultiAlternatives, ics: bytes, kind) -> None:
    message.attach_alternative(ics.decode(), f"text/calendar; method={kind.calendar}")
    name = "cancel.ics" if kind.calendar == "CANCEL" else "invite.ics"
    message.attach(name, ics, "application/ics")


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
