"""What an interviewer sees while somebody sits: the questions with their key, and what has been
typed so far. It is made here from rows; nothing of it goes by way of the candidate's browser."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from interview import rules, sheets
from interview.models import Interview, InterviewQuestion
from interview.reviews import key_of
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
    exhibits: SafeString
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
    """Three queries, or one while it has not begun."""
    left = math.ceil(rules.time_left(interview, at=at).total_seconds() / 60)
    rows = list(_rows(interview)) if interview.started_at else []
    latest = max((row.answer.saved_at for row in rows if row.answer.saved_at), default=None)
    known = sheets.of(row.version_id for row in rows)
    return View(
        status=interview.status,
        minutes_left=left,
        questions=[_asked(row, known[row.version_id], latest, ticks or {}) for row in rows],
        mark=_mark(interview, left, sum(row.answer.revision for row in rows)),
    )


def mark_of(interview: Interview, *, at: datetime) -> str:
    """The mark alone, for a page that asks whether anything is new: one small query."""
    left = math.ceil(rules.time_left(interview, at=at).total_seconds() / 60)
    saves = interview.questions.values_list("answer__revision", flat=True)
    return _mark(interview, left, sum(saves))


def _mark(interview: Interview, minutes_left: int, saves: int) -> str:
    return f"{interview.status}-{minutes_left}-{saves}"


def _rows(interview: Interview):
    points = KeyPoint.objects.order_by("position")
    return (
        interview.questions.select_related("answer", "version__question__topic")
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
        exhibits=sheet.exhibits,
        points=[
            LivePoint(point, _leanings(ticks.get(str(point.pk), "")))
            for point in row.version.key_points.all()
        ],
        key=key_of(row.version),
        typed=row.answer.text,
        is_newest=latest is not None and row.answer.saved_at == latest,
    )


def _leanings(now: str) -> list[Leaning]:
    return [
        Leaning(label, is_on=verdict == now, sends="" if verdict == now else verdict)
        for verdict, label in VERDICTS.items()
    ]
