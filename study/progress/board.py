"""The page of one's progress: everything it shows, for one person, one moment, one stretch of time.

Every figure says from how many observations it comes and ends in one thing to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from accounts.models import User
from study.cards import figures
from study.cards.actions import desk_of
from study.content import content
from study.days import begins
from study.grid import actions as grid_actions
from study.grid.rules import STEPS
from study.models import Desk
from study.plan import health
from study.progress import dimensions, intervals, marks, meters, streak
from web.charts import Interval, Level, Moment

YEAR = timedelta(days=365)
# Before anybody could have sat an interview here.
EVER = datetime(2000, 1, 1, tzinfo=UTC)
# A trend of more months than this is drawn from the latest.
MONTHS = 24
# How long a card had waited when it was asked.
WAITED = ("less than three weeks", "three weeks or more", "all of them")
# Areas in plain sight; the others are folded away.
WEAKEST = 8


@dataclass(frozen=True)
class Recall:
    """Of the cards that were due in the last 30 days, those recalled."""

    name: str
    asked: int
    interval: Interval | None


@dataclass(frozen=True)
class Block:
    """One block of the progress grid: how many of its boxes are done."""

    title: str
    done: int
    of: int

    @property
    def share(self) -> float:
        return self.done / self.of


@dataclass
class Board:
    """What the page shows. A dozen queries, however much there is."""

    user: User
    at: datetime
    # Everything there is, instead of the last year.
    everything: bool = False
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = desk_of(self.user)
        self.today = self.desk.day(self.at)

    def _begins(self, days: timedelta) -> datetime:
        return begins(self.today - days, self.user.zone, self.desk.turn)

    @property
    def since(self) -> datetime:
        return EVER if self.everything else self._begins(YEAR)

    @cached_property
    def marks(self) -> marks.Marks:
        return marks.of(self.user, since=self.since)

    @cached_property
    def dimensions(self) -> list[dimensions.FamilyBars]:
        return dimensions.of(self.user, since=self.since) if self.marks.interviews else []

    @cached_property
    def exercises(self) -> list[marks.Figure]:
        return marks.exercises(self.user, since=self.desk.day(self.since))

    @cached_property
    def meters(self) -> list[meters.Meter]:
        since = self._begins(timedelta(days=meters.DAYS))
        return meters.of(self.user, self.marks, on=self.today, since=since)

    @cached_property
    def plan(self) -> health.Health | None:
        """How they stand against their plan; None without one."""
        return health.of(self.user, at=self.at, desk=self.desk)

    @cached_property
    def trend(self) -> list[Moment]:
        return [
            Moment(
                day=figure.name,
                name=f"{figure.n} answers" if figure.n > 1 else "1 answer",
                score=figure.mean,
                low=figure.interval.low if figure.interval else figure.mean,
                high=figure.interval.high if figure.interval else figure.mean,
            )
            for _, figure in self.marks.months[-MONTHS:]
        ]

    @cached_property
    def calibration(self) -> list[Level]:
        """The estimates that were made, for the picture."""
        return [
            Level(
                name=one.figure.name,
                expected=one.expected,
                score=one.figure.mean,
                low=one.figure.interval.low if one.figure.interval else one.figure.mean,
                high=one.figure.interval.high if one.figure.interval else one.figure.mean,
            )
            for one in self.marks.calibration.said
            if one.figure.mean is not None
        ]

    @property
    def off(self) -> int:
        """How far estimates are off on average, in points of 100, whichever way."""
        return round(abs(100 * (self.marks.calibration.off or 0)))

    @property
    def difference(self) -> str:
        """The same with its sign and its interval, such as “+12 ± 4”."""
        found = self.marks.calibration
        said = f"{100 * (found.off or 0):+.0f}".replace("-", "−")
        return said if found.reach is None else f"{said} ± {100 * found.reach:.0f}"

    @cached_property
    def weakest(self) -> marks.Figure | None:
        return marks.weakest(self.marks.areas)

    @cached_property
    def weakest_kind(self) -> marks.Figure | None:
        return marks.weakest(self.marks.kinds)

    @property
    def first_areas(self) -> list[marks.Figure]:
        return self.marks.areas[:WEAKEST]

    @property
    def other_areas(self) -> list[marks.Figure]:
        return self.marks.areas[WEAKEST:]

    @property
    def practise_area(self) -> str:
        return meters.compose(areas=[self.weakest.slug]) if self.weakest else ""

    @property
    def practise_kind(self) -> str:
        return meters.compose(kinds=[self.weakest_kind.slug]) if self.weakest_kind else ""

    @cached_property
    def next_tier(self) -> marks.Figure:
        """The lowest level of which too little is known, or else the one with the lowest mean."""
        unknown = (tier for tier in self.marks.tiers if tier.missing)
        return next(unknown, None) or marks.weakest(self.marks.tiers)

    @property
    def practise_tier(self) -> str:
        return meters.compose(tiers=[self.next_tier.slug])

    @cached_property
    def cards(self) -> figures.Deck:
        return figures.deck(self.user, on=self.today)

    @cached_property
    def recall(self) -> list[Recall]:
        lately = figures.lately(self.user, on=self.today)
        return [
            Recall(
                name,
                one.asked,
                intervals.of_share(one.known, one.asked) if one.share is not None else None,
            )
            for name, one in zip(WAITED, lately.columns, strict=True)
        ]

    @cached_property
    def grid(self) -> list[Block]:
        """Empty while nothing of the grid is done."""
        found, done = content(), grid_actions.boxes_done(self.user)
        if found is None:
            return []
        blocks = {block.slug: [block.title, 0, 0] for block in found.study.blocks}
        for concept in found.study.concepts:
            blocks[concept.block][1] += done.get(concept.slug, 0)
            blocks[concept.block][2] += len(STEPS)
        made = [Block(*facts) for facts in blocks.values() if facts[2]]
        return made if any(block.done for block in made) else []

    @cached_property
    def streak(self) -> int | None:
        """None unless its owner wants to see it."""
        if not self.desk.shows_streak:
            return None
        return streak.of(self.user, self.desk, at=self.at)

    @property
    def has_any(self) -> bool:
        return bool(self.marks.n or self.exercises or self.cards.has_any or self.grid)
