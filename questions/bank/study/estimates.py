"""Estimates: a number to work out in one's head, with the steps that lead to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from questions.bank.study.arithmetic import Unclear, names_in, value_of
from questions.bank.study.record import Line, OwnSlug, Prose, Record, Title
from questions.bank.study.values import Choice, Intake, Many, Ref, Rows
from questions.bank.yaml_tree import Node

GROUPS = ("parameters", "memory", "operations", "throughput", "storage", "cost", "chance")
# What is measured. The units of each are in study/estimates/quantities.py.
DIMENSIONS = ("count", "bytes", "operations", "time", "rate", "money", "share")

_NAME = "abcdefghijklmnopqrstuvwxyz_0123456789"


@dataclass(frozen=True)
class Arithmetic:
    """A number, or arithmetic with the names above it."""

    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        text = node.plain
        if isinstance(text, int | float) and not isinstance(text, bool):
            text = str(text)
        if not isinstance(text, str) or not text.strip():
            intake.refuse(node.line, key, "must be a number, or arithmetic such as “4 * width”")
            return ""
        try:
            names_in(text)
        except Unclear as trouble:
            intake.refuse(node.line, key, str(trouble))
            return ""
        return text.strip()


@dataclass(frozen=True)
class Name:
    """What arithmetic further down calls it: letters, digits and `_`."""

    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        name = node.plain
        if not isinstance(name, str) or not name or name[0].isdigit() or set(name) - set(_NAME):
            intake.refuse(node.line, key, f"must be a name such as batch_size, not “{name}”")
            return ""
        return name


@dataclass(frozen=True)
class Factor:
    """How far off still counts: 1.1 is ten per cent up, or as much down."""

    least: float = 1.01
    most: float = 10.0
    blank = 1.0

    def read(self, node: Node, key: str, intake: Intake) -> float:
        number = node.plain
        if isinstance(number, bool) or not isinstance(number, int | float):
            number = 0.0
        if not self.least <= number <= self.most:
            intake.refuse(
                node.line, key, f"must be a number from {self.least:g} to {self.most:g}, as 1.1"
            )
            return 1.0
        return float(number)


@dataclass(frozen=True, kw_only=True)
class EstimateStep(Record):
    """One value: taken as known, or worked out of those above."""

    name: Annotated[str, Name()]
    value: Annotated[str, Arithmetic()]
    means: Line
    unit: Annotated[str, Choice(DIMENSIONS)] = "count"


@dataclass(frozen=True)
class Worked:
    """A step with its number in the base unit of its dimension."""

    step: EstimateStep
    number: float


@dataclass(frozen=True, kw_only=True)
class Estimate(Record):
    slug: OwnSlug
    title: Title
    group: Annotated[str, Choice(GROUPS)]
    ask: Prose
    taken: Annotated[tuple[EstimateStep, ...], Rows(EstimateStep, 1, 12)]
    steps: Annotated[tuple[EstimateStep, ...], Rows(EstimateStep, 1, 8)]
    factor: Annotated[float, Factor()]
    remember: Prose
    concepts: Annotated[tuple[str, ...], Many(Ref("concepts"), 0)]
    questions: Annotated[tuple[str, ...], Many(Ref("questions"), 0)] = ()

    @property
    def dimension(self) -> str:
        """What the answer is measured in: what its last step is."""
        return self.steps[-1].unit

    def worked(self) -> list[Worked]:
        """Every value in order; the last is the answer. Unclear where one has no value."""
        values: dict[str, float] = {}
        found = []
        for step in (*self.taken, *self.steps):
            values[step.name] = value_of(step.value, values)
            found.append(Worked(step, values[step.name]))
        return found

    @property
    def answer(self) -> float:
        """In the base unit: bytes, seconds, per second, dollars, a share of one."""
        return self.worked()[-1].number

    def contradictions(self) -> Iterator[str]:
        names = [step.name for step in (*self.taken, *self.steps)]
        for name in {name for name in names if names.count(name) > 1}:
            yield f"“{name}” is there twice; give each value a name of its own"
        for step in self.taken:
            if names_in(step.value):
                yield f"“{step.name}” is taken as known; move what is worked out to “steps”"
        used = {name for step in self.steps for name in names_in(step.value)}
        for name in names[:-1]:
            if name not in used:
                yield f"“{name}” is never used; take it out"
        try:
            answer = self.answer
        except Unclear as trouble:
            yield str(trouble)
            return
        if answer <= 0:
            yield f"the answer is {answer:g}; an estimate is above zero"
        elif self.dimension == "share" and answer > 1:
            yield f"the answer is {answer:g}; a share is at most 1"
