"""Ways into a group: links, and requests where a link asks first.

Every change locks the group, so that a link opened twice lets in once and two who answer the same
request at once give one answer.
"""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from accounts.models import User
from groups import news, rules
from groups.actions import let_in, locked, refuse, role_of
from groups.models import Group, Invitation, JoinRequest, Membership
from questions.models import new_token


class Came(StrEnum):
    """What became of somebody who used a link."""

    IN = "in"
    ASKED = "asked"


@transaction.atomic
def invite(group: Group, *, lasts: str, needs_approval: bool, by: User, at: datetime) -> Invitation:
    """A new link; `lasts` is a word of `rules.LASTS`."""
    group = locked(group.pk)
    links = group.invitations.open(at=at).count()
    refuse(
        rules.why_not_change(group) or rules.why_not_invite(role_of(group, by), open_links=links)
    )
    length, _ = rules.LASTS[lasts]
    return Invitation.objects.create(
        group=group,
        token=new_token(),
        made_by=by,
        needs_approval=needs_approval,
        made_at=at,
        expires_at=at + length,
    )


@transaction.atomic
def take_back(invitation: Invitation, *, by: User, at: datetime) -> None:
    """The link opens nothing from now on. Twice is once."""
    group = locked(invitation.group_id)
    refuse(rules.why_not_change(group) or rules.why_not_organise(role_of(group, by)))
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def come_by(invitation: Invitation, user: User, *, at: datetime) -> Came:
    """Join by a link, or ask to where it asks first. Whoever is in stays what they are."""
    group = locked(invitation.group_id)
    if Membership.objects.filter(group=group, place__user=user).exists():
        return Came.IN
    if not Invitation.objects.open(at=at).filter(pk=invitation.pk).exists():
        refuse("This link has run out. Ask whoever sent it for a new one.")
    people, is_barred = group.memberships.count(), barred(group, user)
    refuse(rules.why_not_enter(group, people=people, is_barred=is_barred))
    if invitation.needs_approval:
        asked, is_new = JoinRequest.objects.get_or_create(
            group=group, user=user, defaults={"asked_at": at}
        )
        if is_new:
            news.asked(asked, at=at)
        return Came.ASKED
    _let_in(group, user, at=at)
    return Came.IN


@transaction.atomic
def answer(asked: JoinRequest, *, yes: bool, by: User, at: datetime) -> None:
    """Let them in or not. Whoever answers second finds it answered, and changes nothing."""
    group = locked(asked.group_id)
    refuse(rules.why_not_change(group) or rules.why_not_organise(role_of(group, by)))
    request = JoinRequest.objects.select_related("user").filter(pk=asked.pk).first()
    if request is None:
        return
    if yes:
        refuse(rules.why_not_enter(group, people=group.memberships.count()))
        _let_in(group, request.user, at=at)
    else:
        request.delete()
        news.settled(asked, at=at)
    news.answered(asked, yes=yes, at=at)


def barred(group: Group, user: User) -> bool:
    """Whether this person was taken out of it, and its owner has not allowed them back."""
    return bool(user.pk) and group.barred.filter(user=user.pk).exists()


def _let_in(group: Group, user: User, *, at: datetime) -> None:
    membership = let_in(group, user, at=at)
    for request in JoinRequest.objects.filter(group=group, user=user):
        news.settled(request, at=at)
        request.delete()
    news.joined(membership, at=at)
