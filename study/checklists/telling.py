"""One notice when the list of the day before opens: at eight on the person's own wall, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from questions.bank.study.plans import Checklist
from reminders import kinds
from reminders.actions import tell, withdraw
from reminders.models import Reminder
from reminders.notes import Note
from study.checklists import opening
from study.content import content
from study.models import Desk

# Wherever on earth they live, the day before an interview falls within these days of today's.
AROUND = timedelta(days=3)


def tell_due(*, at: datetime) -> int:
    """Tell those whose list is open and who were not told; how many. Two at once tell nobody twice:
    the key names the person, the list and the day of the interview."""
    _take_back(at=at)
    due = dict(_due(at=at))
    told = Reminder.objects.filter(key__in=map(_in_app, due)).values_list("key", flat=True)
    new = {key: found for key, found in due.items() if _in_app(key) not in set(told)}
    for key, (desk, of) in new.items():
        _tell(key, desk, of, at=at)
    return len(new)


def _in_app(key: str) -> str:
    """The key of the row that everybody has, whatever else they are told by."""
    return f"{key}:{Reminder.Channel.IN_APP}"


def _due(*, at: datetime) -> Iterator[tuple[str, tuple[Desk, Checklist]]]:
    found = content()
    everything = found.study.checklists if found else ()
    lists = [one for one in everything if one.when == opening.DAY_BEFORE]
    days = (at.date() - AROUND, at.date() + AROUND)
    for desk in Desk.objects.filter(interview_on__range=days).select_related("user"):
        for of in lists:
            if opening.is_open(of.when, desk.interview_on, desk.user.zone, at=at):
                yield _key(desk, of), (desk, of)


def _key(desk: Desk, of: Checklist) -> str:
    return f"checklist:{of.slug}:{desk.interview_on}:to:{desk.user_id}"


def _tell(key: str, desk: Desk, of: Checklist, *, at: datetime) -> None:
    note = Note(
        title="Your interview is tomorrow",
        line=f"{of.title}: {len(of.items)} things, the weakest first, and an early end.",
        path=f"{reverse('study:checklists')}#{of.slug}",
    )
    stale = opening.ends_at(of.when, desk.interview_on, desk.user.zone)
    tell(key, user=desk.user, kind=kinds.CHECKLIST, note=note, at=at, stale_at=stale)


def _take_back(*, at: datetime) -> None:
    """What waits for an interview that has another day by now."""
    waiting = Reminder.objects.filter(kind=kinds.CHECKLIST, state=Reminder.State.WAITING)
    for reminder in waiting.select_related("user__desk"):
        desk = getattr(reminder.user, "desk", None)
        if desk is None or f":{desk.interview_on}:to:" not in reminder.key:
            withdraw(reminder.key, because="The interview has another day", at=at)
