"""The person's page of reminders: what they were told, what is to come, what became of mails."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from reminders import actions, local_time, rules
from reminders.appointments import Appointment
from reminders.facts import from_facts
from reminders.kinds import KINDS, Kind
from reminders.models import Reminder
from reminders.notes import Note

# Older ones stay in the export; a page shows what one can still remember.
SHOWN = 30


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


@dataclass(frozen=True)
class Coming:
    """One reminder that will be given, by one or more channels."""

    line: Line
    channels: str


@dataclass(frozen=True)
class Inbox:
    unread: list[Line]
    read: list[Line]
    coming: list[Coming]
    mails: list[Line]
    # Mails wait until the person has confirmed that the address is theirs.
    unconfirmed: bool


def inbox_of(user: User) -> Inbox:
    told = _lines(Reminder.objects.notices_for(user)[:SHOWN], user)
    mine = Reminder.objects.visible_to(user)
    waiting = mine.filter(state=Reminder.State.WAITING).order_by("due_at", "channel")
    mails = mine.filter(channel=Reminder.Channel.EMAIL).exclude(
        state__in=[Reminder.State.WAITING, Reminder.State.CANCELLED]
    )
    return Inbox(
        unread=[line for line in told if line.reminder.read_at is None],
        read=[line for line in told if line.reminder.read_at],
        coming=_coming(_lines(waiting[: SHOWN * 2], user), user),
        mails=_lines(mails.order_by("-due_at", "-pk")[:SHOWN], user),
        unconfirmed=bool(user.email) and not actions.may_write_to(user),
    )


def _lines(reminders: Iterable[Reminder], user: User) -> list[Line]:
    return [_line(reminder, user) for reminder in reminders if reminder.kind in KINDS]


def _line(reminder: Reminder, user: User) -> Line:
    fact = from_facts(reminder.facts)
    when = local_time.spoken(fact.starts_at, user.zone) if isinstance(fact, Appointment) else ""
    return Line(reminder, KINDS[reminder.kind], fact, when)


def _coming(lines: list[Line], user: User) -> list[Coming]:
    """What will be sent as the person's choices stand now, one entry a reminder."""
    together: dict[tuple, list[Line]] = {}
    for line in lines:
        reminder = line.reminder
        if rules.why_not_send(reminder.channel, reminder.kind, user) is None:
            key = (line.fact.path, reminder.kind, reminder.due_at)
            together.setdefault(key, []).append(line)
    return [Coming(same[0], _ways(same)) for same in together.values()]


def _ways(lines: list[Line]) -> str:
    """Such as “by e-mail and in the app”."""
    names = {Reminder.Channel.EMAIL: "by e-mail", Reminder.Channel.IN_APP: "in the app"}
    return " and ".join(names[Reminder.Channel(line.reminder.channel)] for line in lines)
