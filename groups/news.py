"""Who is told what of a group. Nobody is told of what they did themselves.

Called inside the transaction that makes it so. What a key names is told once.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from groups.models import Challenge, ChallengeEntry, Group, JoinRequest, Membership
from groups.rules import ORGANISING
from marking.models import CirclePack
from reminders import actions as outbox
from reminders import kinds
from reminders.notes import Note


def asked(request: JoinRequest, *, at: datetime) -> None:
    """Somebody would come in: to whoever may let them."""
    group = request.group
    title = f"{request.user} asks to join {group}"
    path = reverse("groups:people", args=[group.pk])
    note = Note(title, "They came by a link that asks first.", path, where=group.name)
    tell(group, f"asked:{request.pk}", kinds.GROUP_ASKED, note, organisers(group), at=at)


def settled(request: JoinRequest, *, at: datetime) -> None:
    """It is answered: nobody need be told any more that it waits."""
    outbox.withdraw(f"group:{request.group_id}:asked:{request.pk}:", because="Answered", at=at)


def answered(request: JoinRequest, *, yes: bool, at: datetime) -> None:
    """To whoever asked."""
    group = request.group
    if yes:
        note = Note(f"You are in: {group}", "See what the group has planned.",
                    group.get_absolute_url(), where=group.name)  # fmt: skip
    else:
        note = Note(
            f"Not let in: {group}",
            "Whoever looks after the group said no. Ask them if that is a mistake.",
            reverse("groups:home"),
            where=group.name,
        )
    tell(group, f"answered:{request.pk}", kinds.GROUP_ANSWERED, note, [request.user], at=at)


def joined(membership: Membership, *, at: datetime) -> None:
    """Somebody is new: to whoever looks after the group."""
    group, person = membership.group, membership.place.user
    note = Note(
        f"{person} joined {group}",
        "They see what is shared with the group.",
        reverse("groups:people", args=[group.pk]),
        where=group.name,
    )
    people = [one for one in organisers(group) if one != person]
    tell(group, f"joined:{membership.pk}", kinds.GROUP_JOINED, note, people, at=at)


def challenged(challenge: Challenge, *, at: datetime) -> None:
    """To everybody in the group but whoever made it."""
    group = challenge.group
    note = Note(
        f"Challenge in {group}: {challenge}",
        f"{challenge.made_by} asks everybody to sit the same set, each in their own time.",
        challenge.get_absolute_url(),
        where=group.name,
    )
    others = User.objects.filter(circle_memberships__circle=group.pk)
    people = others.exclude(pk=challenge.made_by_id).order_by("pk")
    tell(group, f"challenge:{challenge.pk}", kinds.GROUP_CHALLENGE, note, people, at=at)


def entered(entry: ChallengeEntry, *, at: datetime) -> None:
    """On the date: to whoever takes part. They may have seen the results before that."""
    challenge = entry.challenge
    note = Note(
        f"Results: {challenge}",
        "The date has passed: who sat it sees the marks beside each other.",
        challenge.get_absolute_url(),
        where=challenge.group.name,
    )
    tell(
        challenge.group,
        f"challenge:{challenge.pk}:results",
        kinds.GROUP_CHALLENGE,
        note,
        [entry.user],
        at=challenge.closes_at,
    )


def stepped_out(entry: ChallengeEntry, challenge: Challenge, *, at: datetime) -> None:
    key = f"group:{challenge.group_id}:challenge:{challenge.pk}:results:to:{entry.user_id}:"
    outbox.withdraw(key, because="Not taking part", at=at)


def pack_chosen(group: Group, pack: CirclePack, *, at: datetime) -> None:
    """To everybody in the group but whoever chose it."""
    note = Note(
        f"Mark together in {group}: {pack}",
        f"{pack.chosen_by} chose stored answers for everybody to mark, each blind. "
        "You see what the others said once your own marks are in.",
        reverse("groups:pack", args=[group.pk, pack.pk]),
        where=group.name,
    )
    others = User.objects.filter(circle_memberships__circle=group.pk)
    people = others.exclude(pk=pack.chosen_by_id).order_by("pk")
    tell(group, f"pack:{pack.pk}", kinds.GROUP_PACK, note, people, at=at)


def pack_put_out(group: Group, pack_id: int, *, at: datetime) -> None:
    key = f"group:{group.pk}:pack:{pack_id}:to:"
    outbox.withdraw(key, because="Put out of the group", at=at)


def gone(group: Group, user: User, *, at: datetime) -> None:
    """Somebody is out: what of the group was still on its way to them is none of theirs now."""
    outbox.let_go(f"group:{group.pk}", user=user, because="You have left the group", at=at)


def organisers(group: Group) -> list[User]:
    """Its owner and organisers."""
    roles = group.memberships.filter(role__in=ORGANISING).select_related("place__user")
    return [one.place.user for one in roles.order_by("pk")]


def tell(
    group: Group, what: str, kind: str, note: Note, people: Iterable[User], *, at: datetime
) -> None:
    """`what` names the thing inside the group; with the person it is the key."""
    outbox.tell_all(
        lambda person: f"group:{group.pk}:{what}:to:{person.pk}",
        users=people,
        kind=kind,
        note=note,
        at=at,
        about=f"group:{group.pk}",
    )
