"""Steps whose order matters: the file has them in the right one, the page shuffles them."""

from dataclasses import dataclass
from typing import Annotated

from questions.bank.study.record import Line, OwnSlug, Prose, Questions, Record, Title
from questions.bank.study.values import Rows


@dataclass(frozen=True, kw_only=True)
class SequenceStep(Record):
    slug: OwnSlug
    text: Line
    why: Prose


@dataclass(frozen=True, kw_only=True)
class Sequence(Record):
    slug: OwnSlug
    title: Title
    story: Prose
    steps: Annotated[tuple[SequenceStep, ...], Rows(SequenceStep, 3, 8)]
    questions: Questions
