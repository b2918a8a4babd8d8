"""What the marks of somebody's interviews come to: by area, kind, level, month, by estimate.

A few statements, however many interviews, over the answers as they are kept summed up
(`study/models/sums.py`). What is kept of each is what its review shows (`interview/marks.py`): the
card of the first kind of rater there is; several peers or interviewers by their median; nothing
before the candidate has said how it went. Answers left blank have no mark and are counted by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from math import sqrt
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, StdDev

from accounts.models import User
from interview.models import Interview, InterviewQuestion
from questions.models import KeyPoint, Kind, Tier, Topic
from study.models import Attempt
from study.progress import intervals
from web.charts import Interval

# A cell of the map of areas and kinds is the mean of so many latest marks.
LATEST = 5

_KEPT = """
    SELECT COALESCE(t.parent_id, t.id) AS area, k.kind, k.tier, k.estimate, k.score,
           k.finished_at, k.question_id
    FROM study_markedanswer k
    JOIN questions_question o ON o.id = k.asked_id
    JOIN questions_topic t ON t.id = o.topic_id
    WHERE k.owner_id = %(person)s AND k.finished_at >= %(since)s
"""

_SUMS = f"""
SELECT GROUPING(area, kind, tier, estimate, month) AS what,
       area, kind, tier, estimate, month,
       count(score) AS n, avg(score) AS mean, stddev_samp(score) AS spread
FROM (
    SELECT *, date_trunc('month', finished_at AT TIME ZONE %(zone)s)::date AS month
    FROM ({_KEPT}) AS kept
) AS dated
GROUP BY GROUPING SETS ((area), (kind), (tier), (estimate), (month))
"""  # noqa: S608 - our own words; what comes from outside is a parameter
# GROUPING's bits, the first column the highest: 0 where the column tells groups apart.
_AREA, _KIND, _TIER, _ESTIMATE, _MONTH = 15, 23, 27, 29, 30

# By itself, as each sum above is made five times over.
_WHOLE = """
SELECT count(score) AS n, avg(score) AS mean, stddev_samp(score) AS spread,
       count(*) AS asked, count(*) FILTER (WHERE is_blank) AS blank,
       count(off) AS said, avg(off) AS off, stddev_samp(off) AS off_spread,
       count(*) FILTER (WHERE is_practice AND NOT is_blank) AS practised,
       count(*) FILTER (WHERE is_practice AND is_hinted AND NOT is_blank) AS hinted,
       sum(must_points) AS must_points, sum(must_made) AS must_made,
       sum(must_half) AS must_half, sum(should_points) AS should_points,
       sum(should_made) AS should_made, sum(should_half) AS should_half,
       sum(bonus_points) AS bonus_points, sum(bonus_made) AS bonus_made,
       sum(bonus_half) AS bonus_half
FROM (
    SELECT *, estimate / 4::float8 - score AS off FROM study_markedanswer
    WHERE owner_id = %(person)s AND finished_at >= %(since)s
) AS kept
"""

# Sorted within each cell: numbering all of them first takes a third longer.
_CELLS = f"""
SELECT area, kind, least(n, %(latest)s) AS n,
       (SELECT avg(score) FROM unnest(scores[:%(latest)s]) AS score) AS mean
FROM (
    SELECT area, kind, count(*) AS n,
           array_agg(score ORDER BY finished_at DESC, question_id) AS scores
    FROM ({_KEPT}) AS kept WHERE score IS NOT NULL GROUP BY area, kind
) AS marked
"""  # noqa: S608 - as above

# The last row, whose kind is empty, is of all kinds.
_TIMES = """
SELECT kind, count(*) AS timed, count(*) FILTER (WHERE seconds > budget) AS over,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds::float8 / budget) AS pace
FROM study_markedanswer
WHERE owner_id = %(person)s AND finished_at >= %(since)s
  AND seconds > 0 AND budget > 0 AND NOT is_blank
