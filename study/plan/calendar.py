"""A plan in calendars: an entry a task, for whole days, with an identity that lasts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from accounts.models import User
from reminders.appointments import Appointment
from study.cards.actions import desk_of
from study.content import content
from study.models import Plan
from study.models.plan import REVIEW, STUDY
from study.plan import actions, places
from study.plan.outlines import key_of
from study.plan.places import Table

NOUN = "Study"


def in_calendar(user: User, at: datetime) -> list[Appointment]:
    """What the calendar link shows: every task with a day, done ones with a tick. Without a plan,
    nothing. The studies of one task of the file are one entry, from its first day to its last;
    reviews have none: they are too many, and the grid moves them.
    """
    plan = Plan.objects.visible_to(user).first()
    if plan is None or content() is None:
        return []
    plan.owner = user
    return entries(plan, actions.table_of(plan, desk_of(user), at=at))


def entries(plan: Plan, table: Table) -> list[Appointment]:
    found: dict[str, list[tuple[date, bool]]] = {}
    titles: dict[str, str] = {}
    for key, spot in table.spots.items():
        slug, concept = places.parts(key)
        is_done = table.done_on(key) is not None
        if slug == REVIEW or spot.on is None or (spot.skipped_on and not is_done):
            continue
        name, title = _entry_of(table, key, slug, concept)
        titles[name] = title
        found.setdefault(name, []).append((spot.on, is_done))
    return [_entry(plan, name, titles[name], parts) for name, parts in found.items()]


def _entry_of(table: Table, key: str, slug: str, concept: str) -> tuple[str, str]:
    """What an entry is known by, and its title."""
    if slug == STUDY and key in table.outline.places:
        task = table.outline.places[key].task
        return key_of(task.slug), task.title
    return key, table.outline.title(key)


def _entry(plan: Plan, name: str, title: str, parts: Iterable[tuple[date, bool]]) -> Appointment:
    parts = list(parts)
    days = [day for day, _ in parts]
    done = all(is_done for _, is_done in parts)
    first = Appointment.for_day(
        min(days),
        uid=uuid.uuid5(plan.uid, name),
        sequence=plan.revision,
        title=f"✓ {title}" if done else title,
        path=plan.get_absolute_url(),
        made_at=plan.changed_at,
        noun=NOUN,
        status="confirmed" if done else "tentative",
    )
    return replace(first, minutes=((max(days) - min(days)).days + 1) * first.minutes)
