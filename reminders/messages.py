"""A reminder as a mail: text, HTML, and the calendar file twice.

multipart/mixed( multipart/alternative( text, HTML, text/calendar ), invite.ics ): some programs
read only the alternative, others only the attachment.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from reminders import local_time, unsubscribing
from reminders.appointments import Appointment
from reminders.calendars import calendar_file, one_line
from reminders.facts import from_facts
from reminders.kinds import DIGEST, KINDS, MERGED, SECURITY, SEVERAL, Kind
from reminders.models import Reminder
from reminders.notes import Note


def build(reminder: Reminder, lines: Sequence[Reminder] = ()) -> EmailMultiAlternatives:
    """The mail of one outbox row, the same each time it is built; with `lines`, one about each."""
    kind, user, fact = KINDS[reminder.kind], reminder.user, from_facts(reminder.facts)
    when = local_time.spoken(fact.starts_at, user.zone) if kind.appointment else ""
    leave = _way_out(kind, user, lines)
    context = {
        "fact": fact,
        "kind": kind,
        "lines": [(KINDS[line.kind], from_facts(line.facts)) for line in lines],
        "when": when,
        "name": str(user),
        "leave": leave,
        "mail_about": kind.category.mail_about,
        "site": settings.SITE_URL,
        "choices": settings.SITE_URL + reverse("reminders:choices"),
    }
    title = ", ".join(counts(lines)) if lines else fact.title
    template = f"reminders/mail/{_template(kind)}"
    message = EmailMultiAlternatives(
        subject=one_line(kind.subject.format(title=title, time=when)),
        body=render_to_string(f"{template}.txt", context),
        to=[formataddr((one_line(str(user)), user.email))],
        headers=_headers(reminder, fact, leave),
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    if kind.calendar:
        _add_calendar(message, calendar_file(fact, user, method=kind.calendar), kind)
    return message


def counts(lines: Iterable[Reminder]) -> Iterator[str]:
    """“2 comments”, “1 request to join”: the kinds in the order of their first line. What is told
    daily brings its own counts."""
    names = [line.kind for line in lines]
    for name in dict.fromkeys(names):
        if KINDS[name].daily:
            yield from (line.facts["title"] for line in lines if line.kind == name)
            continue
        number = names.count(name)
        one, many = KINDS[name].counted
        yield f"{number} {one if number == 1 else many}"


def _template(kind: Kind) -> str:
    if kind.category is SEVERAL:
        return "several"
    return "appointment" if kind.appointment else "note"


def _way_out(kind: Kind, user: User, lines: Sequence[Reminder]) -> str:
    """Where one click leaves this mail's list. What keeps the account safe is no list."""
    if kind.category is SECURITY:
        return ""
    if kind.name == MERGED:
        names = {KINDS[line.kind].category.name for line in lines}
        return unsubscribing.address(user, *sorted(names))
    return unsubscribing.address(user, DIGEST if kind.name == DIGEST else kind.category.name)


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
