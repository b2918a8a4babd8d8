"""The life of a score sheet: begun, saved field by field, handed in, opened.

**Saving.** The page sends only the fields that changed, with `base`, the revision of the sheet it
last heard of. A field that nobody wrote since `base` takes the new value. One that another window
wrote meanwhile is a conflict: both texts stay, the server's in the row, the other on the page,
which asks. Every reply says what else has changed since `base`, so two windows end up the same. A
change whose acknowledgement was lost may be sent again: the same value is no conflict.

**Handing in** writes an edition, which never changes, and once it is open the cards of the
interview (`interview/marks_by_people.py`). Of two forms about each other, a pair, neither opens
before both are in or 48 hours have passed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from interview import dimensions, marks_by_people
from interview.models import Interview, InterviewQuestion
from marking import news, raters, rules
from marking.conducted import Conducted
from marking.fields import PRIVATE, Layout, Markable, missing, verdicts
from marking.models import ScoreSheet, SheetEdition
from questions.models import KeyPoint
from web.refusals import Refused


@dataclass(frozen=True)
class Saved:
    """What became of one save. `conflicts` and `others`: what the server has, by field."""

    revision: int
    conflicts: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def content(sheet: ScoreSheet) -> dict[str, str]:
    """What stands on it now, by field."""
    return {name: value for name, (value, _) in sheet.draft.items() if value}


def layout_of(sheet: ScoreSheet, *, positions: set[int] | None) -> Layout:
    """Its fields. `positions`: the questions its rater may mark, None for all."""
    blank = InterviewQuestion.Scoring.NOT_ANSWERED
    questions = sheet.interview.questions.exclude(scoring=blank)
    if positions is not None:
        questions = questions.filter(position__in=positions)
    asked = list(questions.select_related("version").prefetch_related("version__key_points"))
    tiers = {one.version.tier for one in asked}
    return Layout(
        sheet.role,
        (
            Markable(one.position, tuple(point.pk for point in one.version.key_points.all()))
            for one in asked
        ),
        dimensions.families(level=sheet.interview.level, tiers=tiers),
    )


@transaction.atomic
def begin(
    interview: Interview,
    *,
    by: User,
    role: str,
    at: datetime,
    pair: UUID | None = None,
    alone: bool = False,
) -> ScoreSheet:
    """Take up one's sheet for this interview; begun twice is begun once.

    `pair` names two forms about each other, such as those of a meeting with swapped roles. With
    `alone` it is refused while somebody else has theirs on screen: they were not told so yet.
    """
    if by.pk == interview.candidate_id:
        raise Refused("Your own verdicts have their place in the review.")
    Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
    if alone and raters.others_at_it(by, interview, at=at):
        raise Refused("Somebody has begun to mark this interview. Open the page again.")
    sheet, is_new = ScoreSheet.objects.get_or_create(
        interview=interview,
        rater=by,
        defaults={"role": role, "started_at": at, "pair": pair},
    )
    if not is_new and not sheet.is_submitted and (sheet.role, sheet.pair) != (role, pair):
        sheet.role, sheet.pair = role, pair or sheet.pair
        sheet.save(update_fields=["role", "pair"])
    claim(sheet, at=at)
    return sheet


def claim(sheet: ScoreSheet, *, at: datetime) -> None:
    """Its rater has it on screen: for half an hour others are told, unless they go on."""
    ScoreSheet.objects.filter(pk=sheet.pk).update(claimed_until=at + rules.CLAIM_LASTS)


@transaction.atomic
def save(
    sheet: ScoreSheet, changes: dict[str, str], *, base: int, layout: Layout, at: datetime
) -> Saved:
    """Keep what changed and nobody else changed since `base`; tell the rest."""
    locked = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    refused, conflicts, taken = {}, {}, {}
    for name, value in changes.items():
        now, written_at = locked.draft.get(name, ("", 0))
        if reason := layout.why_not(name, value):
            refused[name] = reason
        elif value != now and written_at > base:
            conflicts[name] = now
        elif value != now:
            taken[name] = value
    others = {
        name: value
        for name, (value, written_at) in locked.draft.items()
        if written_at > base and name not in changes and name in layout
    }
    if taken:
        locked.revision += 1
        locked.draft |= {name: [value, locked.revision] for name, value in taken.items()}
        locked.saved_at = at
    locked.claimed_until = at + rules.CLAIM_LASTS
    locked.save(update_fields=["draft", "revision", "saved_at", "claimed_until"])
    return Saved(locked.revision, conflicts, others, refused)


@transaction.atomic
def put_in(
    sheet: ScoreSheet, beside: Conducted, *, ticks: bool, notes: bool, layout: Layout, at: datetime
) -> Saved:
    """Put in by hand what the rater wrote down while they listened: ticks where no mark stands yet,
    the notes under their private ones. Twice changes nothing."""
    locked = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    now = content(locked)
    changes = _free_ticks(beside, now, layout) if ticks else {}
    own, kept = beside.notes.strip(), now.get(PRIVATE, "")
    if notes and own and own not in kept:
        changes[PRIVATE] = f"{kept}\n\n{own}".strip()
    return save(locked, changes, base=locked.revision, layout=layout, at=at)


def _free_ticks(beside: Conducted, now: dict[str, str], layout: Layout) -> dict[str, str]:
    free = {
        f"p-{point}"
        for question in layout.questions
        if not now.get(f"none-{question.position}")
        for point in question.points
        if not now.get(f"p-{point}")
    }
    ticked = {f"p-{point}": verdict for point, verdict in beside.ticks.items()}
    return {name: verdict for name, verdict in ticked.items() if name in free}


@transaction.atomic
def submit(sheet: ScoreSheet, *, layout: Layout, at: datetime) -> ScoreSheet:
    """Hand it in as it stands. The same again changes nothing, what is new is the next edition."""
    Interview.objects.select_for_update().get(pk=sheet.interview_id)
    rows = ScoreSheet.objects.select_for_update(of=["self"])
    sheet = rows.select_related("interview__candidate", "rater").get(pk=sheet.pk)
    if not sheet.interview.is_finished:
        raise Refused("Hand it in once the interview is over.")
    said = {name: value for name, value in content(sheet).items() if name in layout}
    last = sheet.editions.last()
    marked = _marked(layout, last.content) if last else []
    if reasons := missing(layout, said, marked=marked):
        raise Refused(" ".join(reason.words for reason in reasons))
    if last and last.content == said:
        return sheet
    number = last.number + 1 if last else 1
    SheetEdition.objects.create(sheet=sheet, number=number, content=said, submitted_at=at)
    if not sheet.is_submitted:
        sheet.opens_at = at + rules.SEALED_FOR if sheet.pair else at
    sheet.state, sheet.submitted_at, sheet.claimed_until = ScoreSheet.State.SUBMITTED, at, None
    sheet.save()
    for ready in _ready(sheet):
        _open(ready, at=at)
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def change_point(
    question: InterviewQuestion, point: KeyPoint, verdict: str, *, by: User, at: datetime
) -> None:
    """One verdict of one's own on a sheet that is open: its next edition, and the card with it."""
    rows = ScoreSheet.objects.select_for_update(of=["self"]).opened()
    sheet = rows.select_related("interview__candidate", "rater").get(
        interview=question.interview_id, rater=by
    )
    last, name = sheet.editions.last(), f"p-{point.pk}"
    said = {**last.content, name: verdict}
    none = f"none-{question.position}"
    if said.pop(none, ""):
        points = question.version.key_points.all()
        said = {**{f"p-{one.pk}": "missed" for one in points}, **said, name: verdict}
    if said == last.content:
        return
    SheetEdition.objects.create(sheet=sheet, number=last.number + 1, content=said, submitted_at=at)
    sheet.revision += 1
    changed = {
        name: said.get(name, "") for name in {*said, none} if name in said or none in sheet.draft
    }
    sheet.draft |= {
        name: [value, sheet.revision]
        for name, value in changed.items()
        if sheet.draft.get(name, [""])[0] != value and last.content.get(name, "") != value
    }
    sheet.submitted_at = at
    sheet.save(update_fields=["draft", "revision", "submitted_at"])
    _write_cards(sheet, said, at=at)


