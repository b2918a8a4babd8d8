"""An import becomes questions: private drafts of their owner, in document order, in a set."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.text import slugify

from accounts.models import User
from questions.actions import NewQuestion, create_questions, rewrite
from questions.models import Question, QuestionSet, SetItem, Topic, Visibility
from questions.versions import words_of
from web.refusals import Refused
from workbench.imports import actions, jobs, rules
from workbench.imports.candidates import words_from
from workbench.models import Candidate, ImportBatch, ImportedFile

# Where a question belongs that no area was chosen for; made when the first of them is saved.
OTHER = {"slug": "other-subjects", "title": "Other subjects", "position": 10_000}
LONGEST_SECTION = 80
SHORTEST_SET, LONGEST_SET = 1, 480  # minutes, as the table of sets has them
Decision = Candidate.Decision


@dataclass(frozen=True)
class Saved:
    """What saving did. `again`: it had been saved before, and nothing was done."""

    set: QuestionSet | None
    new: int = 0
    changed: int = 0
    linked: int = 0
    again: bool = False


@transaction.atomic
def save_batch(
    batch: ImportBatch,
    *,
    by: User,
    at: datetime,
    area: Topic | None = None,
    into: QuestionSet | None = None,
    new_set: str = "",
    draft_points: bool = False,
) -> Saved:
    """Make questions of everything kept, once. All of it happens, or nothing.

    Kept ones become private drafts; replacing ones the next version of the question they are
    like; linked ones join the set as they are. The documents' bytes are let go. Raises Refused.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.saved_at is not None:
        return Saved(set=locked.into, again=True)
    files = ImportedFile.objects.filter(batch=locked)
    unread = files.filter(state__in=["waiting", "reading"]).count()
    candidates = list(_kept(locked))
    if reason := rules.why_not_save(unread=unread, kept=len(candidates)):
        raise Refused(reason)
    if into and not QuestionSet.objects.editable_by(by).filter(pk=into.pk).exists():
        raise Refused("This set is not yours to add to.")
    _forget_unseen_matches(candidates, by)
    changed = _replace(candidates, by)
    new = _create(candidates, by, area or _other(candidates), draft_points=draft_points)
    for candidate in candidates:
        if candidate.decision == Decision.LINK:
            candidate.saved_as = candidate.match
    Candidate.objects.bulk_update(candidates, ["saved_as"], batch_size=500)
    target = _fill(into or _new_set(new_set, by, candidates), candidates)
    ImportBatch.objects.filter(pk=locked.pk).update(saved_at=at, into=target, new_set="")
    files.update(data=b"", comparing=False)
    linked = len(candidates) - new - changed
    return Saved(set=target, new=new, changed=changed, linked=linked)


def _kept(batch: ImportBatch):
    kept = Candidate.objects.filter(batch=batch).kept().exclude(prompt="").in_order()
    return kept.select_related("file", "area", "match").defer("file__data", "file__text")


def _forget_unseen_matches(candidates: Sequence[Candidate], by: User) -> None:
    """What a question was like may be gone or hidden by now: then it is kept as its own."""
    ids = [candidate.match_id for candidate in candidates if candidate.match_id]
    seen = set(Question.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True))
    for candidate in candidates:
        if candidate.match_id not in seen:
            candidate.decision = Decision.KEEP


def _replace(candidates: Sequence[Candidate], by: User) -> int:
    """Each becomes the next version of its match. Raises Refused for one that is not theirs."""
    replacing = [one for one in candidates if one.decision == Decision.REPLACE]
    for candidate in replacing:
        question = Question.objects.select_related("current").get(pk=candidate.match_id)
        words = words_from(candidate, base=words_of(question.current))
        candidate.saved_as = rewrite(question, words, by=by, note=_note(candidate))
    return len(replacing)


def _create(
    candidates: Sequence[Candidate], by: User, area: Topic | None, *, draft_points: bool
) -> int:
    own = [one for one in candidates if one.decision == Decision.KEEP]
    by_note: dict[str, list[Candidate]] = {}
    for candidate in own:
        by_note.setdefault(_note(candidate), []).append(candidate)
    for note, some in by_note.items():
        new = [
            NewQuestion(words_from(one, draft_points=draft_points), one.area or area)
            for one in some
        ]
        for one, question in zip(some, create_questions(new, owner=by, note=note), strict=True):
            one.saved_as = question
    return len(own)


def _note(candidate: Candidate) -> str:
    return f"Imported from {candidate.file.name}"[:200]


def _other(candidates: Sequence[Candidate]) -> Topic | None:
    """The area of those that have none, if there are any."""
    if all(one.area_id or one.decision != Decision.KEEP for one in candidates):
        return None
    facts = {key: value for key, value in OTHER.items() if key != "slug"}
    topic, _ = Topic.objects.get_or_create(slug=OTHER["slug"], defaults=facts)
    return topic


def _new_set(title: str, owner: User, candidates: Sequence[Candidate]) -> QuestionSet | None:
    """A private set of this title, as long as its questions take together."""
    if not title:
        return None
    ids = [candidate.saved_as_id for candidate in candidates]
    total = Question.objects.filter(pk__in=ids).aggregate(sum=Sum("minutes"))["sum"] or 0
    return QuestionSet.objects.create(
        slug=f"{slugify(title)[:60].strip('-') or 'set'}-{secrets.token_hex(4)}",
        title=title,
        minutes=min(max(total, SHORTEST_SET), LONGEST_SET),
        owner=owner,
        visibility=Visibility.PRIVATE,
    )


def _fill(target: QuestionSet | None, candidates: Sequence[Candidate]) -> QuestionSet | None:
    """Add what is not in the set yet, after what is, under the sections of the documents."""
    if target is None:
        return None
    locked = QuestionSet.objects.select_for_update().get(pk=target.pk)
    there = set(locked.items.values_list("question", flat=True))
    position = locked.items.aggregate(last=Max("position"))["last"] or 0
    items = []
    for candidate in candidates:
        if candidate.saved_as_id in there:
            continue
        there.add(candidate.saved_as_id)
        position += 1
        items.append(
            SetItem(
                set=locked,
                position=position,
                section=candidate.section[:LONGEST_SECTION].strip(),
                question_id=candidate.saved_as_id,
            )
        )
    SetItem.objects.bulk_create(items, batch_size=500)
    return locked


@transaction.atomic
def bring(
    owner: User,
    documents: Sequence[tuple[str, bytes]],
    *,
    at: datetime,
    into: QuestionSet | None = None,
    new_set: str = "",
    mapping: Mapping[str, str] | None = None,
) -> Saved:
    """Read documents and save what is in them in one go, as a person would who changes nothing.

    Raises Refused, with nothing saved, when one of them cannot be read or nothing is found.
    """
    batch = actions.start(owner, documents, mapping=mapping)
    for pk in batch.files.filter(state="waiting").values_list("pk", flat=True):
        jobs.read_file(pk)
    unread = batch.files.exclude(state="read").values_list("why_failed", flat=True)
    if reasons := list(unread):
        raise Refused("\n".join(reasons))
    return save_batch(batch, by=owner, at=at, into=into, new_set=new_set)