GROUP BY GROUPING SETS ((kind), ())
"""


@dataclass(frozen=True)
class Figure:
    """A mean mark, 0–1, and from how many answers; None is “no data”, which is not 0."""

    name: str
    n: int
    mean: float | None
    spread: float | None = None
    slug: str = ""

    @cached_property
    def interval(self) -> Interval | None:
        """None where there are too few to tell."""
        return intervals.of_mean(self.n, self.mean, self.spread)

    @property
    def missing(self) -> int:
        """How many more answers until something can be said of how sure it is."""
        return max(0, intervals.ENOUGH - self.n)


@dataclass(frozen=True)
class Said:
    """One of the five things one can say of an answer, and what such answers came to."""

    expected: float
    figure: Figure


@dataclass(frozen=True)
class Calibration:
    """Estimates against marks; `off` is their mean difference, above 0 where one hopes for more."""

    n: int
    off: float | None
    spread: float | None
    said: list[Said]

    @property
    def reach(self) -> float | None:
        return intervals.reach(self.n, self.spread) if self.n >= intervals.ENOUGH else None

    @property
    def leans(self) -> str:
        """“high”, “low”, “neither” where zero lies in the interval, nothing with too few."""
        if self.reach is None or self.off is None:
            return ""
        if abs(self.off) <= self.reach:
            return "neither"
        return "high" if self.off > 0 else "low"


@dataclass(frozen=True)
class Timing:
    """Time on the question against its share of the clock; `pace` is the middle one, 1 = all."""

    name: str
    n: int
    pace: float | None
    over: int


@dataclass(frozen=True)
class Cell:
    """The mean of the latest marks of one area and kind; None is “no data”."""

    n: int = 0
    mean: float | None = None

    @property
    def band(self) -> str:
        """A step of the colour scale; the figure stands in the cell as well."""
        return "" if self.mean is None else str(min(4, int(self.mean * 5)))


@dataclass(frozen=True)
class MapRow:
    area: str
    cells: list[Cell]


@dataclass
class Marks:
    """Everything the marks of one person tell since some day."""

    all: dict[str, Any] = field(default_factory=dict)
    sums: list[dict[str, Any]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    times: list[dict[str, Any]] = field(default_factory=list)
    interviews: int = 0
    topics: dict[int, Topic] = field(default_factory=dict)

    def _of(self, what: int) -> list[dict[str, Any]]:
        return [row for row in self.sums if row["what"] == what]

    @property
    def n(self) -> int:
        return self.all.get("n", 0)

    @property
    def blank(self) -> int:
        return self.all.get("blank", 0)

    @property
    def asked(self) -> int:
        return self.all.get("asked", 0)

    @property
    def whole(self) -> Figure:
        return _figure("All", self.all or None)

    @cached_property
    def areas(self) -> list[Figure]:
        """Areas with a mark, the weakest first; after them those with too few to tell."""
        found = [
            _figure(self.topics[row["area"]].title, row, slug=self.topics[row["area"]].slug)
            for row in self._of(_AREA)
            if row["n"]
        ]
        return sorted(found, key=lambda one: (one.missing > 0, one.mean, one.name))

    @cached_property
    def kinds(self) -> list[Figure]:
        known = {row["kind"]: row for row in self._of(_KIND)}
        return [_figure(kind.label, known.get(kind.value), slug=kind.value) for kind in Kind]

    def kind(self, kind: Kind) -> Figure:
        return next(one for one in self.kinds if one.slug == kind.value)

    @cached_property
    def tiers(self) -> list[Figure]:
        known = {row["tier"]: row for row in self._of(_TIER)}
        return [_figure(tier.label, known.get(tier.value), slug=str(tier.value)) for tier in Tier]

    @cached_property
    def levels(self) -> list[Figure]:
        """Rubric points by how much they matter: must, should, bonus."""
        return [
            _credited(
                level.label,
                # Of no answers SQL has no sum.
                *(self.all.get(f"{level}_{what}") or 0 for what in ("points", "made", "half")),
            )
            for level in KeyPoint.Level
        ]

    @cached_property
    def months(self) -> list[tuple[date, Figure]]:
        found = [row for row in self._of(_MONTH) if row["n"]]
        ordered = sorted(found, key=lambda row: row["month"])
        return [(row["month"], _figure(f"{row['month']:%b %Y}", row)) for row in ordered]

    @cached_property
    def map(self) -> list[MapRow]:
        """Areas against kinds, in the order of the bank; only areas with a mark."""
        known = {(row["area"], row["kind"]): Cell(row["n"], row["mean"]) for row in self.cells}
        seen = {area for area, _ in known}
        ordered = sorted(seen, key=lambda pk: (self.topics[pk].position, self.topics[pk].slug))
        return [
            MapRow(self.topics[pk].title, [known.get((pk, kind.value), Cell()) for kind in Kind])
            for pk in ordered
        ]

    @cached_property
    def calibration(self) -> Calibration:
        known = {row["estimate"]: row for row in self._of(_ESTIMATE)}
        said = [
            Said(level.value / 4, _figure(level.label, known.get(level.value)))
            for level in InterviewQuestion.Estimate
        ]
        whole = self.all
        return Calibration(whole.get("said", 0), whole.get("off"), whole.get("off_spread"), said)

    @cached_property
    def timing(self) -> list[Timing]:
        known = {row["kind"]: row for row in self.times if row["timed"]}
        names = [*((kind.value, kind.label) for kind in Kind), (None, "All kinds")]
        return [
            Timing(name, known[kind]["timed"], known[kind]["pace"], known[kind]["over"])
            for kind, name in names
            if kind in known
        ]

    @property
    def practised(self) -> int:
        return self.all.get("practised", 0)

    @property
    def hinted(self) -> int:
        return self.all.get("hinted", 0)


def of(user: User, *, since: datetime) -> Marks:
    """What this person's finished interviews since then come to. Six queries."""
    facts = {"person": user.pk, "since": since, "zone": str(user.zone), "latest": LATEST}
    statements = (_WHOLE, _SUMS, _CELLS, _TIMES)
    [whole], sums, cells, times = (_rows(statement, facts) for statement in statements)
    wanted = {row["area"] for row in sums if row["area"] is not None}
    sat = Interview.objects.of_candidate(user).filter(
        estimated_at__isnull=False, finished_at__gte=since
    )
    topics = Topic.objects.in_bulk(wanted) if wanted else {}
    return Marks(whole, sums, cells, times, sat.count() if wanted else 0, topics)


