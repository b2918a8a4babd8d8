"""What a person does with an import before it is saved. Every change is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from questions.models import Question, QuestionSet
from web.refusals import Refused
from workbench import tasks
from workbench.imports import rules
from workbench.models import Candidate, ImportBatch, ImportedFile

State = ImportedFile.State
STALE = (
    "This question was changed in another tab meanwhile. Open it again: what you typed here is"
    " kept until you leave the page."
)


@transaction.atomic
def start(
    owner: User,
    documents: Sequence[tuple[str, bytes]],
    *,
    into: QuestionSet | None = None,
    new_set: str = "",
    mapping: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Store documents, each a name and its bytes, and ask for them to be read.

    `mapping` says which column of a table is what, where somebody knows it beforehand.

    A document that cannot be read is there with its reason; the others go on. Raises Refused.
    """
    User.objects.hold(owner.pk)
    waiting = ImportBatch.objects.visible_to(owner).open().count()
    sizes = [len(data) for _, data in documents]
    if reason := rules.why_not_start(waiting=waiting) or rules.why_not_files(sizes):
        raise Refused(reason)
    if into and not QuestionSet.objects.editable_by(owner).filter(pk=into.pk).exists():
        raise Refused("This set is not yours to add to.")
    batch = ImportBatch.objects.create(
        owner=owner, title=_title([name for name, _ in documents]), into=into, new_set=new_set
    )
    for position, (name, data) in enumerate(documents, start=1):
        why = rules.why_not_file(name, len(data))
        file = ImportedFile.objects.create(
            batch=batch,
            position=position,
            name=name,
            data=b"" if why else data,
            size=len(data),
            mapping=dict(mapping or {}),
            state=State.FAILED if why else State.WAITING,
            why_failed=why or "",
        )
        if not why:
            _ask_to_read(file.pk)
    return batch


def _title(names: list[str]) -> str:
    first = names[0][:90]
    return first if len(names) == 1 else f"{first} and {len(names) - 1} more"


def _ask_to_read(pk: int) -> None:
    transaction.on_commit(lambda: tasks.read_import.delay(pk), robust=True)


@transaction.atomic
def read_again(file: ImportedFile, *, mapping: Mapping[str, str] | None = None) -> None:
    """Read a document once more, with columns as a person says where it is a table.

    What was found in it the last time goes. Raises Refused when it is being read, or saved.
    """
    _open_batch(file.batch_id)
    locked = ImportedFile.objects.select_for_update().defer("text").get(pk=file.pk)
    if locked.state in (State.WAITING, State.READING):
        return
    if not locked.data:
        raise Refused(locked.why_failed or "This document is not kept any more. Bring it again.")
    Candidate.objects.filter(file=locked).delete()
    chosen = {} if mapping is None else {"mapping": dict(mapping)}
    ImportedFile.objects.filter(pk=locked.pk).update(
        state=State.WAITING, tries=0, why_failed="", comparing=False, **chosen
    )
    _ask_to_read(locked.pk)


@transaction.atomic
def delete_batch(batch: ImportBatch) -> None:
    """Forget an import: documents, candidates and all. Questions saved from it stay."""
    ImportBatch.objects.filter(pk=batch.pk).delete()


@transaction.atomic
def put_away_empty(owner: User) -> int:
    """Forget this person's imports in which nothing was found; returns how many there were."""
    mine = ImportBatch.objects.visible_to(owner)
    ids = list(mine.empty().select_for_update(of=["self"]).values_list("pk", flat=True))
    # One that is being read again by now stays.
    _, counts = mine.empty().filter(pk__in=ids).delete()
    return counts.get(ImportBatch._meta.label, 0)


def _open_batch(pk: int) -> ImportBatch:
    """The import, locked against being saved meanwhile. Raises Refused once it is saved."""
    batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=pk)
    if reason := rules.why_not_change(saved=batch.saved_at is not None):
        raise Refused(reason)
    return batch


def open_candidate(candidate: Candidate) -> Candidate:
    """The candidate as it is now, locked with its import. Call it inside a transaction."""
    _open_batch(candidate.batch_id)
    return Candidate.objects.select_for_update(of=["self"]).get(pk=candidate.pk)


def keep(candidate: Candidate, *fields: str) -> Candidate:
    """Store these fields; the revision goes up."""
    candidate.revision += 1
    candidate.save(update_fields=[*fields, "revision"])
    return candidate


@transaction.atomic
def edit(candidate: Candidate, words: Mapping[str, Any], *, revision: int) -> Candidate:
    """Give a candidate these words; fields that are not named stay.

    The same words again change nothing, so a reply that was lost may be asked for twice. Raises
    Refused when another tab changed the candidate since `revision`.
    """
    locked = open_candidate(candidate)
    changed = [name for name, value in words.items() if getattr(locked, name) != value]
    if not changed:
        return locked
    if locked.revision != revision:
        raise Refused(STALE)
    for name in changed:
        setattr(locked, name, words[name])
    locked.edited = True
    return keep(locked, *changed, "edited")


@transaction.atomic
def set_dropped(candidate: Candidate, dropped: bool) -> Candidate:
    """Leave a candidate out, or take it back."""
    locked = open_candidate(candidate)
    if locked.dropped == dropped:
        return locked
    locked.dropped = dropped
    return keep(locked, "dropped")


@transaction.atomic
def decide(candidate: Candidate, decision: str, *, by: User) -> Candidate:
    """Say what becomes of a question that the bank has already. Raises Refused."""
    locked = open_candidate(candidate)
    if decision != Candidate.Decision.KEEP and locked.match_id is None:
        raise Refused("The question it was like is gone; this one is kept.")
    if decision == Candidate.Decision.REPLACE and not _may_edit(locked.match_id, by):
        raise Refused("That question is not yours to change. Use it as it is, or keep both.")
    locked.decision = decision
    return keep(locked, "decision")


def _may_edit(question_id: int | None, user: User) -> bool:
    return Question.objects.editable_by(user).filter(pk=question_id).exists()


MANY = ("section", "kind", "tier", "minutes", "priority", "area", "dropped")


@transaction.atomic
def change_many(batch: ImportBatch, ids: Collection[int], changes: Mapping[str, Any]) -> int:
    """Set the same facts, some of MANY, for many candidates; returns how many there were."""
    _open_batch(batch.pk)
    unknown = set(changes) - set(MANY)
    if unknown:
        raise ValueError(f"{unknown} cannot be set for many")
    if not changes:
        return 0
    chosen = Candidate.objects.filter(batch=batch, pk__in=ids)
    edited = {} if set(changes) == {"dropped"} else {"edited": True}
    return chosen.update(**changes, **edited, revision=F("revision") + 1)


@transaction.atomic
def decide_many(batch: ImportBatch, ids: Collection[int], decision: str, *, by: User) -> int:
    """The same decision for many that the bank has; those that may not be changed stay as is."""
    _open_batch(batch.pk)
    chosen = Candidate.objects.filter(batch=batch, pk__in=ids, match__isnull=False)
    if decision == Candidate.Decision.REPLACE:
        chosen = chosen.filter(match__in=Question.objects.editable_by(by))
    return chosen.update(decision=decision, revision=F("revision") + 1)
