"""What the marks of somebody's interviews come to: by area, kind, level, month, by estimate.

Two statements, however many interviews: the database sums up, because 2,000 interviews are 12,000
questions. What is shown of each is what its review shows (`interview/marks.py`): the card of the
first kind of rater there is; several peers or interviewers by their median; nothing before the
candidate has said how it went. Answers left blank have no mark and are counted by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, StdDev

from accounts.models import User
from interview.marks import CREDIT, PRECEDENCE, TOGETHER
from interview.models import InterviewQuestion, PointMark
from questions.models import KeyPoint, Kind, Tier, Topic
from study.models import Attempt
from study.progress import intervals
from web.charts import Interval

# A cell of the map of areas and kinds is the mean of so many latest marks.
LATEST = 5

_ASKED = """
    SELECT q.id, COALESCE(t.parent_id, t.id) AS area, v.kind, v.tier, q.estimate,
           q.budget_seconds AS budget, COALESCE(a.seconds_used, 0) AS seconds,
           q.scoring = 'not-answered' AS blank, i.id AS interview, i.finished_at,
           i.mode = 'practice' AS practice,
           i.mode = 'practice' AND EXISTS (
               SELECT FROM interview_hintshown h WHERE h.question_id = q.id) AS hinted
    FROM interview_interview i
    JOIN interview_interviewquestion q ON q.interview_id = i.id
    JOIN questions_questionversion v ON v.id = q.version_id
    JOIN questions_question o ON o.id = v.question_id
    JOIN questions_topic t ON t.id = o.topic_id
    LEFT JOIN interview_answer a ON a.question_id = q.id
    WHERE i.candidate_id = %(person)s AND i.estimated_at IS NOT NULL
      AND i.finished_at >= %(since)s
"""

# The same questions, where nothing else of them is asked for.
_ASKED_ALONE = """
    SELECT q.id FROM interview_interview i
    JOIN interview_interviewquestion q ON q.interview_id = i.id
    WHERE i.candidate_id = %(person)s AND i.estimated_at IS NOT NULL
      AND i.finished_at >= %(since)s
"""

# Of a question's cards, those of the kind that counts; of two machines' the newer one.
_SHOWN = """
    SELECT question_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS score FROM (
        SELECT c.question_id, c.score, rank() OVER (
            PARTITION BY c.question_id
            ORDER BY array_position(%(order)s, c.rater_kind::text),
                     CASE WHEN c.rater_kind = ANY(%(together)s) THEN NULL ELSE c.made_at END DESC
        ) AS place
        FROM asked JOIN interview_scorecard c ON c.question_id = asked.id
        WHERE NOT c.abstained
    ) AS ranked
    WHERE place = 1 GROUP BY question_id
"""

_SUMS = f"""
WITH asked AS MATERIALIZED ({_ASKED}), shown AS ({_SHOWN}),
marked AS (
    SELECT asked.*, shown.score,
           date_trunc('month', asked.finished_at AT TIME ZONE %(zone)s)::date AS month,
           row_number() OVER (PARTITION BY area, kind
                              ORDER BY shown.score IS NULL, finished_at DESC, asked.id) AS nth
    FROM asked LEFT JOIN shown ON shown.question_id = asked.id
)
SELECT GROUPING(area, kind, tier, estimate, month) AS what,
       area, kind, tier, estimate, month,
       count(score) AS n, avg(score) AS mean, stddev_samp(score) AS spread,
       avg(score) FILTER (WHERE nth <= %(latest)s) AS latest,
       count(score) FILTER (WHERE nth <= %(latest)s) AS of_latest,
       count(*) AS asked, count(*) FILTER (WHERE blank) AS blank,
       count(DISTINCT interview) AS interviews,
       count(score) FILTER (WHERE estimate IS NOT NULL) AS said,
       avg(estimate / 4.0 - score) AS off, stddev_samp(estimate / 4.0 - score) AS off_spread,
       count(*) FILTER (WHERE practice AND NOT blank) AS practised,
       count(*) FILTER (WHERE hinted AND NOT blank) AS hinted,
       count(*) FILTER (WHERE seconds > 0 AND budget > 0 AND NOT blank) AS timed,
       count(*) FILTER (WHERE seconds > budget AND budget > 0 AND NOT blank) AS over,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds::float / NULLIF(budget, 0))
           FILTER (WHERE seconds > 0 AND NOT blank) AS pace
