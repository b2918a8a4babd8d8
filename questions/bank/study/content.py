"""All the study content of one folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from questions.bank.problems import Problem
from questions.bank.questions import BankQuestion
from questions.bank.sets import BankSet
from questions.bank.study.choosing import (
    Case,
    Comparison,
    DatasetSize,
    DecisionTree,
    SelectionRule,
    TradeOff,
)
from questions.bank.study.estimates import Estimate
from questions.bank.study.faults import FailureMode, Mistake, WeakSpot
from questions.bank.study.plans import Checklist, Plan
from questions.bank.study.record import Record
from questions.bank.study.sequences import Sequence
from questions.bank.study.syllabus import Block, Card, Concept, Paper, Resource, SheetFormula

# The files by name, in the order in which they are read; each is a list of these.
FILES: dict[str, type[Record]] = {
    "blocks": Block,
    "concepts": Concept,
    "cards": Card,
    "formulas": SheetFormula,
    "reading": Paper,
    "resources": Resource,
    "plan": Plan,
    "checklists": Checklist,
    "weak_spots": WeakSpot,
    "failure_modes": FailureMode,
    "mistakes": Mistake,
    "selection_rules": SelectionRule,
    "dataset_sizes": DatasetSize,
    "tradeoffs": TradeOff,
    "comparisons": Comparison,
    "decision_tree": DecisionTree,
    "cases": Case,
    "estimates": Estimate,
    "sequences": Sequence,
}


@dataclass(frozen=True)
class Beside:
    """What a study names and does not hold: the questions and sets of its bank, by slug."""

    questions: Mapping[str, BankQuestion]
    sets: Mapping[str, BankSet]


@dataclass
class Study:
    """What the files say, each in the order of its file; a file that is not there is empty.

    With an error among the problems nothing of it may be used.
    """

    path: Path
    blocks: tuple[Block, ...] = ()
    concepts: tuple[Concept, ...] = ()
    cards: tuple[Card, ...] = ()
    formulas: tuple[SheetFormula, ...] = ()
    reading: tuple[Paper, ...] = ()
    resources: tuple[Resource, ...] = ()
    plan: tuple[Plan, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    weak_spots: tuple[WeakSpot, ...] = ()
    failure_modes: tuple[FailureMode, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    selection_rules: tuple[SelectionRule, ...] = ()
    dataset_sizes: tuple[DatasetSize, ...] = ()
    tradeoffs: tuple[TradeOff, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    decision_tree: tuple[DecisionTree, ...] = ()
    cases: tuple[Case, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    problems: list[Problem] = field(default_factory=list)
