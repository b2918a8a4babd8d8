"""Who may do what in a group, and if not, why. No database, no clock, no request.

The owner does everything; an organiser lets people in and keeps order; a member takes part.
`role` is the role of whoever would do it.
"""

from datetime import datetime, timedelta
from typing import Protocol

from groups.models import Membership

Role = Membership.Role
ORGANISING = (Role.OWNER, Role.ORGANISER)
# Links into a group last this long: a word of the form, and how it reads.
LASTS = {
    "day": (timedelta(days=1), "a day"),
    "week": (timedelta(days=7), "a week"),
    "month": (timedelta(days=30), "a month"),
}
# Whoever needs more links than this has lost sight of those that are open.
MOST_LINKS = 20
MOST_PEOPLE = 200
ARCHIVED = "This group is archived: it is read, and nothing in it changes."
BARRED = "You were taken out of this group. Its owner can allow you back; ask them."
FULL = f"This group is full: it has {MOST_PEOPLE} people."


class Closable(Protocol):
    """The part of a group that says whether anything in it may change."""

    @property
    def archived_at(self) -> datetime | None: ...


def why_not_change(group: Closable) -> str | None:
    """Why nothing in this group changes now, or None."""
    return ARCHIVED if group.archived_at else None


def why_not_organise(role: str) -> str | None:
    """Invite, answer who asks to join, name the group, put out what somebody shared."""
    if role in ORGANISING:
        return None
    return "Only the owner and the organisers of a group do that."


def why_not_own(role: str) -> str | None:
    """Change roles, hand the group over, archive it."""
    return None if role == Role.OWNER else "Only the owner of a group does that."


def why_not_invite(role: str, *, open_links: int) -> str | None:
    if reason := why_not_organise(role):
        return reason
    if open_links >= MOST_LINKS:
        return f"{MOST_LINKS} links into this group are open. Take back what is not needed first."
    return None


def why_not_remove(role: str, other: str) -> str | None:
    """`other`: the role of whoever would be taken out."""
    if other == Role.OWNER:
        return "The owner cannot be taken out; they hand the group over first."
    if role == Role.OWNER or (role == Role.ORGANISER and other == Role.MEMBER):
        return None
    if role == Role.ORGANISER:
        return "Only the owner takes out an organiser."
    return "Only the owner and the organisers of a group do that."


def why_not_give_role(role: str, other: str, new: str) -> str | None:
    """`other`: what that person is now."""
    if reason := why_not_own(role):
        return reason
    if new not in (Role.ORGANISER, Role.MEMBER):
        return "Somebody in a group is an organiser or a member; its owner hands it over."
    if other == Role.OWNER:
        return "Hand the group over first: it has one owner."
    return None


def why_not_leave(role: str, *, people: int) -> str | None:
    """The last person may go, and with them the group."""
    if role == Role.OWNER and people > 1:
        return "Hand the group over before you leave it: it needs an owner."
    return None


def why_not_enter(group: Closable, *, people: int, is_barred: bool = False) -> str | None:
    """Why this person does not come in, or None. `is_barred`: they were taken out once."""
    if is_barred:
        return BARRED
    if group.archived_at:
        return "This group is archived, and nobody joins it any more."
    return FULL if people >= MOST_PEOPLE else None
