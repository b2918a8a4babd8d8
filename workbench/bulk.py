"""Change many questions at once. Every change notes what each question had before and after, so
that `undoing` can bring it back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from questions.actions import index_again, publish_versions
from questions.bank.schema import PARTS
from questions.bank.words import Words
from questions.models import (
    Kind,
    Question,
    QuestionVersion,
    Tier,
    Topic,
    Visibility,
)
from questions.versions import words_of, write_versions
from web.refusals import Refused
from workbench import deletions, lint, readiness, set_actions
from workbench.models import BulkChange, BulkEdit

# More at once would hold the rows, and the person, for longer than a page may take.
MOST = 1000
# So many edits of a person can be undone.
KEPT = 20
# What is part of the words: a new version each.
OF_THE_WORDS = ("kind", "tier", "minutes", "priority", "licence")


@dataclass(frozen=True)
class Change:
    """What is to be changed, to what: a value of the right type (a row for area and set)."""

    name: str
    value: Any = None
    # Why questions become ready that still have warnings.
    reason: str = ""

    @property
    def in_words(self) -> str:
        label = {"tier": "Level", "status": "State"}.get(self.name, self.name.capitalize())
        said = {
            "private": "Made private",
            "set": f"Added to “{self.value}”",
            "delete": "Deleted",
        }
        return said.get(self.name, f"{label}: {say(self.name, self.value)}")[:200]


def say(name: str, value: Any) -> str:
    """A value as pages write it."""
    labels = {"kind": Kind, "tier": Tier, "status": Question.Status, "visibility": Visibility}
    return labels[name](value).label.lower() if name in labels else str(value or "none")


@dataclass(frozen=True)
class Row:
    """One question that is changed: what it had, and has now."""

    question: Question
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Done:
    """`edit` is None where nothing had to change. `left` names the others, each with its reason."""

    edit: BulkEdit | None
    changed: int
    left: list[tuple[str, str]]


# (what was changed, what was left alone and why)
Outcome = tuple[list[Row], list[tuple[str, str]]]


@transaction.atomic
def change(ids: Sequence[int], wanted: Change, *, by: User, at: datetime) -> Done:
    """Change these questions as far as this person keeps them; one that has the value already
    counts as neither changed nor left.
    """
    if len(ids) > MOST:
        raise Refused(f"At most {MOST:,} questions change at once. Narrow the list down first.")
    rows = lock(ids, by)
    if wanted.name in OF_THE_WORDS:
        changed, left = _rewrite(rows, wanted, by)
    else:
        changed, left = _HANDLERS[wanted.name](rows, wanted, by)
    if not changed:
        return Done(None, 0, left)
    edit = BulkEdit.objects.create(by=by, what=wanted.in_words, made_at=at)
    BulkChange.objects.bulk_create(
        BulkChange(
            edit=edit,
            question=row.question if row.question.pk else None,
            title=str(row.question)[:120],
            before=row.before,
            after=row.after,
        )
        for row in changed
    )
    kept = BulkEdit.objects.filter(by=by).order_by("-pk").values_list("pk", flat=True)[:KEPT]
    BulkEdit.objects.filter(by=by).exclude(pk__in=list(kept)).delete()
    return Done(edit, len(changed), left)


# What is changed


def _rewrite(rows: list[Question], wanted: Change, by: User) -> Outcome:
    """A new version of each with one fact changed."""
    name, versions = wanted.name, versions_of([row.current_id for row in rows])
    left, new = [], []
    for row in rows:
        version = versions.get(row.current_id)
        if version is None or getattr(version, name) == wanted.value:
            continue
        words = replace(words_of(version), **{name: wanted.value})
        if reason := _why_not_words(words):
            left.append((str(row), reason))
        else:
            new.append((row, words))
    written = write_versions([(row.pk, words) for row, words in new], by=by, note=wanted.in_words)
    publish_versions(written)
    changed = [
        Row(
            row,
            {"version": row.current_id, "said": say(name, getattr(versions[row.current_id], name))},
            {"version": version, "said": say(name, wanted.value)},
        )
        for (row, _), version in zip(new, written, strict=True)
    ]
    return changed, left


def _why_not_words(words: Words) -> str | None:
    """Sections that the new kind has no place for would be lost from sight."""
    for part in PARTS:
        if words.parts.get(part.key) and part.kind != words.kind:
            label = Kind(words.kind).label.lower()
            return f"has a section “{part.title}”, which a {label} question has no place for"
    return None


def _move(rows: list[Question], wanted: Change, by: User) -> Outcome:
    moved = [row for row in rows if row.topic_id != wanted.value.pk]
    to_areas({row.pk: wanted.value.pk for row in moved})
    titles = dict(Topic.objects.values_list("pk", "title"))
    return [
        Row(
            row,
            {"topic": row.topic_id, "said": titles[row.topic_id]},
            {"topic": wanted.value.pk, "said": wanted.value.title},
        )
        for row in moved
    ], []


def _to_status(rows: list[Question], wanted: Change, by: User) -> Outcome:
    changed, left = [row for row in rows if row.status != wanted.value], []
    if wanted.value == Question.Status.READY:
        changed, left = _fit_to_be_ready(changed, wanted.reason.strip())
    Question.objects.filter(pk__in=[row.pk for row in changed]).update(status=wanted.value)
    return [
        Row(
            row,
            {"status": row.status, "said": say("status", row.status)},
            {"status": wanted.value, "said": say("status", wanted.value)},
        )
        for row in changed
    ], left


def _fit_to_be_ready(
    rows: list[Question], reason: str
) -> tuple[list[Question], list[tuple[str, str]]]:
    """Those without errors; a warning needs the reason, which their version keeps.

    The rules are asked, not the scorer: it takes its time, and the page of each has it.
    """
    versions = versions_of([row.current_id for row in rows])
    fit, left, explained = [], [], []
    for row in rows:
        version = versions.get(row.current_id)
        found = lint.findings(words_of(version)) if version else []
        refusal = readiness.why_not_ready(found, reason=reason) if version else "It has no words."
        if refusal:
            # Reasons are put into one sentence: they end without a stop.
            first = f": {found[0].message}" if found and found[0].is_error else ""
            left.append((str(row), f"{refusal.rstrip('.')}{first.rstrip('.')}"))
            continue
        fit.append(row)
        if found:
            explained.append(row.current_id)
    QuestionVersion.objects.filter(pk__in=explained).update(ready_because=reason)
    return fit, left


def _to_private(rows: list[Question], wanted: Change, by: User) -> Outcome:
    """Not what has no owner: nobody but a curator could find it any more, and they not here."""
    left = [(str(row), "has no owner who would keep it") for row in rows if not row.owner_id]
    shared = [row for row in rows if row.owner_id and row.visibility != Visibility.PRIVATE]
    Question.objects.filter(pk__in=[row.pk for row in shared]).update(
        visibility=Visibility.PRIVATE, share_token=None, circle=None
    )
    private = Visibility.PRIVATE.value
    changed = [
        Row(
            row,
            {
                "visibility": row.visibility,
                "share_token": row.share_token,
                "circle_id": row.circle_id,
                "said": say("visibility", row.visibility),
            },
            {
                "visibility": private,
                "share_token": None,
                "circle_id": None,
                "said": say("visibility", private),
            },
        )
        for row in shared
    ]
    return changed, left


def _into_set(rows: list[Question], wanted: Change, by: User) -> Outcome:
    added = set_actions.add_questions(wanted.value, [row.pk for row in rows], by=by)
    items = wanted.value.items.filter(question__in=added.new).values_list("question_id", "pk")
    item_of = dict(items)
    chosen = wanted.value.pk
    changed = [
        Row(
            row,
            {"said": "not in it"},
            {"set": chosen, "item": item_of[row.pk], "said": "in it"},
        )
        for row in rows
        if row.pk in item_of
    ]
    return changed, []


def _delete(rows: list[Question], wanted: Change, by: User) -> Outcome:
    reasons = deletions.why_not_delete(rows)
    going = [row for row in rows if row.pk not in reasons]
    snapshots = deletions.delete(going)
    gone = {"deleted": True, "said": "deleted"}
    changed = [Row(row, snapshots[row.pk] | {"said": "draft"}, gone) for row in going]
    for row in going:
        row.pk = None
    return changed, [(str(row), reasons[row.pk]) for row in rows if row.pk in reasons]


_HANDLERS: dict[str, Callable[[list[Question], Change, User], Outcome]] = {
    "area": _move,
    "status": _to_status,
    "private": _to_private,
    "set": _into_set,
    "delete": _delete,
}
NAMES = (*OF_THE_WORDS, *_HANDLERS)


# Shared with undoing


def to_areas(wanted: dict[int, int]) -> None:
    """Move questions; the search knows their areas, too."""
    by_area: dict[int, list[int]] = {}
    for pk, area in wanted.items():
        by_area.setdefault(area, []).append(pk)
    still = set(Topic.objects.filter(pk__in=by_area).values_list("pk", flat=True))
    for area in still & set(by_area):
        Question.objects.filter(pk__in=by_area[area]).update(topic=area)
    if wanted:
        index_again(list(wanted))


def lock(ids: Iterable[int | None], by: User) -> list[Question]:
    """Those of these questions that this person keeps, locked in one order."""
    wanted = [pk for pk in ids if pk is not None]
    mine = Question.objects.editable_by(by).filter(pk__in=wanted).defer("search")
    return list(mine.select_for_update(of=["self"]).order_by("pk"))


def versions_of(ids: Iterable[int | None]) -> dict[int, QuestionVersion]:
    """Versions by id, with what `words_of` reads of them."""
    return QuestionVersion.objects.with_words().in_bulk([pk for pk in ids if pk is not None])
