"""What a question holds beside its prompt, in the order of the bank format."""

from dataclasses import dataclass
from typing import Any

from questions.bank.schema import PARTS
from questions.models import QuestionVersion


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
