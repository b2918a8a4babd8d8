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
from reminders.facts import from_facts
from reminders.kinds import KINDS, SECURITY, Kind
from reminders.models import Reminder
from reminders.notes import Note


def build(reminder: Reminder) -> EmailMultiAlternatives:
    """The mail of one outbox row, the same each time it is built."""
    kind, user, fact = KINDS[reminder.kind], reminder.user, from_facts(reminder.facts)
    is_appointment = isinstance(fact, Appointment)
    when = local_time.spoken(fact.starts_at, user.zone) if is_appointment else ""
    # What keeps the account safe is no list one can leave.
    leave = "" if kind.category is SECURITY else unsubscribing.address(user, kind.category.name)
    context = {
        "fact": fact,
        "kind": kind,
        "when": when,
        "name": str(user),
        "leave": leave,
        "mail_about": kind.category.mail_about,
        "site": settings.SITE_URL,
    }
    template = "reminders/mail/appointment" if is_appointment else "reminders/mail/note"
    message = EmailMultiAlternatives(
        subject=one_line(kind.subject.format(title=fact.title, time=when)),
        body=render_to_string(f"{template}.txt", context),
        to=[formataddr((one_line(str(user)), user.email))],
        headers=_headers(reminder, fact, leave),
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    if kind.calendar and is_appointment:
        _add_calendar(message, calendar_file(fact, user, method=kind.calendar), kind)
    return message


def _headers(reminder: Reminder, fact: Appointment | Note, leave: str) -> dict[str, str]:
    headers = {"Message-ID": message_id(reminder), "Auto-Submitted": "auto-generated"}
    if thread := _thread(reminder, fact):
        headers["References"] = f"<{thread}@{_host()}>"
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _thread(reminder: Reminder, fact: Appointment | Note) -> str:
    """One conversation for all that is said about one appointment, or one thing."""
    if isinstance(fact, Appointment):
        return str(fact.uid)
    return hashlib.sha256(reminder.about.encode()).hexdigest()[:32] if reminder.about else ""


def message_id(reminder: Reminder) -> str:
    """The row's own: a mail that goes out twice is one mail to the reader's mailbox.

    The row's birth is part of it, so that a site set up anew does not repeat old ones.
    """
    seed = f"{reminder.key} {reminder.created_at.isoformat()}"
    return f"<{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{_host()}>"


def _add_calendar(message: EmailMultiAlternatives, ics: bytes, kind: Kind) -> None:
    message.attach_alternative(ics.decode(), f"text/calendar; method={kind.calendar}")
    name = "cancel.ics" if kind.calendar == "CANCEL" else "invite.ics"
    message.attach(name, ics, "application/ics")


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
