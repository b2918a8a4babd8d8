"""What is told each day at the hour of the daily mail, in words made at that very moment.

A room says whom it may have something for, and in which words (`register`). For each of them one
row a way waits for their next hour. When it falls due its words are asked for: there are some, and
it goes; or there is nothing, and the row is gone, as nothing happened that a log should keep.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from reminders import local_time, outbox, rules
from reminders.choices import Choices, choices_of
from reminders.kinds import KINDS
from reminders.models import Hours, Reminder
from reminders.notes import Note

logger = logging.getLogger(__name__)

State, Channel = Reminder.State, Reminder.Channel

People = Callable[[], QuerySet[User]]
Words = Callable[[User, datetime], Note | None]


@dataclass(frozen=True)
class Standing:
    """One daily line of one room."""

    people: People
    words: Words
    # What the list of things to come calls it before its words are known, and where it leads.
    title: str
    page: str


_standing: dict[str, Standing] = {}


def register(kind: str, *, people: People, words: Words, title: str, page: str) -> None:
    """Let a room tell something daily.

    `people()` are those it may have something for. `words(user, at)` is what there is at that
    moment, None when there is nothing. `page` is the name of an address.
    """
    if not KINDS[kind].daily:
        raise ValueError(f"{kind} is not told daily")
    _standing[kind] = Standing(people, words, title, page)


def names() -> list[str]:
    return list(_standing)


def plan_ahead(*, at: datetime) -> None:
    """See that everybody has a row for their next hour, at the hour and in the zone of now.

    Whoever was told on a date already has their next on a later one, so no change of hour, zone
    or clocks makes a second.
    """
    for kind, one in _standing.items():
        _let_go_of_other_hours(kind, at=at)
        waiting = Reminder.objects.filter(user=OuterRef("pk"), kind=kind, state=State.WAITING)
        lacking = one.people().filter(~Exists(waiting), is_active=True)
        for user in lacking.select_related("mail_hours", "postbox"):
            _plan(user, kind, choices_of(user), at=at)


def bring_up_to_date(rows: Iterable[Reminder], *, at: datetime) -> list[Reminder]:
    """The rows that tell something now; those told daily get the words of this moment. Those with
    nothing to tell are deleted."""
    return [row for row in rows if row.kind not in _standing or _has_words(row, at=at)]


def _has_words(row: Reminder, *, at: datetime) -> bool:
    """A room that cannot say what there is costs its own line, not everybody's mail."""
    waiting = Reminder.objects.filter(pk=row.pk, state=State.WAITING)
    try:
        with transaction.atomic():
            note = _standing[row.kind].words(row.user, at)
    except Exception:
        logger.exception("%s has no words", row.key)
        waiting.update(state=State.FAILED, why_failed="It could not be counted.")
        return False
    if note is None:
        waiting.delete()
        return False
    row.facts = note.as_facts()
    waiting.update(facts=row.facts)
    return True


def settle_older(reminder: Reminder, *, at: datetime) -> None:
    """What the app said of another day is read: nobody is left with a pile of mornings."""
    if reminder.kind in _standing:
        older = Reminder.objects.notices_for(reminder.user).filter(kind=reminder.kind, read_at=None)
        older.order_by().update(read_at=at)


def _plan(user: User, kind: str, choices: Choices, *, at: datetime) -> None:
    due_at = rules.next_digest(choices, since=at)
    day = local_time.day_of(due_at, choices.zone)
    if Reminder.objects.filter(key__startswith=f"{kind}:{user.pk}:{day}:").exists():
        due_at = rules.next_digest(choices, since=at, after_day=day)
        day = local_time.day_of(due_at, choices.zone)
    ahead = Note(_standing[kind].title, "", reverse(_standing[kind].page))
    # `tell` names its two ways alike; the mail's row waits among the lines of the daily mail.
    for channel, way in ((Channel.IN_APP, Channel.IN_APP), (Channel.DIGEST, Channel.EMAIL)):
        wanted = Reminder(user=user, kind=kind, channel=channel)
        if rules.why_not_send(wanted, choices) is None:
            key = f"{kind}:{user.pk}:{day}:{way}"
            facts = ahead.as_facts()
            outbox.plan(key, user=user, kind=kind, channel=channel, facts=facts, due_at=due_at)


def _let_go_of_other_hours(kind: str, *, at: datetime) -> None:
    """Delete rows that wait for an hour their person has no more."""
    rows = Reminder.objects.filter(kind=kind, state=State.WAITING, inside=None, due_at__gt=at)
    facts = rows.values_list("pk", "due_at", "user__time_zone", "user__mail_hours__digest_at")
    wrong = [pk for pk, due_at, zone, hour in facts if due_at not in _hours_to_come(hour, zone, at)]
    Reminder.objects.filter(pk__in=wrong, state=State.WAITING).delete()


def _hours_to_come(hour: time | None, zone: str, at: datetime) -> tuple[datetime, datetime]:
    """The next two at which this person is told."""
    wall = hour or Hours._meta.get_field("digest_at").default
    where = ZoneInfo(zone)
    first = local_time.next_time(wall, where, since=at)
    day = local_time.day_of(first, where)
    return first, local_time.next_time(wall, where, since=at, after_day=day)
