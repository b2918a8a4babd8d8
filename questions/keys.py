"""What a question holds beside its prompt, in the order of the bank format; who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from questions import rules
from questions.attempts import attempted
from questions.bank.schema import PARTS
from questions.models import Question, QuestionVersion


@dataclass(frozen=True)
class KeySection:
    """One section that only this kind has. `shape` says how a page draws it."""

    title: str
    shape: str
    value: Any


def sections(version: QuestionVersion) -> list[KeySection]:
    """All of them but the starter code, which is part of the question and not of its key."""
    return [
        KeySection(part.title, part.shape.name.lower(), version.parts[part.key])
        for part in PARTS
        if part.key != "starter_code" and version.parts.get(part.key)
    ]


def open_to(user: User, questions: Sequence[Question]) -> set[int]:
    """Ids of those whose key this person may see. Two queries, however many questions."""
    ids = [question.pk for question in questions]
    tried = attempted(user, ids)
    kept = set(Question.objects.editable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        question.pk
        for question in questions
        if rules.may_see_key(
            user, question, attempted=question.pk in tried, is_editor=question.pk in kept
        )
    }
