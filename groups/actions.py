"""Everything that changes a group and who is in it. Each locks the group and asks the rule again,
so that two who press at once are two in a row; the second finds what the first left.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Circle, CircleMembership, User
from groups import news, rules
from groups.entries import call_off
from groups.models import Barred, Group, Membership
from questions import sharing
from questions.models import Shareable, Visibility
from web.refusals import Refused
from workbench import sharing_news

Role = Membership.Role


@transaction.atomic
def found(
    name: str, *, about: str = "", by: User, at: datetime, request_key: UUID | None = None
) -> Group:
    """A new group with its founder as the owner. The same `request_key` gives the same group."""
    User.objects.hold(by.pk)
    if request_key and (there := Group.objects.filter(request_key=request_key).first()):
        if Group.objects.visible_to(by).filter(pk=there.pk).exists():
            return there
        raise Refused("This form has been used. Open the page again.")
    circle = Circle.objects.create(name=name)
    group = Group.objects.create(circle=circle, about=about, created_at=at, request_key=request_key)
    let_in(group, by, role=Role.OWNER, at=at)
    return group


@transaction.atomic
def let_in(group: Group, user: User, *, at: datetime, role: str = Role.MEMBER) -> Membership:
    """Put somebody into the circle. Whoever is in already stays what they are."""
    place, _ = CircleMembership.objects.get_or_create(
        circle_id=group.pk, user=user, defaults={"since": at}
    )
    membership, _ = Membership.objects.get_or_create(
        place=place, defaults={"group": group, "role": role}
    )
    return membership


@transaction.atomic
def describe(group: Group, *, name: str, about: str, by: User) -> Group:
    """Its name and what it is for."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group) or rules.why_not_organise(role_of(group, by)))
    group.circle.name = name
    group.circle.save(update_fields=["name"])
    group.about = about
    group.save(update_fields=["about"])
    return group


@transaction.atomic
def archive(group: Group, *, by: User, at: datetime) -> Group:
    """From now on it is read, and nothing in it changes. Twice is once."""
    group = locked(group.pk)
    refuse(rules.why_not_own(role_of(group, by)))
    if group.circle.archived_at is None:
        group.circle.archived_at = at
        group.circle.save(update_fields=["archived_at"])
    return group


@transaction.atomic
def reopen(group: Group, *, by: User) -> Group:
    """An archived group goes on as it was."""
    group = locked(group.pk)
    refuse(rules.why_not_own(role_of(group, by)))
    group.circle.archived_at = None
    group.circle.save(update_fields=["archived_at"])
    return group


@transaction.atomic
def give_role(group: Group, person: User, role: str, *, by: User) -> None:
    """Make a member an organiser, or an organiser a member."""
    group = locked(group.pk)
    other = membership_of(group, person)
    refuse(
        rules.why_not_change(group) or rules.why_not_give_role(role_of(group, by), other.role, role)
    )
    Membership.objects.filter(pk=other.pk).update(role=role)


@transaction.atomic
def hand_over(group: Group, person: User, *, by: User) -> None:
    """Somebody else becomes its owner, and the owner an organiser."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group) or rules.why_not_own(role_of(group, by)))
    make_owner(group, membership_of(group, person))


@transaction.atomic
def remove(group: Group, person: User, *, by: User, at: datetime) -> None:
    """Take somebody out; no link lets them in again. What they shared with the group stays theirs,
    and stays shared."""
    group = locked(group.pk)
    other = membership_of(group, person)
    refuse(rules.why_not_change(group) or rules.why_not_remove(role_of(group, by), other.role))
    call_off(group, person)
    other.place.delete()
    Barred.objects.get_or_create(group=group, user=person, defaults={"barred_at": at})
    news.gone(group, person, at=at)


@transaction.atomic
def allow_back(group: Group, person: User, *, by: User) -> None:
    """A link may let somebody in again who was taken out. Twice is once."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group) or rules.why_not_own(role_of(group, by)))
    Barred.objects.filter(group=group, user=person).delete()


@transaction.atomic
def leave(group: Group, *, by: User, at: datetime) -> bool:
    """Go. True when that was the last person, and the group went with them.

    Leaving twice, or after one was taken out, changes nothing.
    """
    group = locked(group.pk)
    own = Membership.objects.filter(group=group, place__user=by).first()
    if own is None:
        return False
    people = group.memberships.count()
    refuse(rules.why_not_leave(own.role, people=people))
    news.gone(group, by, at=at)
    if people == 1:
        end(group)
        return True
    call_off(group, by)
    own.place.delete()
    return False


@transaction.atomic
def put_out(group: Group, thing: Shareable, *, by: User, at: datetime) -> None:
    """Take something out of the group again. Whoever shared it keeps it; twice is once."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group) or rules.why_not_organise(role_of(group, by)))
    shared = type(thing).objects.select_for_update(of=["self"])
    if found := shared.filter(pk=thing.pk, circle=group.pk).first():
        sharing.share(found, Visibility.PRIVATE)
        sharing_news.taken_back(found, at=at)


def end(group: Group) -> None:
    """The group goes. What was shared with it is private again; nobody could reach it otherwise."""
    sharing.take_back_from(group.circle)
    group.circle.delete()


def make_owner(group: Group, heir: Membership) -> None:
    """A group has one owner: the one before steps down first. Under the group's lock."""
    group.memberships.filter(role=Role.OWNER).exclude(pk=heir.pk).update(role=Role.ORGANISER)
    Membership.objects.filter(pk=heir.pk).update(role=Role.OWNER)


def locked(pk: int) -> Group:
    """The group, held until the transaction ends; refused when it went meanwhile."""
    group = Group.objects.select_for_update().filter(pk=pk).first()
    if group is None:
        raise Refused("This group is gone.")
    return group


def membership_of(group: Group, user: User) -> Membership:
    found = Membership.objects.select_related("place").filter(group=group, place__user=user)
    if (membership := found.first()) is None:
        raise Refused(f"{user} is not in this group any more.")
    return membership


def role_of(group: Group, user: User) -> str:
    """What they are in it; refused when they are not in it any more."""
    role = Membership.objects.filter(group=group, place__user=user).values_list("role", flat=True)
    if (mine := role.first()) is None:
        raise Refused("You are not in this group any more.")
    return mine


def refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
