"""What there is to learn: blocks, concepts, cards, formulas, papers and a shelf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from questions.bank.schema import PRIORITIES
from questions.bank.study.record import Line, OwnSlug, Prose, Questions, Record, Title
from questions.bank.study.values import (
    Address,
    Choice,
    Flag,
    Formula,
    Many,
    Number,
    One,
    Ref,
    Rows,
    Text,
)

# Seconds to read, and to check against one's own words.
MOST_FRONT_WORDS = 30
MOST_BACK_WORDS = 40


@dataclass(frozen=True, kw_only=True)
class Block(Record):
    slug: OwnSlug
    title: Annotated[str, Text(80)]
    description: Line


@dataclass(frozen=True, kw_only=True)
class Practice(Record):
    """A question of the bank, or a task on paper with its answer."""

    question: Annotated[str, Ref("questions")] = ""
    task: Annotated[str, Text(400)] = ""
    answer: Annotated[str, Text(500)] = ""

    def contradictions(self) -> Iterator[str]:
        if bool(self.question) == bool(self.task) or bool(self.task) != bool(self.answer):
            yield "a practice has either “question”, or “task” and “answer”; keep one of the two"


@dataclass(frozen=True, kw_only=True)
class Concept(Record):
    slug: OwnSlug
    title: Annotated[str, Text(80)]
    block: Annotated[str, Ref("blocks")]
    priority: Annotated[str, Choice(PRIORITIES)]
    minutes: Annotated[int, Number(5, 120)]
    aim: Line
    questions: Annotated[tuple[str, ...], Many(Ref("questions"), 1, 5)]
    practice: Annotated[Practice, One(Practice)]


@dataclass(frozen=True, kw_only=True)
class Card(Record):
    slug: OwnSlug
    concept: Annotated[str, Ref("concepts")]
    front: Annotated[str, Text(200, MOST_FRONT_WORDS)]
    back: Annotated[str, Text(240, MOST_BACK_WORDS)]
    question: Annotated[str, Ref("questions")]


@dataclass(frozen=True, kw_only=True)
class Symbol(Record):
    symbol: Annotated[str, Formula(60)]
    means: Title


@dataclass(frozen=True, kw_only=True)
class Drill(Record):
    task: Prose
    answer: Prose


@dataclass(frozen=True, kw_only=True)
class SheetFormula(Record):
    slug: OwnSlug
    title: Title
    group: Annotated[str, Choice(("calculus", "linear-algebra", "probability"))]
    formula: Annotated[str, Formula()]
    symbols: Annotated[tuple[Symbol, ...], Rows(Symbol, 1, 8)]
    when: Prose
    drill: Annotated[Drill, One(Drill)]
    concept: Annotated[str, Ref("concepts")]
    question: Annotated[str, Ref("questions")]


@dataclass(frozen=True, kw_only=True)
class Take(Record):
    """What to carry away from a paper."""

    claim: Prose
    method: Prose
    evidence: Prose
    limits: Prose


@dataclass(frozen=True, kw_only=True)
class Paper(Record):
    slug: OwnSlug
    authors: Title
    title: Title
    year: Annotated[int, Number(1900, 2100)]
    core: Annotated[bool, Flag()]
    minutes: Annotated[int, Number(5)]
    concepts: Annotated[tuple[str, ...], Many(Ref("concepts"), 0)]
    questions: Questions
    take: Annotated[Take, One(Take)]
    ask: Prose


@dataclass(frozen=True, kw_only=True)
class Resource(Record):
    slug: OwnSlug
    title: Title
    authors: Title
    kind: Annotated[str, Choice(("book", "course", "article", "documentation"))]
    url: Annotated[str, Address()]
    free: Annotated[bool, Flag()]
    use_for: Prose
    blocks: Annotated[tuple[str, ...], Many(Ref("blocks"), 0)]
