"""Checklists as their page shows them: what is ticked, what is filled from one's own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from accounts.models import User
from questions.bank.study import Study
from questions.bank.study.plans import Checklist
from questions.bank.study.plans import Item as ChecklistItem
from study.cards.actions import desk_of
from study.checklists import opening, rules
from study.checklists.weakest import Weak, weakest
from study.models import LastReview, TeamQuestion, Tick
from study.shelves import MOMENTS
from study.weak.evidence import Evidence


@dataclass(frozen=True)
class Line:
    """One item; `why_not`: what has to be done before it can be ticked."""

    of: ChecklistItem
    minutes: int
    is_ticked: bool
    why_not: str | None = None
    # Of `weakest-p1`: those to go over, how many there are, what all of them would take.
    weakest: Sequence[Weak] = ()
    of_all: int = 0
    all_minutes: int = 0
    # Of `own-questions`.
    own: Sequence[TeamQuestion] = ()
    wanted: int = 0


@dataclass(frozen=True)
class Ticked:
    """One list of one person."""

    of: Checklist
    moment: str
    lines: list[Line] = field(default_factory=list)
    is_open: bool = False
    day: date | None = None

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def minutes_left(self) -> int:
        return sum(line.minutes for line in self.lines if not line.is_ticked)

    @property
    def done(self) -> int:
        return sum(line.is_ticked for line in self.lines)


class Checklists:
    """Everything the page shows, for one person at one moment. A fixed number of queries."""

    def __init__(self, user: User, study: Study, *, at: datetime) -> None:
        self.user, self.study, self.at = user, study, at
        self.desk = desk_of(user)
        ticks = Tick.objects.visible_to(user).filter(interview_on=self.desk.interview_on)
        self.ticked = set(ticks.values_list("checklist", "item"))
        self.own = list(TeamQuestion.objects.visible_to(user))

    @cached_property
    def number(self) -> int | None:
        """How many concepts they chose to go over; None where they chose nothing."""
        chosen = LastReview.objects.filter(user=self.user).values_list("concepts", flat=True)
        return chosen.first()

    @cached_property
    def weakest(self) -> list[Weak]:
        return weakest(self.study, Evidence(self.user, at=self.at, desk=self.desk))

    def all(self) -> list[Ticked]:
        """What is open comes first; else the order of the content."""
        found = [self.one(of) for of in self.study.checklists]
        return sorted(found, key=lambda one: not one.is_open)

    def one(self, of: Checklist) -> Ticked:
        moment = MOMENTS[of.when]
        on = self.desk.interview_on
        return Ticked(
            of,
            "" if moment == of.title.lower() else moment,
            [self._line(of, item) for item in of.items],
            opening.is_open(of.when, on, self.user.zone, at=self.at),
            opening.day_of(of.when, on) if on else None,
        )

    def _line(self, of: Checklist, item: ChecklistItem) -> Line:
        is_ticked = (of.slug, item.slug) in self.ticked
        if item.rule is None:
            return Line(item, item.minutes, is_ticked)
        if item.rule.name == "own-questions":
            why_not = rules.why_not_tick(item, own_questions=len(self.own))
            return Line(
                item,
                item.minutes,
                is_ticked and not why_not,
                why_not,
                own=self.own,
                wanted=item.rule.count,
            )
        each, count = item.rule.minutes_each, self.number or item.rule.count
        chosen = self.weakest[:count]
        return Line(
            item,
            len(chosen) * each,
            is_ticked,
            weakest=chosen,
            of_all=len(self.weakest),
            all_minutes=len(self.weakest) * each,
        )
