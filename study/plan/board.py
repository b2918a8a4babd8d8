"""A plan as it is shown: phases, days, tasks, what was missed, and how one stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from accounts.models import User
from study import history, shelves
from study.cards.actions import desk_of
from study.content import content
from study.items import Item
from study.models import Desk, Plan, PlanChange, PlanTask
from study.models.plan import REVIEW, STUDY
from study.plan import actions, places, previews, rules
from study.plan.openings import Opening, Openings
from study.plan.outlines import Outline, Place
from study.plan.places import Table

# What each way of catching up is called, and says of itself.
WAYS = {
    "on": ("Move everything on", "Nothing is lost; the whole plan starts again today."),
    "merge": (
        "Merge it into the coming days",
        "What you missed goes where there is room; the rest stays.",
    ),
    "skip": ("Skip what was missed", "The coming days stay as they are."),
}
KINDS = {**shelves.TASK_KINDS, REVIEW: "Review", STUDY: "Study"}


@dataclass(frozen=True)
class Line:
    """One task on the page."""

    row: PlanTask
    key: str
    title: str
    kind: str
    priority: str
    done_on: date | None
    is_missed: bool
    place: Place | None
    opening: Opening

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_review(self) -> bool:
        return self.row.slug == REVIEW

    @property
    def kind_word(self) -> str:
        return KINDS.get(self.kind, "")


@dataclass(frozen=True)
class Day:
    on: date
    number: int
    title: str
    lines: list[Line]
    cap: int
    today: date

    @property
    def minutes(self) -> int:
        return sum(line.row.minutes for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def is_over(self) -> bool:
        return self.on < self.today

    @property
    def is_long(self) -> bool:
        return self.minutes > self.cap


@dataclass(frozen=True)
class Phase:
    slug: str
    title: str
    aim: str
    days: list[Day]

    @property
    def done(self) -> int:
        return sum(day.done for day in self.days)

    @property
    def total(self) -> int:
        return sum(len(day.lines) for day in self.days)

    @property
    def is_over(self) -> bool:
        return all(day.is_over for day in self.days)


@dataclass(frozen=True)
class Choice:
    """One way of catching up, with what comes of it."""

    way: str
    title: str
    says: str
    ends_on: date | None
    longest: int
    left_out: list[previews.LeftOut]


@dataclass
class Board:
    """Everything the page shows, for one person at one moment. Seven queries."""

    user: User
    at: datetime
    desk: Desk | None = None
    plan: Plan | None = field(init=False)

    def __post_init__(self) -> None:
        self.desk = self.desk or desk_of(self.user)
        self.desk.user = self.user
        self.today = self.desk.day(self.at)
        self.plan = Plan.objects.visible_to(self.user).first()
        if self.plan is not None:
            self.plan.owner = self.user

    @cached_property
    def rows(self) -> list[PlanTask]:
        return list(self.plan.tasks.all())

    @cached_property
    def table(self) -> Table:
        return actions.table_of(self.plan, self.desk, at=self.at, tasks=self.rows)

    @cached_property
    def changes(self) -> list[PlanChange]:
        return list(PlanChange.objects.visible_to(self.user)[: history.HISTORY])

    @property
    def last_change(self) -> PlanChange | None:
        return history.last(self.changes)

    @cached_property
    def lines(self) -> list[Line]:
        openings = Openings(content(), self.user, self.table.outline)
        missed = set(self.table.missed)
        return [self._line(row, openings, missed) for row in self.rows]

    def _line(self, row: PlanTask, openings: Openings, missed: set[str]) -> Line:
        outline, key = self.table.outline, actions.key_of_row(row)
        return Line(
            row,
            key,
            outline.title(key),
            outline.kind(key),
            self._priority(key),
            self.table.done_on(key),
            key in missed,
            outline.places.get(key),
            openings.of(key),
        )

    def _priority(self, key: str) -> str:
        piece = self.table.pieces.get(key)
        return f"P{piece.priority}" if piece else ""

    @property
    def outline(self) -> Outline:
        return self.table.outline

    def line(self, pk: int) -> Line:
        return next(line for line in self.lines if line.row.pk == pk)

    @cached_property
    def days(self) -> list[Day]:
        """The plan's days with what is on them, skipped tasks apart; reviews first."""
        by_day: dict[date, list[Line]] = {}
        for line in self.lines:
            if line.row.on and (line.is_done or not line.row.skipped_on):
                by_day.setdefault(line.row.on, []).append(line)
        numbers = {day: n for n, day in enumerate(self.table.all_days, start=1)}
        made = []
        for on, inside in sorted(by_day.items()):
            inside.sort(key=lambda line: (not line.is_review, line.row.position))
            title = next((line.place.day.title for line in inside if line.place), "")
            number = numbers.get(on, 0)
            cap = self.plan.minutes_a_day
            made.append(Day(on, number, title or "Reviews", inside, cap, self.today))
        return made

    @property
    def today_day(self) -> Day | None:
        return next((day for day in self.days if day.is_today), None)

    @property
    def next_day(self) -> Day | None:
        return next((day for day in self.days if day.on > self.today), None)

    def days_of(self, line: Line) -> list[Day]:
        """The day it is on, or none."""
        return [day for day in self.days if line in day.lines]

    def phases_of(self, line: Line) -> list[Phase]:
        return [one for one in self.phases if any(line in day.lines for day in one.days)]

    @cached_property
    def phases(self) -> list[Phase]:
        """Days under the phase of their first task; a day of reviews goes with the one before."""
        found: dict[str, Phase] = {}
        now = self.table.outline.template.phases[0]
        for day in self.days:
            of_day = next((line.place.phase for line in day.lines if line.place), now)
            now = of_day
            phase = found.setdefault(now.slug, Phase(now.slug, now.title, now.aim, []))
            phase.days.append(day)
        return list(found.values())

    @property
    def phase_now(self) -> Phase | None:
        """The first that is not over: the one to unfold."""
        return next((phase for phase in self.phases if not phase.is_over), None)

    @property
    def missed(self) -> list[Line]:
        by_key = {line.key: line for line in self.lines}
        return [by_key[key] for key in self.table.missed]

    @property
    def missed_days(self) -> int:
        return len({line.row.on for line in self.missed})

    @property
    def left_out(self) -> list[Line]:
        """Without room; P3 first."""
        found = [one for one in self.lines if one.row.on is None and self.table.is_open(one.key)]
        return sorted(found, key=lambda one: one.priority, reverse=True)

    @property
    def skipped(self) -> list[Line]:
        return [one for one in self.lines if one.row.skipped_on and not one.is_done]

    @cached_property
    def choices(self) -> list[Choice]:
        """The ways of catching up; none when nothing was missed."""
        if not self.table.missed or self.is_over:
            return []
        return [self._choice(way, out) for way, out in actions.outcomes(self.table).items()]

    def _choice(self, way: str, out: places.Outcome) -> Choice:
        loads: dict[date, int] = {}
        for spot in out.spots.values():
            if spot.on and spot.on >= self.today and spot.skipped_on is None:
                loads[spot.on] = loads.get(spot.on, 0) + spot.minutes
        title, says = WAYS[way]
        left_out = previews.left_out(self.table, out.left_out)
        return Choice(
            way, title, says, max(loads, default=None), max(loads.values(), default=0), left_out
        )

    @cached_property
    def standing(self) -> rules.Standing:
        return rules.standing(_counted(self.lines), today=self.today)

    @property
    def is_over(self) -> bool:
        """The day it was made for has come: no day is left to plan."""
        day = self.plan.interview_on
        return day is not None and day <= self.today

    @property
    def interview_moved(self) -> bool:
        """The desk knows another day than the plan was made for."""
        day = self.desk.interview_on
        return day is not None and day != self.plan.interview_on and day > self.today


