"""The content of a page in the order in which it is read, under its headings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from questions.bank.study import Study
from questions.bank.study.choosing import Comparison
from questions.bank.study.plans import Plan, Task

# When a checklist is for, as one would say it.
MOMENTS = {
    "T-7": "a week before",
    "T-1": "the day before",
    "T": "on the day",
    "during": "during the interview",
    "T+1": "the day after",
}
GROUPS = {
    "deep": "Deep learning",
    "classical": "Classical machine learning",
    "training": "While it trains",
    "generalisation": "When it meets new data",
    "architecture": "In one kind of network",
    "habit": "Habits in the room",
    "method": "Method",
    "evaluation": "Evaluation",
    "calculus": "Calculus",
    "linear-algebra": "Linear algebra",
    "probability": "Probability",
}
TASK_KINDS = {
    "study": "Study",
    "practice": "Build or derive",
    "review": "Review",
    "reading": "Read",
    "teach": "Explain",
    "rehearse": "Rehearse",
    "weak-spot": "Weak spot",
    "checklist": "Checklist",
}


@dataclass(frozen=True)
class Shelf:
    """A heading and what stands under it."""

    slug: str
    title: str
    rows: list[Any]
    description: str = ""

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)


def by_group(rows: Iterable[Any]) -> list[Shelf]:
    """Groups in the order in which the file first names them."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return [Shelf(group, GROUPS[group], inside) for group, inside in groups.items()]


def by_block(study: Study) -> list[Shelf]:
    """The concepts under the blocks of the grid; a block without any is left out."""
    shelves = [
        Shelf(
            block.slug,
            block.title,
            [one for one in study.concepts if one.block == block.slug],
            block.description,
        )
        for block in study.blocks
    ]
    return [shelf for shelf in shelves if shelf.rows]


@dataclass(frozen=True)
class List:
    """A checklist with its sum, and its moment where the title does not say it."""

    of: Any
    moment: str
    minutes: int


def lists(study: Study) -> list[List]:
    found = []
    for one in study.checklists:
        moment = MOMENTS[one.when]
        if moment == one.title.lower():
            moment = ""
        found.append(List(one, moment, sum(item.minutes for item in one.items)))
    return found


def grid(comparison: Comparison) -> list[tuple[str, list[tuple[str, str]]]]:
    """Row by row: what is compared, then the text of each column under the column's title."""
    titles = {column.slug: column.title for column in comparison.columns}
    return [
        (row.title, [(titles[cell.column], cell.text) for cell in row.cells])
        for row in comparison.rows
    ]


@dataclass(frozen=True)
class PlanTask:
    of: Task
    kind: str


@dataclass(frozen=True)
class PlanDay:
    number: int
    title: str
    minutes: int
    tasks: list[PlanTask]


@dataclass(frozen=True)
class PlanPhase:
    title: str
    aim: str
    days: list[PlanDay]


def phases(plan: Plan) -> list[PlanPhase]:
    return [
        PlanPhase(
            phase.title,
            phase.aim,
            [
                PlanDay(
                    day.day,
                    day.title,
                    sum(task.minutes for task in day.tasks),
                    [PlanTask(task, TASK_KINDS[task.kind]) for task in day.tasks],
                )
                for day in phase.days
            ],
        )
        for phase in plan.phases
    ]


def minutes_of(plan: Plan) -> int:
    """All of it, from the first day to the last."""
    return sum(task.minutes for day in plan.all_days for task in day.tasks)
