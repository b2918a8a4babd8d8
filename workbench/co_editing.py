"""Who edits a question or a set with its author: asked by address, answered at their workbench."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from questions.models import Shareable
from web.refusals import Refused
from workbench import co_editing_rules
from workbench.models import EditorInvitation

DOORS = {
    "question": {
        "invite": "workbench:invite_editor",
        "withdraw": "workbench:withdraw_invitation",
        "remove": "workbench:remove_editor",
    },
    "set": {
        "invite": "workbench:invite_set_editor",
        "withdraw": "workbench:withdraw_set_invitation",
        "remove": "workbench:remove_set_editor",
    },
}


@dataclass(frozen=True)
class CoEditing:
    """The part of a page that shows somebody who edits along. `doors`: where its forms go."""

    thing: Shareable
    to: User
    editors: QuerySet[User]
    invitations: QuerySet[EditorInvitation]
    form: forms.Form

    @property
    def kind(self) -> str:
        return co_editing_rules.kind_of(self.thing)

    @property
    def is_mine(self) -> bool:
        return self.thing.owner_id == self.to.pk

    @property
    def doors(self) -> dict[str, str]:
        return DOORS[self.kind]


def shown(thing: Shareable, *, to: User, form: forms.Form) -> CoEditing:
    """Two queries, once it is shown. All who edit it see which addresses were asked."""
    return CoEditing(
        thing,
        to,
        thing.editors.order_by("display_name", "pk"),
        thing.editor_invitations.order_by("email"),
        form,
    )


@transaction.atomic
def invite(thing: Shareable, email: str, *, by: User, at: datetime) -> EditorInvitation | None:
    """Ask whoever has this address to edit along. None when they do already.

    The same happens whether or not anybody here has it. Asked twice is asked once.
    """
    locked = type(thing).objects.select_for_update(of=["self"]).filter(pk=thing.pk).first()
    if locked is None:
        raise Refused("It was deleted meanwhile.")
    editors = locked.editors.count() + locked.editor_invitations.count()
    if reason := co_editing_rules.why_not_invite(by, locked, editors=editors):
        raise Refused(reason)
    if email.lower() == (by.email or "").lower():
        raise Refused("You are its author: you edit it already.")
    if locked.editors.filter(email__iexact=email).exists():
        return None
    asked = locked.editor_invitations.filter(email__iexact=email).first()
    return asked or locked.editor_invitations.create(email=email, by=by, asked_at=at)


def withdraw(thing: Shareable, invitation_id: int, *, by: User) -> None:
    """Take an invitation back. One that was answered meanwhile stays answered."""
    if thing.owner_id != by.pk:
        raise Refused("Only its author takes an invitation back.")
    thing.editor_invitations.filter(pk=invitation_id).delete()


def remove(thing: Shareable, person_id: int, *, by: User) -> None:
    """Its author takes somebody out, or a co-editor leaves."""
    if by.pk not in (thing.owner_id, person_id):
        raise Refused("Only its author takes somebody out.")
    thing.editors.remove(person_id)


@transaction.atomic
def answer(invitation: EditorInvitation, *, by: User, accepts: bool) -> None:
    """Edit along from now on, or say no. Either way the invitation is gone."""
    waiting = EditorInvitation.objects.select_for_update().filter(pk=invitation.pk)
    if not waiting.exists():
        raise Refused("This invitation was taken back, or answered already.")
    if accepts:
        invitation.thing.editors.add(by)
    waiting.delete()
