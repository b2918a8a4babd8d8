"""The days of repetition: when a box is due, what may be marked, what moves when a day moves.

A row is what one person has of one concept: {step: Mark}, steps being 1, 2, 4, 7 and 14, and only
those that are due or done. Every function takes values and returns a new row or a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

STEPS = (1, 2, 4, 7, 14)
# What each day is for.
ACTIVITIES = {
    1: "study",
    2: "again from memory",
    4: "on a whiteboard",
    7: "explain aloud",
    14: "last check",
}
# Minutes to plan for a repetition. The first study takes what its concept says; repetitions are
# short, or fifty concepts in two weeks would take eight hours a day.
REPETITION_MINUTES = {2: 15, 4: 10, 7: 10, 14: 10}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """One box. `minutes` (1 or more) and `confidence` (1–4) belong to a box that is done."""

    due_on: date | None = None
    done_on: date | None = None
    minutes: int | None = None
    confidence: int | None = None
    marked_at: datetime | None = None


Row = Mapping[int, Mark]


class State(Enum):
    """How a box stands on a study day."""

    WAITS = "waits"  # for day 1 to be done
    OPEN = "open"  # day 1, not yet
    LATER = "later"
    TODAY = "today"
    OVERDUE = "overdue"
    DONE = "done"


def state(row: Row, step: int, *, today: date) -> State:
    mark = row.get(step)
    if mark and mark.done_on:
        return State.DONE
    if mark is None or mark.due_on is None:
        return State.OPEN if step == 1 else State.WAITS
    if mark.due_on == today:
        return State.TODAY
    return State.OVERDUE if mark.due_on < today else State.LATER


def minutes_of(step: int, first: int) -> int:
    """Minutes to plan for a box; `first`: those of the concept's first study."""
    return first if step == 1 else REPETITION_MINUTES[step]


def due_on(first: date, step: int) -> date:
    """Day n is the nth day, the day of the first study being day 1."""
    return first + (step - 1) * DAY


def why_not_mark(row: Row, step: int, on: date, *, today: date) -> str | None:
    """Why this box cannot be done on that day, or None when it can."""
    if on > today:
        return "A day to come cannot be marked done."
    first = row.get(1)
    if step != 1:
        if first is None or first.done_on is None:
            return "Day 1 comes first: mark it done, and this day gets its date."
        if on < first.done_on:
            return f"Day {step} cannot be done before day 1, {first.done_on:%-d %B %Y}."
        return None
    for later in STEPS[1:]:
        mark = row.get(later)
        if mark and mark.done_on and mark.done_on < on:
            return f"Day {later} was done before that, on {mark.done_on:%-d %B %Y}."
    return None


def marked(row: Row, step: int, mark: Mark) -> Row:
    """The row with this box done. A first study gives the others their days, and re-dating it
    moves those that are not done; a later box moves no other.
    """
    old = row.get(step, Mark())
    made = {**row, step: replace(mark, due_on=old.due_on)}
    if step != 1 or old.done_on == mark.done_on:
        return made
    for later in STEPS[1:]:
        kept = row.get(later, Mark())
        if kept.done_on is None:
            made[later] = Mark(due_on=due_on(mark.done_on, later))
    return made


def why_not_unmark(row: Row, step: int) -> str | None:
    if step == 1 and any(row[later].done_on for later in STEPS[1:] if later in row):
        return "Later days are done. Take those back first."
    return None


def unmarked(row: Row, step: int) -> Row:
    """The row with this box not done: it is due when it was due. Without a first study no later
    day has a date.
    """
    due = row[step].due_on if step in row else None
    rest = {} if step == 1 else {other: mark for other, mark in row.items() if other != step}
    return {**rest, step: Mark(due_on=due)} if due else rest


def shifted(row: Row) -> Row | None:
    """The days after the last one done, counted from when it was done; None when none moves.

    Offered when a day was done late: the gaps stay as they were meant, the end moves.
    """
    done = [step for step in STEPS if step in row and row[step].done_on]
    if not done:
        return None
    last = done[-1]
    made = dict(row)
    for step in STEPS:
        if step > last and step in row:
            meant = row[last].done_on + (step - last) * DAY
            made[step] = replace(row[step], due_on=max(row[step].due_on, meant))
    return made if made != dict(row) else None


def compressed(row: Row, *, interview_on: date, today: date) -> Row | None:
    """Open boxes no later than the day before the interview, in their order, a day apart where
    there is room; None when none has to move or there is no day left.
    """
    last = interview_on - DAY
    late = any(mark.done_on is None and mark.due_on > last for mark in row.values())
    if not late or last < today:
        return None
    made = dict(row)
    for step in reversed(STEPS):
        if step in row and row[step].done_on is None:
            day = min(row[step].due_on, last)
            made[step] = replace(row[step], due_on=day)
            last = max(min(last, day - DAY), today)
    return made if made != dict(row) else None


@dataclass(frozen=True)
class Task:
    """An open box with a day: whose row, which step, how long; `rank` orders what is overdue."""

    concept: str
    step: int
    due_on: date
    minutes: int
    rank: int = 0


def spread(tasks: Iterable[Task], *, today: date, cap: int) -> dict[tuple[str, int], date]:
    """New days for what is overdue: from today on, a day taking what fits under `cap` minutes
    beside what is due then anyway. {(concept, step): day}, only those that move.

    A task longer than the cap gets an empty day. Within a concept the order stays, so a later box
    may be pushed on too.
    """
    tasks = list(tasks)
    load: dict[date, int] = {}
    for task in tasks:
        if task.due_on >= today:
            load[task.due_on] = load.get(task.due_on, 0) + task.minutes
    moved: dict[tuple[str, int], date] = {}
    reached: dict[str, date] = {}
    overdue = [task for task in tasks if task.due_on < today]
    for task in sorted(overdue, key=lambda one: (one.rank, one.due_on, one.step, one.concept)):
        day = max(today, reached.get(task.concept, today))
        while load.get(day, 0) and load[day] + task.minutes > cap:
            day += DAY
        load[day] = load.get(day, 0) + task.minutes
        moved[task.concept, task.step] = reached[task.concept] = day
    for task in sorted(tasks, key=lambda one: one.step):
        before = reached.get(task.concept)
        if task.due_on >= today and before and task.due_on < before:
            moved[task.concept, task.step] = before
    return moved
