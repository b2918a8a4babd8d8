"""Questions among people: links, the library, co-editors, copies."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from questions import actions, rules, sharing
from questions.attempts import has_attempted
from questions.models import Question, Visibility
from questions.selecting import as_asked
from questions.versions import words_of
from web.refusals import Refused
from workbench import question_rules
from workbench.models import EditorInvitation


@transaction.atomic
def share(question: Question, how: str, *, by: User) -> Question:
    """Give out a link (the old one is void then), take it back, or put it in the library."""
    locked = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if reason := question_rules.why_not_share(by, locked, how):
        raise Refused(reason)
    if how == Visibility.LINK:
        sharing.give_link(locked)
    elif how == Visibility.PRIVATE:
        sharing.take_link_back(locked)
    else:
        sharing.put_in_library(locked)
    return locked


@transaction.atomic
def invite(question: Question, email: str, *, by: User, at: datetime) -> EditorInvitation | None:
    """Ask whoever has this address to edit along. None when they do already.

    The same happens whether or not anybody here has it. Asked twice is asked once.
    """
    locked = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    editors = locked.editors.count() + locked.editor_invitations.count()
    if reason := question_rules.why_not_invite(by, locked, editors=editors):
        raise Refused(reason)
    if email.lower() == (by.email or "").lower():
        raise Refused("You are its author: you edit it already.")
    if locked.editors.filter(email__iexact=email).exists():
        return None
    asked = locked.editor_invitations.filter(email__iexact=email).first()
    return asked or locked.editor_invitations.create(email=email, by=by, asked_at=at)


def withdraw(question: Question, invitation_id: int, *, by: User) -> None:
    if question.owner_id != by.pk:
        raise Refused("Only its author takes an invitation back.")
    question.editor_invitations.filter(pk=invitation_id).delete()


def remove_editor(question: Question, person_id: int, *, by: User) -> None:
    """Its author takes somebody out, or a co-editor leaves."""
    if by.pk not in (question.owner_id, person_id):
        raise Refused("Only its author takes somebody out.")
    question.editors.remove(person_id)


@transaction.atomic
def answer(invitation: EditorInvitation, *, by: User, accepts: bool) -> None:
    """Edit along from now on, or say no. Either way the invitation is gone."""
    if accepts:
        invitation.question.editors.add(by)
    invitation.delete()


def fork(question: Question, *, by: User) -> Question:
    """A private copy that names where it comes from. The key only for who may see it."""
    version = question.current
    is_editor = Question.objects.editable_by(by).filter(pk=question.pk).exists()
    tried = has_attempted(by, question)
    words = words_of(version)
    if not rules.may_see_key(by, question, attempted=tried, is_editor=is_editor):
        words = as_asked(words)
    copy = actions.NewQuestion(
        words=words, topic=question.topic, language=question.language, forked_from=version
    )
    note = f"Copy of “{version.title}”{_by(question)}, version {version.number}"
    return actions.create_questions([copy], owner=by, note=note[:200])[0]


def _by(question: Question) -> str:
    name = question.current.author or (question.owner and question.owner.display_name) or ""
    return f" by {name}" if name else ""
