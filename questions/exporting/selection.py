"""What is to be exported: questions with their words, the sets they stand in, their areas."""

from dataclasses import dataclass, field
from typing import Any

from questions.bank.words import Words


@dataclass(frozen=True)
class Entry:
    """One question. Without its key (`has_key`), only what a candidate is asked is in `words`."""

    slug: str
    area: str
    words: Words
    status: str = "ready"
    language: str = "en"
    has_key: bool = True


@dataclass(frozen=True)
class Item:
    """One place of a set: a question (its slug), or a draw."""

    question: str = ""
    minutes: int | None = None
    section: str = ""
    draw: dict[str, Any] | None = None


@dataclass(frozen=True)
class SetEntry:
    slug: str
    title: str
    minutes: int
    items: tuple[Item, ...]
    description: str = ""
    for_whom: str = ""
    instructions: str = ""
    level: str = "mid"
    shelf: str = "subjects"
    position: int = 0


@dataclass(frozen=True)
class Area:
    slug: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Selection:
    """`title` names the file and stands at its head."""

    title: str
    questions: list[Entry]
    sets: list[SetEntry] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def area_title(self, slug: str) -> str:
        return next((area.title for area in self.areas if area.slug == slug), slug)
