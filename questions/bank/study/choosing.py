"""Which method, and why: rules of thumb, comparisons, decision trees, cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from questions.bank.study.record import Concepts, Line, OwnSlug, Prose, Questions, Record, Title
from questions.bank.study.values import Choice, Flag, Many, Number, One, Ref, Rows, Slug, Text

# Two minutes of speech, unhurried.
MOST_SPOKEN_WORDS = 280

TASKS = (
    "regression",
    "classification",
    "ranking",
    "forecasting",
    "clustering",
    "anomaly-detection",
    "dimension-reduction",
    "segmentation",
    "sequence-labelling",
    "translation",
    "generation",
)
DATA = ("tabular", "text", "image", "audio", "sequence", "embedding")
NEEDS = (
    "interpretable",
    "calibrated",
    "accuracy",
    "fast-training",
    "fast-inference",
    "no-training",
    "little-tuning",
    "small-memory",
    "streaming",
    "uncertainty",
)


@dataclass(frozen=True, kw_only=True)
class RowsFrom(Record):
    """How many labelled rows: from `least` to `most`, or without end."""

    least: Annotated[int, Number(0, 10**9)]
    most: Annotated[int, Number(1, 10**9)] = 0

    def contradictions(self) -> Iterator[str]:
        if self.most and self.most < self.least:
            yield f"“most” ({self.most}) is below “least” ({self.least}); exchange them"


@dataclass(frozen=True, kw_only=True)
class Fits(Record):
    tasks: Annotated[tuple[str, ...], Many(Choice(TASKS))]
    data: Annotated[tuple[str, ...], Many(Choice(DATA))]
    rows: Annotated[RowsFrom, One(RowsFrom)]
    needs: Annotated[tuple[str, ...], Many(Choice(NEEDS), 0)]


@dataclass(frozen=True, kw_only=True)
class SelectionRule(Record):
    slug: OwnSlug
    method: Title
    fits: Annotated[Fits, One(Fits)]
    when: Prose
    why: Prose
    not_when: Prose
    instead: Annotated[str, Ref("selection_rules")]
    concepts: Concepts
    questions: Questions

    def contradictions(self) -> Iterator[str]:
        if self.instead == self.slug:
            yield "“instead” names the method itself; name the way out"


@dataclass(frozen=True, kw_only=True)
class RowsBelow(Record):
    """Half open: `least` belongs to it, `below` does not."""

    least: Annotated[int, Number(0, 10**9)]
    below: Annotated[int, Number(1, 10**9)] = 0


@dataclass(frozen=True, kw_only=True)
class DatasetSize(Record):
    slug: OwnSlug
    title: Title
    rows: Annotated[RowsBelow, One(RowsBelow)]
    begin_with: Annotated[tuple[str, ...], Many(Ref("selection_rules"))]
    advice: Prose
    exception: Prose


OtherWords = Annotated[tuple[str, ...], Many(Text(120), 1, 4)]


@dataclass(frozen=True, kw_only=True)
class TradeOffWords(Record):
    """Other ways to say each cell of a row."""

    strength: OtherWords
    weakness: OtherWords
    interpretability: OtherWords
    training: OtherWords
    inference: OtherWords
    data: OtherWords


@dataclass(frozen=True, kw_only=True)
class TradeOff(Record):
    slug: OwnSlug
    method: Title
    rule: Annotated[str, Ref("selection_rules")]
    strength: Title
    weakness: Title
    interpretability: Title
    training: Title
    inference: Title
    data: Title
    accept: Annotated[TradeOffWords, One(TradeOffWords)]


@dataclass(frozen=True, kw_only=True)
class Column(Record):
    slug: OwnSlug
    title: Annotated[str, Text(80)]


@dataclass(frozen=True, kw_only=True)
class Cell(Record):
    """What belongs into a cell, and other ways to say it."""

    column: OwnSlug
    text: Line
    accept: OtherWords


@dataclass(frozen=True, kw_only=True)
class Aspect(Record):
    slug: OwnSlug
    title: Annotated[str, Text(80)]
    cells: Annotated[tuple[Cell, ...], Rows(Cell)]


@dataclass(frozen=True, kw_only=True)
class Comparison(Record):
    slug: OwnSlug
    title: Title
    description: Line
    columns: Annotated[tuple[Column, ...], Rows(Column, 2, 6)]
    rows: Annotated[tuple[Aspect, ...], Rows(Aspect)]
    questions: Questions

    def contradictions(self) -> Iterator[str]:
        wanted = [column.slug for column in self.columns]
        for row in self.rows:
            if [cell.column for cell in row.cells] != wanted:
                yield f"the row “{row.slug}” needs one cell each for {', '.join(wanted)}, in order"


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """A way on. `if_wrong` is said to whoever takes it although it does not fit."""

    answer: Line
    to: OwnSlug
    if_wrong: Prose


@dataclass(frozen=True, kw_only=True)
class Fork(Record):
    slug: OwnSlug
    ask: Line
    why: Prose
    answers: Annotated[tuple[Answer, ...], Rows(Answer, 2, 4)]


@dataclass(frozen=True, kw_only=True)
class Leaf(Record):
    slug: OwnSlug
    technique: Title
    because: Prose
    needs: Prose
    questions: Questions


@dataclass(frozen=True, kw_only=True)
class Scenario(Record):
    """A story with its way through the tree, from the first fork to a leaf."""

    slug: OwnSlug
    story: Prose
    path: Annotated[tuple[str, ...], Many(Slug(), 2, 12)]
    justify: Prose


@dataclass(frozen=True, kw_only=True)
class DecisionTree(Record):
    slug: OwnSlug
    title: Title
    description: Line
    forks: Annotated[tuple[Fork, ...], Rows(Fork)]
    leaves: Annotated[tuple[Leaf, ...], Rows(Leaf, 2)]
    scenarios: Annotated[tuple[Scenario, ...], Rows(Scenario)]


@dataclass(frozen=True, kw_only=True)
class Option(Record):
    slug: OwnSlug
    choice: Line
    right: Annotated[bool, Flag()]
    why: Prose


@dataclass(frozen=True, kw_only=True)
class Case(Record):
    slug: OwnSlug
    title: Title
    problem: Annotated[str, Text(800)]
    options: Annotated[tuple[Option, ...], Rows(Option, 2, 5)]
    wrong_way: Prose
    right_way: Prose
    metric: Prose
    spoken: Annotated[str, Text(2000, MOST_SPOKEN_WORDS)]
    questions: Questions

    def contradictions(self) -> Iterator[str]:
        right = sum(option.right for option in self.options)
        if right != 1:
            yield f"{right} options are right; exactly one must be"
