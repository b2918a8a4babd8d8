"""Everything that changes a group and who is in it."""

from datetime import datetime

from django.db import transaction

from accounts.models import Circle, CircleMembership, User
from groups.models import Group, Membership


@transaction.atomic
def found(name: str, *, about: str = "", by: User, at: datetime) -> Group:
    """A new group with its founder as the owner."""
    group = Group.objects.create(
        circle=Circle.objects.create(), name=name, about=about, created_at=at
    )
    let_in(group, by, role=Membership.Role.OWNER, at=at)
    return group


@transaction.atomic
def let_in(
    group: Group, user: User, *, at: datetime, role: str = Membership.Role.MEMBER
) -> Membership:
    """Put somebody into the circle. Whoever is in already stays what they are."""
    place, _ = CircleMembership.objects.get_or_create(
        circle_id=group.pk, user=user, defaults={"since": at}
    )
    membership, _ = Membership.objects.get_or_create(
        place=place, defaults={"group": group, "role": role}
    )
    return membership
