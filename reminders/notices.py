"""The person's page of reminders: what they were told, what is to come, what was sent and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce

from accounts.models import User
from reminders import kinds, local_time, rules
from reminders.appointments import Appointment
from reminders.choices import Choices, choices_of
from reminders.facts import from_facts
from reminders.kinds import KINDS, Kind
from reminders.models import Reminder
from reminders.notes import Note
from reminders.sending import may_write_to

# Older ones stay in the export; a page shows what one can still remember.
SHOWN = 30

State, Channel = Reminder.State, Reminder.Channel
WAYS = {
    Channel.EMAIL: "by e-mail",
    Channel.DIGEST: "in the daily mail",
    Channel.IN_APP: "in the app",
}


@dataclass(frozen=True)
class Line:
    """One reminder as the page shows it."""

    reminder: Reminder
    kind: Kind
    fact: Appointment | Note
    # When the appointment is, on the person's own clock; empty for a note.
    when: str

    @property
    def since(self) -> str:
        """What happened to the appointment after this was told, such as “Moved since”."""
        return self.reminder.facts.get("since", "")

    @property
    def way(self) -> str:
        return WAYS[Channel(self.reminder.channel)]

    @property
    def is_in_a_mail(self) -> bool:
        """It is a line of a mail that holds others too."""
        return self.reminder.inside_id is not None and self.reminder.channel == Channel.EMAIL


@dataclass(frozen=True)
class Coming:
    """One reminder that will be given, by one or more ways."""

    line: Line
    ways: str


@dataclass(frozen=True)
class Told:
    """One thing that was told, or was not, by every way: what became of each, and why."""

    line: Line
    ways: list[Line]


@dataclass(frozen=True)
class Inbox:
    unread: list[Line]
    put_off: list[Line]
    read: list[Line]
    coming: list[Coming]
    log: list[Told]
    snoozes: dict[str, rules.Snooze]
    # Mails wait until the person has confirmed that the address is theirs.
    unconfirmed: bool
    # Why no mail at all can come, or None.
    no_mail: str | None


def inbox_of(user: User, *, at: datetime) -> Inbox:
    choices = choices_of(user)
    told = _lines(Reminder.objects.notices_for(user)[:SHOWN], user)
    mine = Reminder.objects.visible_to(user).exclude(kind__in=[kinds.DIGEST, kinds.MERGED])
    waiting = mine.filter(state=State.WAITING).order_by("due_at", "channel")
    settled = mine.exclude(state=State.WAITING)
    settled = settled.order_by(Coalesce("sent_at", "due_at").desc(), "-pk")
    put_off = [line for line in told if is_put_off(line.reminder, at=at)]
    here = [line for line in told if line not in put_off]
    return Inbox(
        unread=[line for line in here if line.reminder.read_at is None],
        put_off=put_off,
        read=[line for line in here if line.reminder.read_at],
        coming=_coming(_lines(waiting[: SHOWN * 2], user), choices),
        log=_log(_lines(settled[: SHOWN * 2], user)),
        snoozes=rules.snoozes(user.zone, at=at),
        unconfirmed=bool(user.email) and not may_write_to(user),
        no_mail=rules.why_no_mail(choices),
    )


def is_put_off(notice: Reminder, *, at: datetime) -> bool:
    return notice.snoozed_until is not None and notice.snoozed_until > at


def _lines(reminders: Iterable[Reminder], user: User) -> list[Line]:
    return [_line(reminder, user) for reminder in reminders if reminder.kind in KINDS]


def _line(reminder: Reminder, user: User) -> Line:
    fact = from_facts(reminder.facts)
    when = local_time.spoken(fact.starts_at, user.zone) if isinstance(fact, Appointment) else ""
    return Line(reminder, KINDS[reminder.kind], fact, when)


def _coming(lines: list[Line], choices: Choices) -> list[Coming]:
    """What will be sent as the person's choices stand now, one entry a reminder."""
    together: dict[tuple, list[Line]] = {}
    for line in lines:
        if rules.why_not_send(line.reminder, choices) is None:
            together.setdefault(_thing(line), []).append(line)
    return [Coming(same[0], " and ".join(line.way for line in same)) for same in together.values()]


def _log(lines: list[Line]) -> list[Told]:
    together: dict[str, list[Line]] = {}
    for line in lines:
        together.setdefault(_thing(line), []).append(line)
    return [Told(same[0], same) for same in list(together.values())[:SHOWN]]


def _thing(line: Line) -> str:
    """The rows of one thing have the same key, but for the way at its end."""
    return line.reminder.key.rpartition(":")[0]
