"""The progress grid as it is shown: blocks of concepts, a cell for each day, and what is due."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import User
from questions.bank.study import Study
from questions.bank.study.syllabus import Concept
from study import history
from study.cards.actions import desk_of
from study.content import content
from study.grid import actions, rules
from study.grid.rules import Mark, Row, State
from study.models import Desk, GridChange, GridNote

# A spreadsheet would run a cell that begins with one of these (OWASP, “CSV injection”).
_RUNS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    *("block", "concept", "priority", "day", "state", "due", "done", "minutes", "confidence"),
    "note",
)
ICONS = {
    State.WAITS: "·",
    State.OPEN: "○",
    State.LATER: "○",
    State.TODAY: "◆",
    State.OVERDUE: "!",
    State.DONE: "✓",
}


@dataclass(frozen=True)
class Cell:
    step: int
    state: State
    mark: Mark
    # Where an open box stands to the interview: “after the interview”, “on the interview day”.
    remark: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def is_done(self) -> bool:
        return self.state is State.DONE

    @property
    def words(self) -> str:
        """Such as “overdue since 3 Mar”; a day and its month stay on one line."""
        if self.state is State.DONE:
            return f"done {_day(self.mark.done_on)}"
        if self.state is State.OVERDUE:
            return f"overdue since {_day(self.mark.due_on)}"
        if self.state is State.LATER:
            return f"due {_day(self.mark.due_on)}"
        return {State.TODAY: "due today", State.OPEN: "not yet", State.WAITS: "after day 1"}[
            self.state
        ]


@dataclass(frozen=True)
class Line:
    """One concept's row."""

    concept: Concept
    cells: list[Cell]
    note: str
    may_shift: bool

    @property
    def is_untouched(self) -> bool:
        return all(cell.mark == Mark() for cell in self.cells)

    def has(self, *states: State) -> bool:
        return any(cell.state in states for cell in self.cells)


@dataclass(frozen=True)
class Group:
    slug: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Counts:
    """Boxes and minutes, today and before."""

    today: int = 0
    today_minutes: int = 0
    overdue: int = 0
    overdue_minutes: int = 0
    late: int = 0  # open, and not before the interview

    @property
    def minutes(self) -> int:
        return self.today_minutes + self.overdue_minutes


@dataclass
class Grid:
    """Everything the page shows, for one person at one moment. Four queries."""

    user: User
    study: Study
    at: datetime
    desk: Desk = field(init=False)
    rows: dict[str, Row] = field(init=False)

    def __post_init__(self) -> None:
        self.desk = desk_of(self.user)
        self.today = self.desk.day(self.at)
        self.rows = actions.rows_of(self.user)
        notes = GridNote.objects.visible_to(self.user)
        self.notes = dict(notes.values_list("concept", "text"))
        self.changes = list(GridChange.objects.visible_to(self.user)[: history.HISTORY])

    def line(self, concept: Concept) -> Line:
        row = self.rows.get(concept.slug, {})
        cells = [self._cell(row, step) for step in rules.STEPS]
        note = self.notes.get(concept.slug, "")
        return Line(concept, cells, note, rules.shifted(row) is not None)

    def _cell(self, row: Row, step: int) -> Cell:
        mark = row.get(step, Mark())
        return Cell(
            step,
            rules.state(row, step, today=self.today),
            mark,
            _remark(mark, self.desk.interview_on),
        )

    def groups(self, keep=lambda line: True) -> list[Group]:
        """The blocks with the lines that `keep` keeps; a block without any is left out."""
        made = []
        for block in self.study.blocks:
            inside = [one for one in self.study.concepts if one.block == block.slug]
            lines = [line for line in map(self.line, inside) if keep(line)]
            if lines:
                made.append(Group(block.slug, block.title, lines))
        return made

    @property
    def counts(self) -> Counts:
        tasks = actions.open_tasks(self.rows, self.study.concepts)
        return counts(tasks, today=self.today, interview_on=self.desk.interview_on)

    @property
    def done(self) -> int:
        slugs = {concept.slug for concept in self.study.concepts}
        marks = [mark for slug, row in self.rows.items() if slug in slugs for mark in row.values()]
        return sum(mark.done_on is not None for mark in marks)

    @property
    def boxes(self) -> int:
        return len(self.study.concepts) * len(rules.STEPS)

    @property
    def last_change(self) -> GridChange | None:
        return history.last(self.changes)


def counts(tasks: Iterable[rules.Task], *, today: date, interview_on: date | None) -> Counts:
    """What is due on that day, what was due before, what comes too late for the interview."""
    tasks = list(tasks)
    due = [task.minutes for task in tasks if task.due_on == today]
    over = [task.minutes for task in tasks if task.due_on < today]
    late = [task for task in tasks if interview_on and task.due_on >= max(interview_on, today)]
    return Counts(len(due), sum(due), len(over), sum(over), len(late))


def waiting(user: User, *, desk: Desk, at: datetime) -> Counts:
    """What waits on the grid today, for other pages: one query."""
    found = content()
    if found is None:
        return Counts()
    tasks = actions.open_tasks(actions.rows_of(user), found.study.concepts)
    return counts(tasks, today=desk.day(at), interview_on=desk.interview_on)


def as_csv(grid: Grid) -> str:
    """One row a box, in the order of the page; days as ISO dates. Begins with a BOM, without which
    Excel takes the text for Windows-1252.
    """
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(COLUMNS)
    for group in grid.groups():
        for line in group.lines:
            for cell in line.cells:
                rows.writerow(map(_safe, _facts(group, line, cell)))
    return "\ufeff" + target.getvalue()


def _facts(group: Group, line: Line, cell: Cell) -> tuple:
    mark = cell.mark
    return (
        *(group.title, line.concept.title, line.concept.priority, cell.step),
        cell.words if cell.state in (State.OPEN, State.WAITS) else cell.state.value,
        *(mark.due_on, mark.done_on, mark.minutes, mark.confidence),
        line.note if cell.step == 1 else "",
    )


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RUNS) else text


def _remark(mark: Mark, interview_on: date | None) -> str:
    if interview_on is None or mark.done_on or mark.due_on is None or mark.due_on < interview_on:
        return ""
    return "on the interview day" if mark.due_on == interview_on else "after the interview"


def _day(day: date) -> str:
    return f"{day:%-d\u00a0%b}"