def _rows(statement: str, facts: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _credited(name: str, n: int, made: int, half: int) -> Figure:
    """Points worth 1 where they were made, 0.5 where half made, as `docs/statistics.md` counts."""
    if not n:
        return Figure(name, 0, None)
    mean = (made + half / 2) / n
    squares = made + half / 4 - n * mean**2
    return Figure(name, n, mean, sqrt(max(0.0, squares) / (n - 1)) if n > 1 else None)


def exercises(user: User, *, since: date) -> list[Figure]:
    """Results of the desk's exercises by kind, of those that were tried. One query."""
    done = Attempt.objects.visible_to(user).finished().filter(on__gte=since).order_by()
    facts = done.values_list("kind").annotate(
        Count("pk"), Avg("score"), StdDev("score", sample=True)
    )
    known = {kind: found for kind, *found in facts}
    return [
        Figure(kind.label, *known[kind.value], slug=kind.value)
        for kind in Attempt.Kind
        if kind.value in known
    ]


def _figure(name: str, row: dict[str, Any] | None, *, slug: str = "") -> Figure:
    if row is None:
        return Figure(name, 0, None, slug=slug)
    return Figure(name, row["n"], row["mean"], row["spread"], slug)


def weakest(figures: Iterable[Figure]) -> Figure | None:
    """The lowest mean of those with enough answers; with none, the lowest of all."""
    found = [one for one in figures if one.mean is not None]
    sure = [one for one in found if one.interval]
    return min(sure or found, key=lambda one: one.mean, default=None)
