"""The people of a group as its page lists them, each with what the reader may do about them."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Lower

from accounts.models import User
from groups import rules
from groups.models import Group, Membership

Role = Membership.Role


@dataclass(frozen=True)
class Person:
    """One line of the list."""

    membership: Membership
    is_me: bool
    # What they could become, or None where the reader has no say in it.
    other_role: str | None
    may_remove: bool

    @property
    def user(self) -> User:
        return self.membership.place.user

    @property
    def other_role_label(self) -> str:
        return Role(self.other_role).label.lower() if self.other_role else ""


def memberships(group: Group):
    """The owner first, then organisers, then members, each by name; one query."""
    rank = Case(
        When(role=Role.OWNER, then=Value(0)),
        When(role=Role.ORGANISER, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        group.memberships.select_related("place__user")
        .annotate(rank=rank)
        .order_by("rank", Lower("place__user__display_name"), "pk")
    )


def listed(group: Group, *, to: User) -> list[Person]:
    """Everybody, as this person sees them."""
    rows = list(memberships(group))
    mine = next((one.role for one in rows if one.place.user_id == to.pk), Role.MEMBER)
    open_ = not rules.why_not_change(group)
    return [
        Person(
            membership=one,
            is_me=one.place.user_id == to.pk,
            other_role=_other(mine, one.role) if open_ else None,
            may_remove=open_
            and one.place.user_id != to.pk
            and not rules.why_not_remove(mine, one.role),
        )
        for one in rows
    ]


def _other(mine: str, role: str) -> str | None:
    new = Role.MEMBER if role == Role.ORGANISER else Role.ORGANISER
    return None if rules.why_not_give_role(mine, role, new) else new
