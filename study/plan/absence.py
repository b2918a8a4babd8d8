"""Days away of somebody who has a plan: its tasks make room for them, and come back with them.

The days become days off of the plan; what is to come is placed anew around them, and that is one
change of the plan, to be taken back like any other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from study.cards import away
from study.cards.actions import desk_of
from study.models import Plan, PlanChange
from study.plan import actions, previews, rules
from study.plan.previews import Preview
from web.refusals import Refused


def plan_of(user: User, *, at: datetime) -> Plan | None:
    """The plan that days away can move: one that has days to come."""
    plan = Plan.objects.visible_to(user).first()
    if plan is None:
        return None
    plan.owner = user
    today = desk_of(user).day(at)
    return None if plan.interview_on and plan.interview_on <= today else plan


def preview(plan: Plan, first: date, last: date, *, at: datetime) -> Preview:
    """The plan's days to come if one is away from `first` to `last`, both included."""
    other = _around(plan, first, last, at=at)
    table = actions.table_of(other, desk_of(plan.owner), at=at)
    return previews.of_change(table, rhythm=actions.frees_days(plan, other))


@transaction.atomic
def leave(user: User, first: date, last: date, *, revision: int, at: datetime) -> None:
    """Be away, cards and plan alike. Refused when the plan is no longer the one that was seen."""
    away.leave(user, first, last, at=at)
    plan = plan_of(user, at=at)
    if plan is None:
        raise Refused("You have no plan any more that could be moved.")
    other = _around(plan, first, last, at=at)
    what = f"Away {first:%-d %B} to {last:%-d %B}: tasks moved"
    actions.change(other, revision=revision, what=what, away=(first, last), at=at)


@transaction.atomic
def come_back(user: User, *, at: datetime) -> PlanChange | None:
    """No days away any more. The plan gets those still to come back: as it was when they had not
    begun, laid out anew from today otherwise."""
    away.come_back(user, at=at)
    plan, made = plan_of(user, at=at), _room_made(user)
    if plan is None or made is None or not _added(made):
        return None
    today = desk_of(user).day(at)
    if min(_added(made)) > today and _is_taken_back(made, at=at):
        return made
    plan.dates_off = _without(plan, _added(made), since=today)
    what = "Back: tasks on the days that were free"
    return actions.change(plan, revision=plan.revision, what=what, away=(), at=at)


def _around(plan: Plan, first: date, last: date, *, at: datetime) -> Plan:
    """The plan with those days off, in place of days away said before. Not saved."""
    today = desk_of(plan.owner).day(at)
    made = _room_made(plan.owner)
    kept = _without(plan, _added(made) if made else (), since=today)
    other = Plan.objects.get(pk=plan.pk)
    other.owner = plan.owner
    other.dates_off = sorted({*kept, *_days(max(first, today), last)})
    return other


def _room_made(user: User) -> PlanChange | None:
    """The change that made room for days away, or took such room back; the last that stands."""
    mine = PlanChange.objects.visible_to(user).select_related("owner")
    return mine.filter(undone_at=None, before__has_key=actions.AWAY).first()


def _added(made: PlanChange) -> set[date]:
    """The days that it took out of the plan."""
    if not made.before[actions.AWAY]:
        return set()
    first, last = (date.fromisoformat(day) for day in made.before[actions.AWAY])
    off_before = {date.fromisoformat(day) for day in made.before["plan"]["dates_off"]}
    return set(_days(first, last)) - off_before


def _without(plan: Plan, days: Collection[date], *, since: date) -> list[date]:
    return [day for day in plan.dates_off if day < since or day not in days]


def _days(first: date, last: date) -> list[date]:
    return rules.study_days(first, last, weekdays_off=(), dates_off=())


def _is_taken_back(change: PlanChange, *, at: datetime) -> bool:
    """Not where something later moved the same tasks."""
    try:
        actions.undo(change, at=at)
    except Refused:
        return False
    return True
