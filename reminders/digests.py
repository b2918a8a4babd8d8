"""Mails made of lines: the daily one, and what fell due together.

Such a mail is a row of the outbox like any other, and its lines are rows that point to it. It is
written down before it is sent, so that a mail sent twice is the same mail; and its key is the
person and their date, so that no two beats, no other hour and no change of clocks make a second.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from reminders import kinds, local_time, outbox, rules, standing
from reminders.choices import Choices, Way, choices_of
from reminders.kinds import KINDS
from reminders.models import Reminder, ReminderQuerySet
from reminders.notes import Note

State, Channel = Reminder.State, Reminder.Channel


def gather(*, at: datetime) -> None:
    """Put what is due into the mail of its person's day; where that went already, into the next.

    What fell due while nobody was at work is sorted first, so that a mail sent late is one mail.
    """
    due = _everyday_due(at=at)
    for user_id in set(due.order_by().values_list("user_id", flat=True)):
        with transaction.atomic():
            if outbox.claim_mail_to(user_id):
                user = User.objects.select_related("mail_hours").get(pk=user_id)
                _sort(due.filter(user=user, channel=Channel.EMAIL), choices_of(user), at=at)
                _into_the_mail_of_the_day(user, at=at)


def _everyday_due(*, at: datetime) -> ReminderQuerySet:
    everyday = [kind.name for kind in KINDS.values() if not kind.goes_alone]
    due = Reminder.objects.due(at=at).filter(kind__in=everyday)
    return due.filter(channel__in=[Channel.EMAIL, Channel.DIGEST])


def _sort(due: ReminderQuerySet, choices: Choices, *, at: datetime) -> None:
    """What its person wants in the daily mail waits for the next after it fell due."""
    in_digest = [kind.name for kind in KINDS.values() if rules.belongs_in_digest(kind, choices)]
    for line in due.filter(kind__in=in_digest):
        put_into_next(line, rules.because(line, choices), choices, at=at)


def put_into_next(line: Reminder, because: str, choices: Choices, *, at: datetime) -> None:
    """Let a mail be a line of the daily one that follows its hour."""
    due_at = _next(choices, since=line.due_at, at=at)
    row = Reminder.objects.filter(pk=line.pk, state=State.WAITING)
    row.update(channel=Channel.DIGEST, due_at=due_at, because=because, why_failed="")


def move_to_next(user: User, *, at: datetime) -> None:
    """Let what waits for the daily mail go at the hour chosen now. What is told daily finds its
    hour by itself (`standing.plan_ahead`)."""
    waiting = Reminder.objects.filter(
        user=user, channel=Channel.DIGEST, state=State.WAITING, inside=None
    )
    waiting = waiting.exclude(kind__in=standing.names())
    waiting.update(due_at=_next(choices_of(user), since=at, at=at))


def _next(choices: Choices, *, since: datetime, at: datetime) -> datetime:
    """Never twice on one of their dates: where today's mail has gone, tomorrow's."""
    today = local_time.day_of(at, choices.zone)
    gone = _mail_of(choices.user, today).filter(state=State.SENT).exists()
    return rules.next_digest(choices, since=since, after_day=today if gone else None)


def _mail_of(user: User, day: date) -> ReminderQuerySet:
    return Reminder.objects.filter(key=f"digest:{user.pk}:{day}")


def _into_the_mail_of_the_day(user: User, *, at: datetime) -> None:
    lines = Reminder.objects.due(at=at).filter(user=user, channel=Channel.DIGEST)
    standing.bring_up_to_date(lines.filter(kind__in=standing.names()), at=at)
    if not lines:
        return
    today = local_time.day_of(at, user.zone)
    if _mail_of(user, today).filter(state=State.SENT).exists():
        lines.update(due_at=_next(choices_of(user), since=at, at=at))
        return
    mail = _join(f"digest:{user.pk}:{today}", kinds.DIGEST, user, lines, at)
    # One of an earlier day that could not go: its lines go now.
    older = Reminder.objects.filter(user=user, kind=kinds.DIGEST, state=State.WAITING)
    older = older.exclude(pk=mail.pk)
    Reminder.objects.filter(inside__in=older, state=State.WAITING).update(inside=mail)
    older.update(state=State.CANCELLED, why_failed="Its lines went into a later one.")


def merged(reminder: Reminder, choices: Choices, *, at: datetime) -> Reminder | None:
    """The mail this one and others that are due to its person now go in; None when it is alone.

    Runs under the claim of that person's mail.
    """
    at_once = [
        kind.name
        for kind in KINDS.values()
        if not kind.goes_alone and choices.of(kind.category).email == Way.NOW
    ]
    mine = Reminder.objects.due(at=at).filter(user=reminder.user, channel=Channel.EMAIL)
    ready = mine.filter(kind__in=at_once)
    going = mine.filter(kind__in=[kinds.DIGEST, kinds.MERGED]).first()
    if going is None and ready.count() < 2:
        return None
    key = going.key if going else f"merged:{reminder.user_id}:{reminder.pk}"
    return _join(key, going.kind if going else kinds.MERGED, reminder.user, ready, at)


def _join(key: str, kind: str, user: User, lines: ReminderQuerySet, at: datetime) -> Reminder:
    facts = Note(title=KINDS[kind].label, line="", path="").as_facts()
    outbox.plan(key, user=user, kind=kind, channel=Channel.EMAIL, facts=facts, due_at=at)
    mail = Reminder.objects.get(key=key)
    pks = list(lines.values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=pks).update(inside=mail)
    return mail


def lines_of(mail: Reminder, choices: Choices, *, at: datetime) -> list[Reminder]:
    """What the mail will say as things stand now; what it leaves out says why, for good."""
    told, left_out = [], []
    rows = mail.lines.filter(state=State.WAITING).order_by("due_at", "pk")
    waiting = standing.bring_up_to_date(rows, at=at)
    read = _read_in_app(waiting)
    for line in waiting:
        line.because = line.because or rules.because(line, choices)
        line.why_failed = why_left_out(line, choices, read, at=at) or ""
        (left_out if line.why_failed else told).append(line)
    for line in left_out:
        stale = rules.is_stale(line, at=at)
        row = Reminder.objects.filter(pk=line.pk, state=State.WAITING)
        row.update(
            state=State.STALE if stale else State.CANCELLED,
            why_failed=line.why_failed,
            because=line.because,
        )
    return told


def why_left_out(line: Reminder, choices: Choices, read: set[str], *, at: datetime) -> str | None:
    if reason := rules.why_not_send(line, choices):
        return reason
    if rules.is_stale(line, at=at):
        return "It was over before the mail went."
    if line.channel == Channel.DIGEST and _in_app_key(line) in read:
        return "You had read it in the app by then."
    return None


def _read_in_app(lines: list[Reminder]) -> set[str]:
    keys = [_in_app_key(line) for line in lines]
    return set(
        Reminder.objects.filter(key__in=keys, read_at__isnull=False).values_list("key", flat=True)
    )


def _in_app_key(line: Reminder) -> str:
    """`tell` names the rows of one thing alike, but for the way."""
    return f"{line.key.rpartition(':')[0]}:{Channel.IN_APP}"
