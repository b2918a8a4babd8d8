"""Offering times for a mock interview of two, taking one, declining. The group's row is locked
first: of two people who take a slot at once, one has it and the other is told so."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from groups import meeting_actions, slot_rules
from groups.actions import locked
from groups.meeting_actions import Plan
from groups.models import Group, Meeting, MeetingKind, Offer
from reminders import kinds
from reminders.actions import tell
from reminders.notes import Note
from web.refusals import Refused


@transaction.atomic
def offer(
    group: Group,
    times: list[datetime],
    *,
    partner: User | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> Offer:
    """Propose times, to one partner or to the whole group; they are told."""
    group = locked(group.pk)
    if reason := slot_rules.why_not_offer(group, by, partner, times, at=at):
        raise Refused(reason)
    made = group.offers.create(
        made_by=by, partner=partner, zone=by.time_zone, note=note, made_at=at
    )
    for starts_at in sorted(set(times)):
        made.times.create(starts_at=starts_at)
    others = group.circle.memberships.exclude(user=by).select_related("user")
    asked = [partner] if partner else [place.user for place in others]
    for user in asked:
        _tell(made, user, "offered", f"{by} offers times for a mock interview", at=at)
    return made


@transaction.atomic
def take(made: Offer, number: int, *, by: User, at: datetime) -> Meeting:
    """Take one of the times, by its id: it becomes a meeting of two parts, and both come."""
    locked(made.group_id)
    made = Offer.objects.select_related("group", "made_by", "meeting").get(pk=made.pk)
    if made.state == Offer.State.TAKEN and made.meeting and _has(made.meeting, by):
        return made.meeting
    chosen = made.times.filter(pk=number).first()
    if reason := slot_rules.why_not_take(made, chosen, by, at=at):
        raise Refused(reason)
    zone = ZoneInfo(made.zone)
    plan = Plan(
        kind=MeetingKind.MOCK,
        title=f"{made.made_by} and {by}"[:120],
        minutes=2 * meeting_actions.rules.HALF,
        wall=chosen.starts_at.astimezone(zone).replace(tzinfo=None),
        zone=made.zone,
        agenda=made.note,
        partner=by,
    )
    meeting = meeting_actions.plan(
        made.group, plan, by=made.made_by, at=at, exactly=chosen.starts_at, accepted=True
    )
    made.state, made.meeting = Offer.State.TAKEN, meeting
    made.save(update_fields=["state", "meeting"])
    return meeting


@transaction.atomic
def decline(made: Offer, *, by: User, at: datetime) -> None:
    """None of these times. Whoever offered them is told; declining twice changes nothing."""
    locked(made.group_id)
    made = Offer.objects.select_related("group", "made_by").get(pk=made.pk)
    if made.state == Offer.State.DECLINED:
        return
    if reason := slot_rules.why_not_decline(made, by):
        raise Refused(reason)
    made.state = Offer.State.DECLINED
    made.save(update_fields=["state"])
    _tell(made, made.made_by, "declined", f"{by} cannot at the times you offered", at=at)


@transaction.atomic
def withdraw(made: Offer, *, by: User) -> None:
    """Take an offer back before somebody takes it."""
    locked(made.group_id)
    made.refresh_from_db()
    if made.state == Offer.State.WITHDRAWN:
        return
    if reason := slot_rules.why_not_withdraw(made, by):
        raise Refused(reason)
    made.state = Offer.State.WITHDRAWN
    made.save(update_fields=["state"])


def _has(meeting: Meeting, user: User) -> bool:
    return meeting.parts.filter(answerer=user).exists()


def _tell(made: Offer, user: User, what: str, title: str, *, at: datetime) -> None:
    tell(
        f"offer:{made.pk}:{what}:to:{user.pk}",
        user=user,
        kind=kinds.TURN_PROPOSED,
        note=Note(
            title=title,
            line="Each time is shown on your own clock there.",
            path=f"/groups/{made.group_id}/slots/",
            where=str(made.group),
        ),
        at=at,
        about=f"group:{made.group_id}",
    )