def items(user: User, *, desk: Desk, at: datetime) -> Iterator[Item]:
    """What the plan has for today, for the list of everything there is to do.

    Reviews and the list of the day before are there by themselves and are left out.
    """
    board = Board(user, at, desk)
    if board.plan is None or content() is None or board.is_over:
        return
    # Away, nothing is asked for that can wait; what a plan still has on such a day was left there.
    if board.table.missed and not board.desk.is_away(board.today):
        days = board.missed_days
        yield Item(
            "Catch up with your plan",
            f"{len(board.missed)} tasks of {days} day{'' if days == 1 else 's'} are open: "
            "move, merge or skip them.",
            2,
            board.plan.get_absolute_url(),
            "Choose",
            counted=("plan to catch up with", "plans to catch up with"),
        )
    day = board.today_day
    for line in day.lines if day else []:
        if not line.is_done and not line.is_review and line.kind != "checklist":
            yield Item(
                line.title,
                f"{line.kind_word}. Day {day.number} of your plan.",
                line.row.minutes,
                line.opening.address,
                line.opening.button,
                counted=("task of your plan", "tasks of your plan"),
            )


def _counted(lines: Iterable[Line]) -> Iterator[tuple[date | None, int, bool]]:
    """What the plan is measured by: neither reviews, which the grid counts, nor what was skipped
    or has no room."""
    for line in lines:
        is_in = line.is_done or (line.row.on is not None and line.row.skipped_on is None)
        if not line.is_review and is_in:
            yield line.row.on, line.row.minutes, line.is_done
