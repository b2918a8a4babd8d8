"""Undo a bulk edit: bring back what still stands as it was left, name what was changed since."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from questions.actions import publish_versions
from questions.models import Question, QuestionSet
from questions.versions import words_of, write_versions
from web.refusals import Refused
from workbench import bulk, deletions
from workbench.models import BulkChange, BulkEdit

# What stands in the question's own row.
COLUMNS = ("status", "visibility", "share_token", "circle_id")


@dataclass(frozen=True)
class Undone:
    """How many came back; `left` names the others, each with its reason."""

    restored: int
    left: list[tuple[str, str]]


@transaction.atomic
def undo(edit: BulkEdit, *, by: User, at: datetime) -> Undone:
    """Bring back what the edit changed and nobody has changed since. Once is enough."""
    edit = BulkEdit.objects.select_for_update().get(pk=edit.pk)
    if edit.undone_at:
        raise Refused("This change is undone already.")
    changes = list(edit.changes.all())
    there = {row.pk: row for row in bulk.lock([one.question_id for one in changes], by)}
    circles = set(by.circle_memberships.values_list("circle_id", flat=True))
    left, fine = [], []
    for one in changes:
        reason = _why_not_undo(one, there.get(one.question_id), circles)
        if reason:
            one.kept_because = reason
            left.append(one)
        else:
            fine.append(one)
    left += _bring_back(fine, there, by=by, note=f"Undone: {edit.what}"[:200])
    BulkChange.objects.bulk_update(left, ["kept_because"], batch_size=500)
    edit.undone_at = at
    edit.save(update_fields=["undone_at"])
    return Undone(len(changes) - len(left), [(one.title, one.kept_because) for one in left])


def _why_not_undo(one: BulkChange, row: Question | None, circles: set[int]) -> str:
    """`circles`: those the person is in now, by id."""
    if one.after.get("deleted"):
        return ""
    if row is None:
        return "it is gone, or not yours any more"
    now = {
        "version": row.current_id,
        "topic": row.topic_id,
        "status": row.status,
        "visibility": row.visibility,
        "share_token": row.share_token,
        "circle_id": row.circle_id,
    }
    if any(now[name] != value for name, value in one.after.items() if name in now):
        return "it was changed since"
    if one.before.get("circle_id") not in {None, *circles}:
        return "you are no longer in the group it was shared with"
    return ""


def _bring_back(
    changes: list[BulkChange], there: dict[int, Question], *, by: User, note: str
) -> list[BulkChange]:
    """Returns those that could not be brought back, each with its reason."""
    versions = {
        one.question_id: one.before["version"] for one in changes if "version" in one.before
    }
    words = bulk.versions_of(versions.values())
    again = [(pk, words_of(words[old])) for pk, old in versions.items()]
    publish_versions(write_versions(again, by=by, note=note))
    moved = [one for one in changes if "topic" in one.before]
    bulk.to_areas({one.question_id: one.before["topic"] for one in moved})
    touched = []
    for one in changes:
        facts = {name: value for name, value in one.before.items() if name in COLUMNS}
        if facts and not one.after.get("deleted"):
            row = there[one.question_id]
            for name, value in facts.items():
                setattr(row, name, value)
            touched.append(row)
    Question.objects.bulk_update(touched, COLUMNS, batch_size=500)
    return [
        *_out_of_sets([one for one in changes if "item" in one.after], by=by),
        *deletions.bring_back([one for one in changes if one.after.get("deleted")], by=by),
    ]


def _out_of_sets(changes: list[BulkChange], *, by: User) -> list[BulkChange]:
    sets = {one.after["set"] for one in changes}
    mine = QuestionSet.objects.editable_by(by).select_for_update(of=["self"])
    for chosen in mine.filter(pk__in=sets):
        items = {one.after["item"]: one for one in changes if one.after["set"] == chosen.pk}
        gone = set(items) - set(chosen.items.filter(pk__in=items).values_list("pk", flat=True))
        for pk in gone:
            items[pk].kept_because = "it was taken out of the set since"
        chosen.items.filter(pk__in=items).delete()
        sets = sets - {chosen.pk}
    for one in changes:
        if one.after["set"] in sets:
            one.kept_because = "the set is gone, or not yours any more"
    return [one for one in changes if one.kept_because]