def open_due(*, at: datetime) -> int:
    """Open what was sealed for 48 hours without its other half. How many were opened."""
    due = list(ScoreSheet.objects.due_to_open(at=at).values_list("pk", flat=True)[:200])
    return sum(_open_late(pk, at=at) for pk in due)


@transaction.atomic
def _open_late(pk: int, *, at: datetime) -> bool:
    waiting = ScoreSheet.objects.due_to_open(at=at).select_for_update(of=["self"], skip_locked=True)
    sheet = waiting.select_related("interview__candidate", "rater").filter(pk=pk).first()
    if sheet:
        _open(sheet, at=at)
    return sheet is not None


def _ready(sheet: ScoreSheet) -> list[ScoreSheet]:
    """The sheets that open now that this one is in: itself, and with it the other of its pair."""
    if sheet.pair is None or sheet.opened_at:
        return [sheet]
    rows = ScoreSheet.objects.select_for_update(of=["self"]).filter(pair=sheet.pair).order_by("pk")
    pair = list(rows.select_related("interview__candidate", "rater").submitted())
    others_open = any(one.opened_at for one in pair)
    return [one for one in pair if not one.opened_at] if len(pair) > 1 or others_open else []


def _open(sheet: ScoreSheet, *, at: datetime) -> None:
    """Show it: its marks become cards of the interview, and the candidate is told."""
    edition = sheet.editions.last()
    _write_cards(sheet, edition.content, at=at)
    sheet.opened_at = at
    ScoreSheet.objects.filter(pk=sheet.pk).update(opened_at=at)
    news.marked(sheet, edition.number, at=at)
    news.far_apart(sheet, edition.number, at=at)


def _write_cards(sheet: ScoreSheet, said: dict[str, str], *, at: datetime) -> None:
    """Whoever has left meanwhile gives no marks any more; their words stay."""
    rater, questions = sheet.rater, sheet.interview.questions.select_related("version")
    for question in questions.prefetch_related("version__key_points") if rater else ():
        points = tuple(point.pk for point in question.version.key_points.all())
        given = verdicts(Markable(question.position, points), said)
        if points and len(given) == len(points):
            marks_by_people.keep(question, rater_kind=sheet.role, by=rater, verdicts=given, at=at)


def _marked(layout: Layout, said: dict[str, str]) -> list[int]:
    return [one.position for one in layout.questions if verdicts(one, said)]
