"""From a draft to a question that interviews ask, and back: the states of a question."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from questions import actions
from questions.models import Question, QuestionSet, QuestionVersion
from questions.versions import words_of
from web.refusals import Refused
from workbench import lint, trying
from workbench.lint import Finding

Status = Question.Status


class NotReady(Refused):
    """The linter, or a reason that is missing, keeps it from being ready."""


def why_not_ready(found: Sequence[Finding], *, reason: str) -> str | None:
    """Why a question with these findings cannot be ready, or None when it can."""
    errors = sum(one.is_error for one in found)
    if errors:
        return f"{_things(errors, 'error')} to mend before it can be ready."
    if found and not reason.strip():
        return f"{_things(len(found), 'warning')}: say why it is ready all the same."
    return None


def all_findings(question: Question) -> list[Finding]:
    """What the rules and the scorer find in the words that are kept."""
    words = words_of(question.current)
    return [*lint.findings(words), *trying.model_answer_misses(words)]


def set_status(question: Question, status: str, *, by: User, reason: str = "") -> Question:
    """Enter this state. Raises NotReady when something is to be mended or explained first.

    The words are read outside of the lock, for the scorer takes its time; when somebody saves
    other words meanwhile, it says so instead of making ready what nobody looked at.
    """
    found = all_findings(question) if status == Status.READY else []
    if refusal := why_not_ready(found, reason=reason):
        raise NotReady(refusal)
    with transaction.atomic():
        locked = actions.for_editing(question, by=by)
        if locked.current_id != question.current_id:
            raise NotReady("Somebody saved another version just now; look at it first.")
        locked.status = Status(status)
        locked.save(update_fields=["status"])
        if found:
            why = QuestionVersion.objects.filter(pk=locked.current_id)
            why.update(ready_because=reason.strip())
    return locked


def demote_if_broken(question: Question) -> bool:
    """Take back what is ready and has errors by now. True when it was; call it in the lock."""
    if question.status != Status.READY:
        return False
    if not any(one.is_error for one in lint.findings(words_of(question.current))):
        return False
    question.status = Status.DRAFT
    question.save(update_fields=["status"])
    return True


def sets_with(question: Question, *, user: User) -> tuple[list[QuestionSet], int]:
    """The sets that ask this question: those this person sees, and how many more there are."""
    holding = QuestionSet.objects.filter(items__question=question).distinct()
    seen = list(holding.filter(pk__in=QuestionSet.objects.visible_to(user).values("pk")))
    return seen, holding.count() - len(seen)


def _things(count: int, thing: str) -> str:
    return f"There is one {thing}" if count == 1 else f"There are {count} {thing}s"
