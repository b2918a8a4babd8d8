"""Somebody's plan, as the form makes it."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from study.cards.actions import desk_of
from study.content import content
from study.models import Plan
from study.plan import actions
from study.plan.forms import PlanForm


def chosen(user: User, *, at: datetime | None = None, plan: Plan | None = None, **typed) -> Plan:
    """What the form makes of what was typed; not saved."""
    today = desk_of(user).day(at or timezone.now())
    form = PlanForm(typed, study=content().study, today=today, plan=plan)
    assert form.is_valid(), form.errors
    return form.chosen(user)


def planned(user: User, *, at: datetime | None = None, **typed) -> Plan:
    """A plan that begins now: fourteen days unless something else is typed."""
    at = at or timezone.now()
    typed = {"length": "fourteen-days"} | typed
    return actions.make(chosen(user, at=at, **typed), at=at)[0]


def fall_behind(plan: Plan, days: int) -> None:
    """As if the plan had begun so many days earlier."""
    gone = timedelta(days=days)
    for task in plan.tasks.order_by("on"):
        task.on = task.on and task.on - gone
        task.save()
    Plan.objects.filter(pk=plan.pk).update(starts_on=plan.starts_on - gone)
