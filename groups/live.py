"""What an interviewer sees while somebody sits: the questions with their key, and what has been
typed so far. It is made here from rows; nothing of it goes by way of the candidate's browser."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch
from django.utils.safestring import SafeString

from interview import artefacts, rules, sheets, tried
from interview.models import Interview, InterviewQuestion
from interview.question_reviews import key_of
from marking.fields import VERDICTS
from questions.models import KeyPoint


@dataclass(frozen=True)
class Leaning:
    """One button beside a point; pressed again it takes itself back."""

    label: str
    is_on: bool
    sends: str


@dataclass(frozen=True)
class LivePoint:
    """One point of the rubric, and what the interviewer leans to so far."""

    point: KeyPoint
    leanings: list[Leaning]


@dataclass(frozen=True)
class Asked:
    """One question as the interviewer sees it."""

    position: int
    title: str
    prompt: SafeString
    public_tests: str
    # What they asked for so far, beside all there is; None where there is nothing to ask for.
    search: artefacts.Search | None
    tried: list[tried.Tried]
    framework_at: datetime | None
    points: list[LivePoint]
    key: SafeString
    typed: str
    # It is the one that was saved last.
    is_newest: bool


@dataclass(frozen=True)
class View:
    """Everything the page shows now; `mark` changes when any of it does."""

    status: str
    minutes_left: int
    questions: list[Asked]
    mark: str


def view_of(interview: Interview, *, at: datetime, ticks: Mapping[str, str] | None = None) -> View:
    """Two queries; up to four more where a question is about a fault. None before it has begun."""
    left = math.ceil(rules.time_left(interview, at=at).total_seconds() / 60)
    rows = list(_rows(interview)) if interview.started_at else []
    latest = max((row.answer.saved_at for row in rows if row.answer.saved_at), default=None)
    known = sheets.of(row.version_id for row in rows)
    logs = tried.of(rows, kinds={row.pk: row.version.kind for row in rows})
    trails = artefacts.of(rows, versions=[row.version for row in rows])
    for row in rows:
        row.interview = interview
        row.log, row.trail = logs.get(row.pk), trails.get(row.pk)
    return View(
        status=interview.status,
        minutes_left=left,
        questions=[_asked(row, known[row.version_id], latest, ticks or {}) for row in rows],
        mark=_mark(interview, left, sum(map(_changes, rows))),
    )


def mark_of(interview: Interview, *, at: datetime) -> str:
    """The mark alone, for a page that asks whether anything is new: one small query."""
    left = math.ceil(rules.time_left(interview, at=at).total_seconds() / 60)
    counted = interview.questions.annotate(asks=Count("artefacts_asked")).values_list(
        "answer__revision", "tried__revision", "framework", "asks"
    )
    changes = (
        answer + (log or 0) + (opened is not None) + asks for answer, log, opened, asks in counted
    )
    return _mark(interview, left, sum(changes))


def _changes(row: InterviewQuestion) -> int:
    """As `mark_of` counts: saves of both texts, asks, and the steps once they were opened."""
    log = row.log.revision if row.log else 0
    asks = len(row.trail.asked) if row.trail else 0
    return row.answer.revision + log + asks + hasattr(row, "framework")


def _mark(interview: Interview, minutes_left: int, changes: int) -> str:
    return f"{interview.status}-{minutes_left}-{changes}"


def _rows(interview: Interview):
    points = KeyPoint.objects.order_by("position")
    return (
        interview.questions.select_related("answer", "framework", "version__question__topic")
        .prefetch_related(Prefetch("version__key_points", queryset=points))
        .order_by("position")
    )


def _asked(
    row: InterviewQuestion,
    sheet: sheets.Sheet,
    latest: datetime | None,
    ticks: Mapping[str, str],
) -> Asked:
    return Asked(
        position=row.position,
        title=row.version.title,
        prompt=sheet.prompt,
        public_tests=sheet.public_tests,
        search=_search(row),
        tried=tried.lines(row.log) if row.log else [],
        framework_at=row.framework.opened_at if hasattr(row, "framework") else None,
        points=[
            LivePoint(point, _leanings(ticks.get(str(point.pk), "")))
            for point in row.version.key_points.all()
        ],
        key=key_of(row.version),
        typed=row.answer.text,
        is_newest=latest is not None and row.answer.saved_at == latest,
    )


def _search(row: InterviewQuestion) -> artefacts.Search | None:
    if row.trail is None:
        return None
    return artefacts.search(row.version, row.trail, started_at=row.interview.started_at)


def _leanings(now: str) -> list[Leaning]:
    return [
        Leaning(label, is_on=verdict == now, sends="" if verdict == now else verdict)
        for verdict, label in VERDICTS.items()
    ]
