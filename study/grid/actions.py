"""Everything that changes the progress grid: marking, moving, many at once, notes, undoing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from questions.bank.study.syllabus import Concept
from study import history
from study.cards.actions import desk_of
from study.grid import rules
from study.grid.rules import Mark, Row
from study.models import Box, GridChange, GridNote
from web.refusals import Refused

_FACTS = ("due_on", "done_on", "minutes", "confidence", "marked_at")


def row_of(box_list: Iterable[Box]) -> Row:
    return {box.step: Mark(*(getattr(box, name) for name in _FACTS)) for box in box_list}


def rows_of(user: User, concepts: Iterable[str] | None = None) -> dict[str, Row]:
    """{concept: row} of those that have any box; one query."""
    boxes = Box.objects.visible_to(user).order_by("concept", "step")
    if concepts is not None:
        boxes = boxes.filter(concept__in=concepts)
    found: dict[str, list[Box]] = {}
    for box in boxes:
        found.setdefault(box.concept, []).append(box)
    return {concept: row_of(inside) for concept, inside in found.items()}


def boxes_done(user: User) -> dict[str, int]:
    """{concept: how many of its boxes are done}; one query."""
    done = Box.objects.visible_to(user).exclude(done_on=None).order_by()
    return dict(done.values_list("concept").annotate(Count("pk")))


@transaction.atomic
def tap(user: User, concept: Concept, step: int, *, done: bool, at: datetime) -> GridChange | None:
    """Mark a box done today, or take that back. A second tap that asks for what is so already
    changes nothing and answers None.
    """
    row = _locked(user, [concept.slug]).get(concept.slug, {})
    if bool(step in row and row[step].done_on) == done:
        return None
    if not done:
        return _unmark(user, concept, step, row, at=at)
    return _mark(user, concept, step, row, Mark(done_on=desk_of(user).day(at), marked_at=at), at=at)


@transaction.atomic
def record(
    user: User,
    concept: Concept,
    step: int,
    *,
    on: date,
    minutes: int | None,
    confidence: int | None,
    at: datetime,
) -> GridChange | None:
    """Say when a box was done, how long it took (minutes), how sure one is (1–4)."""
    row = _locked(user, [concept.slug]).get(concept.slug, {})
    old = row.get(step, Mark())
    if (old.done_on, old.minutes, old.confidence) == (on, minutes, confidence):
        return None
    mark = Mark(done_on=on, minutes=minutes, confidence=confidence, marked_at=old.marked_at or at)
    return _mark(user, concept, step, row, mark, at=at)


def _mark(user, concept: Concept, step: int, row: Row, mark: Mark, *, at) -> GridChange:
    reason = rules.why_not_mark(row, step, mark.done_on, today=desk_of(user).day(at))
    if reason:
        raise Refused(reason)
    what = f"{concept.title}: day {step} done {mark.done_on:%-d %B}"
    return _write(user, {concept.slug: (row, rules.marked(row, step, mark))}, what, at=at)


def _unmark(user, concept: Concept, step: int, row: Row, *, at) -> GridChange:
    reason = rules.why_not_unmark(row, step)
    if reason:
        raise Refused(reason)
    what = f"{concept.title}: day {step} not done"
    return _write(user, {concept.slug: (row, rules.unmarked(row, step))}, what, at=at)


@transaction.atomic
def shift(user: User, concept: Concept, *, at: datetime) -> GridChange | None:
    """Count what is left of a row from the day on which its last box was done."""
    row = _locked(user, [concept.slug]).get(concept.slug, {})
    made = rules.shifted(row)
    if made is None:
        return None
    return _write(user, {concept.slug: (row, made)}, f"{concept.title}: the rest moved", at=at)


@transaction.atomic
def start(user: User, concepts: Iterable[Concept], *, at: datetime) -> GridChange | None:
    """Day 1 done today, for those of these concepts where it is not done."""
    concepts = list(concepts)
    rows = _locked(user, [concept.slug for concept in concepts])
    today = desk_of(user).day(at)
    made = {}
    for concept in concepts:
        row = rows.get(concept.slug, {})
        if not (1 in row and row[1].done_on):
            mark = Mark(done_on=today, marked_at=at)
            made[concept.slug] = (row, rules.marked(row, 1, mark))
    return _write(user, made, f"Day 1 done for {len(made)}", at=at)


@transaction.atomic
def catch_up(
    user: User, concepts: Iterable[Concept], *, moving: set[str] | None, cap: int, at: datetime
) -> GridChange | None:
    """Spread what is overdue over days from today on, at most `cap` minutes a day beside what is
    due anyway. `concepts` are all there are; `moving` names those whose boxes may move, None: all.
    """
    concepts = list(concepts)
    rows = _locked(user)
    today = desk_of(user).day(at)
    tasks = [
        task
        for task in open_tasks(rows, concepts)
        if moving is None or task.concept in moving or task.due_on >= today
    ]
    days = rules.spread(tasks, today=today, cap=cap)
    made = {}
    for slug in {slug for slug, _ in days}:
        row = rows[slug]
        moved = {step: day for (of, step), day in days.items() if of == slug}
        changed = {step: replace(row[step], due_on=day) for step, day in moved.items()}
        made[slug] = (row, {**row, **changed})
    return _write(user, made, f"{len(days)} overdue moved, {cap} minutes a day", at=at)


@transaction.atomic
def compress(user: User, *, at: datetime) -> GridChange | None:
    """Bring all open boxes before the interview; None where none can be or has to be moved."""
    desk = desk_of(user)
    if desk.interview_on is None:
        raise Refused("Say first when your interview is, under “How you study”.")
    if desk.interview_on <= desk.day(at):
        raise Refused("No day is left before the interview.")
    made = {}
    for slug, row in _locked(user).items():
        new = rules.compressed(row, interview_on=desk.interview_on, today=desk.day(at))
        if new is not None:
            made[slug] = (row, new)
    return _write(user, made, f"{len(made)} brought before the interview", at=at)


def note(user: User, concept: str, text: str) -> None:
    """Keep what is noted beside a concept; no words, no note."""
    if text.strip():
        facts = {"text": text}
        GridNote.objects.update_or_create(owner=user, concept=concept, defaults=facts)
    else:
        GridNote.objects.visible_to(user).filter(concept=concept).delete()


@transaction.atomic
def undo(change: GridChange, *, at: datetime) -> None:
    """Put back what the boxes were. Refused while a later change of the same concepts stands."""
    User.objects.hold(change.owner_id)

    def put_back(before: Mapping[str, Any]) -> None:
        rows = rows_of(change.owner, before)
        _store(
            change.owner,
            {slug: (rows.get(slug, {}), _read(kept)) for slug, kept in before.items()},
        )

    history.take_back(change, same="concepts", put_back=put_back, at=at)


def open_tasks(rows: Mapping[str, Row], concepts: Iterable[Concept]) -> list[rules.Task]:
    """Open boxes that have a day, of concepts that there are."""
    return [
        rules.Task(
            concept.slug,
            step,
            mark.due_on,
            rules.minutes_of(step, concept.minutes),
            int(concept.priority[1:]),
        )
        for concept in concepts
        for step, mark in rows.get(concept.slug, {}).items()
        if mark.done_on is None
    ]


def _locked(user: User, concepts: Iterable[str] | None = None) -> dict[str, Row]:
    """Rows that nobody else changes until the transaction ends."""
    User.objects.hold(user.pk)
    return rows_of(user, concepts)


def _write(
    user: User, rows: Mapping[str, tuple[Row, Row]], what: str, *, at: datetime
) -> GridChange | None:
    """Store {concept: (old, new)} and what they were. Only the last 20 changes are kept."""
    if not rows:
        return None
    _store(user, rows)
    before = {slug: _plain(old) for slug, (old, _) in rows.items()}
    return history.keep(GridChange, user, what, before, at=at)


def _store(user: User, rows: Mapping[str, tuple[Row, Row]]) -> None:
    gone = Q(pk__in=[])
    boxes = []
    for slug, (old, new) in rows.items():
        lost = old.keys() - new.keys()
        if lost:
            gone |= Q(concept=slug, step__in=lost)
        for step, mark in new.items():
            if old.get(step) != mark:
                facts = {name: getattr(mark, name) for name in _FACTS}
                boxes.append(Box(owner=user, concept=slug, step=step, **facts))
    Box.objects.filter(gone, owner=user).delete()
    Box.objects.bulk_create(
        boxes,
        update_conflicts=True,
        unique_fields=["owner", "concept", "step"],
        update_fields=_FACTS,
    )


def _plain(row: Row) -> dict[str, list]:
    """A row as JSON: {step: its facts, days and moments as ISO text}."""
    return {
        str(step): [
            value.isoformat() if isinstance(value, date) else value
            for value in (getattr(mark, name) for name in _FACTS)
        ]
        for step, mark in row.items()
    }


def _read(kept: Mapping[str, list]) -> Row:
    fields = [Box._meta.get_field(name) for name in _FACTS]
    return {
        int(step): Mark(
            *(field.to_python(value) for field, value in zip(fields, values, strict=True))
        )
        for step, values in kept.items()
    }
