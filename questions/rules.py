"""Who may see what of the bank. No database writes, no request."""

from accounts.models import User
from questions.models import Question, Visibility


def statuses_for(user: User) -> list[str]:
    """The states of library questions this person may list; the first is what they see unasked."""
    if getattr(user, "is_curator", False):
        return [Question.Status.READY, Question.Status.DRAFT, Question.Status.RETIRED]
    return [Question.Status.READY]


def may_see_key(user: User, question: Question, *, attempted: bool, is_editor: bool) -> bool:
    """Rubric, model answer, tips and tests: after an attempt of one's own, or as their keeper."""
    if is_editor or getattr(user, "is_curator", False):
        return True
    if user.pk and question.owner_id == user.pk:
        return True
    return attempted


def why_not_practise(question: Question) -> str | None:
    """Why an interview cannot ask this question now, or None when it can."""
    if question.status == Question.Status.DRAFT:
        return "This is a draft; it is asked once it is ready."
    if question.status == Question.Status.RETIRED:
        return "This question is retired and is not asked any more."
    return None


def why_not_edit(user: User, question: Question, *, is_editor: bool) -> str | None:
    """Why this person cannot change these words, or None when they can."""
    if question.origin:
        return "This question is kept in a file of its bank. Make your own copy to change it."
    library = question.visibility == Visibility.LIBRARY
    if question.owner_id == user.pk or is_editor or (library and user.is_curator):
        return None
    return "Only its author and their co-editors change this question."