FROM marked
GROUP BY GROUPING SETS ((area), (kind), (tier), (estimate), (month), (area, kind), ())
"""  # noqa: S608 - our own words; what comes from outside is a parameter
# GROUPING's bits, the first column the highest: 0 where the column tells groups apart.
_AREA, _KIND, _TIER, _ESTIMATE, _MONTH, _CELL, _ALL = 15, 23, 27, 29, 30, 7, 31

# Of all verdicts on one point of one answer, that of the rater who counts first.
_POINTS = f"""
WITH asked AS MATERIALIZED ({_ASKED_ALONE})
SELECT level, count(*), avg(credit), stddev_samp(credit) FROM (
    SELECT DISTINCT ON (c.question_id, m.key_point_id)
           k.level, (%(credit)s::jsonb ->> m.verdict)::float AS credit
    FROM asked
    JOIN interview_scorecard c ON c.question_id = asked.id AND NOT c.abstained
    JOIN interview_pointmark m ON m.scorecard_id = c.id
    JOIN questions_keypoint k ON k.id = m.key_point_id
    ORDER BY c.question_id, m.key_point_id,
             array_position(%(order)s, c.rater_kind::text), c.made_at DESC
) AS verdicts
GROUP BY level
"""  # noqa: S608 - as above
# As `docs/statistics.md` counts them: what a machine was unsure of counts half.
_CREDIT = {verdict.value: 0.0 for verdict in PointMark.Verdict}
_CREDIT |= {verdict.value: credit for verdict, credit in CREDIT.items()}
_CREDIT[PointMark.Verdict.UNSURE.value] = 0.5


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

    rows: list[dict[str, Any]]
    topics: dict[int, Topic] = field(default_factory=dict)

    @cached_property
    def _all(self) -> dict[str, Any]:
        return next((row for row in self._of(_ALL)), {})

    def _of(self, what: int) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["what"] == what and row["asked"]]

    @property
    def n(self) -> int:
        return self._all.get("n", 0)

    @property
    def interviews(self) -> int:
        return self._all.get("interviews", 0)

    @property
    def blank(self) -> int:
        return self._all.get("blank", 0)

    @property
    def asked(self) -> int:
        return self._all.get("asked", 0)

    @property
    def whole(self) -> Figure:
        return _figure("All", self._all) if self._all else Figure("All", 0, None)

    @cached_property
    def areas(self) -> list[Figure]:
        """Areas with a mark, the weakest first."""
        found = [
            _figure(self.topics[row["area"]].title, row, slug=self.topics[row["area"]].slug)
            for row in self._of(_AREA)
            if row["n"]
        ]
        return sorted(found, key=lambda one: (one.mean, one.name))

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
    def months(self) -> list[tuple[date, Figure]]:
        found = [row for row in self._of(_MONTH) if row["n"]]
        ordered = sorted(found, key=lambda row: row["month"])
        return [(row["month"], _figure(f"{row['month']:%b %Y}", row)) for row in ordered]

    @cached_property
    def map(self) -> list[MapRow]:
        """Areas against kinds, in the order of the bank; only areas with a mark."""
        known = {(row["area"], row["kind"]): row for row in self._of(_CELL)}
        seen = {area for (area, _), row in known.items() if row["n"]}
        ordered = sorted(seen, key=lambda pk: (self.topics[pk].position, self.topics[pk].slug))
        return [
            MapRow(self.topics[pk].title, [_cell(known.get((pk, kind.value))) for kind in Kind])
            for pk in ordered
        ]

    @cached_property
    def calibration(self) -> Calibration:
        known = {row["estimate"]: row for row in self._of(_ESTIMATE)}
        said = [
            Said(level.value / 4, _figure(level.label, known.get(level.value)))
            for level in InterviewQuestion.Estimate
        ]
        whole = self._all
        return Calibration(
            whole.get("said", 0), _float(whole.get("off")), _float(whole.get("off_spread")), said
        )

    @cached_property
    def timing(self) -> list[Timing]:
        known = {row["kind"]: row for row in self._of(_KIND)}
        rows = [(kind.label, known[kind.value]) for kind in Kind if kind.value in known]
        rows += [("All kinds", self._all)] if self._all else []
        return [
            Timing(name, row["timed"], _float(row["pace"]), row["over"])
            for name, row in rows
            if row["timed"]
        ]

    @property
    def practised(self) -> int:
        return self._all.get("practised", 0)

    @property
    def hinted(self) -> int:
        return self._all.get("hinted", 0)


def of(user: User, *, since: datetime) -> Marks:
    """What this person's finished interviews since then come to. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, _facts(user, since))
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    wanted = {row["area"] for row in rows if row["area"] is not None}
    return Marks(rows, Topic.objects.in_bulk(wanted) if wanted else {})


def levels(user: User, *, since: datetime) -> list[Figure]:
    """Rubric points by how much they matter: must, should, bonus. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_POINTS, _facts(user, since))
        known = {level: facts for level, *facts in cursor.fetchall()}
    return [Figure(level.label, *known.get(level.value, (0, None))) for level in KeyPoint.Level]


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


def _facts(user: User, since: datetime) -> dict[str, Any]:
    return {
        "person": user.pk,
        "since": since,
        "zone": str(user.zone),
        "order": list(PRECEDENCE),
        "together": [kind.value for kind in TOGETHER],
        "latest": LATEST,
        "credit": json.dumps(_CREDIT),
    }


def _figure(name: str, row: dict[str, Any] | None, *, slug: str = "") -> Figure:
    if row is None:
        return Figure(name, 0, None, slug=slug)
    return Figure(name, row["n"], _float(row["mean"]), _float(row["spread"]), slug)


def _cell(row: dict[str, Any] | None) -> Cell:
    return Cell(row["of_latest"], _float(row["latest"])) if row else Cell()


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def weakest(figures: Iterable[Figure]) -> Figure | None:
    """The lowest mean of those with enough answers; with none, the lowest of all."""
    found = [one for one in figures if one.mean is not None]
    sure = [one for one in found if one.interval]
    return min(sure or found, key=lambda one: one.mean, default=None)
