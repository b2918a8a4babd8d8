"""What goes wrong: weak spots of people, failure modes of models, mistakes in interviews."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from questions.bank.study.record import Concepts, OwnSlug, Prose, Questions, Record, Title
from questions.bank.study.values import Choice, Many, Number, One, Ref, Rows, Text


@dataclass(frozen=True, kw_only=True)
class Probe(Record):
    prompt: Prose
    minutes: Annotated[int, Number(2, 2)]
    answer: Prose


@dataclass(frozen=True, kw_only=True)
class Exercise(Record):
    question: Annotated[str, Ref("questions")]
    task: Prose
    minutes: Annotated[int, Number(1)]


@dataclass(frozen=True, kw_only=True)
class WeakSpot(Record):
    slug: OwnSlug
    title: Title
    group: Annotated[str, Choice(("deep", "classical"))]
    symptoms: Annotated[tuple[str, ...], Many(Text(), 2, 4)]
    probe: Annotated[Probe, One(Probe)]
    fix: Annotated[Exercise, One(Exercise)]
    concepts: Concepts


@dataclass(frozen=True, kw_only=True)
class Cause(Record):
    cause: Prose
    check: Prose
    fix: Prose


@dataclass(frozen=True, kw_only=True)
class FailureMode(Record):
    slug: OwnSlug
    title: Title
    group: Annotated[str, Choice(("training", "generalisation", "architecture"))]
    symptom: Prose
    words: Annotated[tuple[str, ...], Many(Text(40), 3, 8)]
    causes: Annotated[tuple[Cause, ...], Rows(Cause, 3, 4)]
    first_step: Prose
    questions: Questions
    concepts: Concepts

    def contradictions(self) -> Iterator[str]:
        for word in self.words:
            if word != word.lower():
                yield f"the search word “{word}” must be in lower case"


@dataclass(frozen=True, kw_only=True)
class Spot(Record):
    said: Prose
    answer: Prose


@dataclass(frozen=True, kw_only=True)
class Mistake(Record):
    slug: OwnSlug
    title: Title
    group: Annotated[str, Choice(("habit", "method", "evaluation"))]
    what: Prose
    cost: Prose
    instead: Prose
    say: Prose
    spot: Annotated[Spot, One(Spot)]
    questions: Questions
