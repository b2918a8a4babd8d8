"""Marking one pack of stored answers together: who chooses it, who is told."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from groups import news, rules
from groups.actions import locked, refuse, role_of
from groups.models import Group
from marking.calibration import circles
from marking.models import CirclePack, Pack, Run


@transaction.atomic
def choose(group: Group, pack: Pack, *, by: User, at: datetime) -> CirclePack:
    """One of `by`'s own packs is everybody's here to mark. Twice is once, and told once."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group) or rules.why_not_organise(role_of(group, by)))
    made, is_new = circles.choose(group.circle, pack, by=by, at=at)
    if is_new:
        news.pack_chosen(group, made, at=at)
    return made


@transaction.atomic
def begin(group: Group, shared: CirclePack, *, by: User, at: datetime) -> Run:
    group = locked(group.pk)
    refuse(rules.why_not_change(group))
    role_of(group, by)
    return circles.begin(shared, by=by, at=at)


@transaction.atomic
def put_out(group: Group, shared: CirclePack, *, by: User, at: datetime) -> None:
    """No longer the group's; everybody keeps their own marks."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group) or rules.why_not_organise(role_of(group, by)))
    circles.put_out(shared)
    news.pack_put_out(group, shared.pk, at=at)
