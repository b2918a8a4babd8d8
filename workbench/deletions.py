"""Delete drafts that nobody was ever asked, so that they can be brought back whole."""

import secrets
from dataclasses import asdict
from typing import Any

from accounts.models import User
from interview.models import InterviewQuestion
from questions.actions import publish_versions
from questions.bank.words import FACTS, LISTS, Point, Sample, Words
from questions.models import Question, QuestionVersion, SetItem, Topic, Visibility
from questions.versions import words_of, write_versions
from workbench.models import BulkChange, Thread

# What a row is made of beside its words. Facts that are copied from the words come with them.
COLUMNS = ("slug", "topic_id", "owner_id", "forked_from_id", "language", "status", "visibility")


def why_not_delete(rows: list[Question]) -> dict[int, str]:
    """The reason by id of each question that stays."""
    ids = [row.pk for row in rows]
    asked = set(
        InterviewQuestion.objects.filter(version__question__in=ids)
        .order_by()
        .values_list("version__question", flat=True)
    )
    placed = dict(SetItem.objects.filter(question__in=ids).values_list("question_id", "set__title"))
    reasons = {row.pk: "is no draft; retire it instead" for row in rows if row.status != "draft"}
    talked = Thread.objects.filter(question__in=ids).values_list("question_id", flat=True)
    reasons |= dict.fromkeys(talked, "people have written about it; retire it instead")
    reasons |= {pk: f"stands in the set “{title}”" for pk, title in placed.items()}
    return reasons | dict.fromkeys(asked, "was asked in an interview; retire it instead")


def delete(rows: list[Question]) -> dict[int, dict[str, Any]]:
    """Delete them and return, by id, all that is needed to bring each back."""
    ids = [row.pk for row in rows]
    versions: dict[int, list[dict]] = {}
    for version in (
        QuestionVersion.objects.filter(question__in=ids).with_words().order_by("question", "number")
    ):
        kept = {"words": asdict(words_of(version)), "note": version.note}
        versions.setdefault(version.question_id, []).append(kept)
    editors: dict[int, list[int]] = {}
    for question, person in Question.editors.through.objects.filter(question__in=ids).values_list(
        "question_id", "user_id"
    ):
        editors.setdefault(question, []).append(person)
    snapshots = {
        row.pk: {name: getattr(row, name) for name in (*COLUMNS, "share_token")}
        | {"versions": versions.get(row.pk, []), "editors": editors.get(row.pk, [])}
        for row in rows
    }
    Question.objects.filter(pk__in=ids).delete()
    return snapshots


def bring_back(changes: list[BulkChange], *, by: User) -> list[BulkChange]:
    """Make the questions anew, each with its versions; returns those whose area is gone."""
    areas = set(Topic.objects.values_list("pk", flat=True)) if changes else set()
    fine = [one for one in changes if one.before["topic_id"] in areas]
    for one in changes:
        if one not in fine:
            one.kept_because = "its area is gone"
    wanted = [one.before["slug"] for one in fine]
    taken = set(Question.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    people = set(
        User.objects.filter(
            pk__in={pk for one in fine for pk in (one.before["owner_id"], *one.before["editors"])}
        ).values_list("pk", flat=True)
    )
    origins = {one.before["forked_from_id"] for one in fine} - {None}
    originals = set(QuestionVersion.objects.filter(pk__in=origins).values_list("pk", flat=True))
    rows = Question.objects.bulk_create(
        [_row(one.before, taken, people, originals) for one in fine], batch_size=500
    )
    editing = Question.editors.through
    editing.objects.bulk_create(
        editing(question=row, user_id=pk)
        for row, one in zip(rows, fine, strict=True)
        for pk in one.before["editors"]
        if pk in people
    )
    for row, one in zip(rows, fine, strict=True):
        one.question = row
    BulkChange.objects.bulk_update(fine, ["question"], batch_size=500)
    _write_words(rows, [one.before["versions"] for one in fine], by=by)
    return [one for one in changes if one.kept_because]


def _row(facts: dict[str, Any], taken: set[str], people: set[int], originals: set[int]) -> Question:
    """Its owner may have left meanwhile; its address may have been taken."""
    columns = {name: facts[name] for name in COLUMNS}
    if columns["slug"] in taken:
        columns["slug"] = f"{columns['slug'][:100]}-{secrets.token_hex(4)}"
    if columns["owner_id"] not in people:
        columns["owner_id"] = None
    if columns["forked_from_id"] not in originals:
        columns["forked_from_id"] = None
    if columns["visibility"] == Visibility.GROUP:
        # Who is in the group may have changed: sharing it there again is the owner's to say.
        columns["visibility"] = Visibility.PRIVATE
    # A link that was given out before opens the same question again.
    return Question(**columns, share_token=facts["share_token"])


def _write_words(rows: list[Question], histories: list[list[dict]], *, by: User) -> None:
    """First versions first; the last of each is what it says now."""
    last: dict[int, int] = {}
    for number in range(max(map(len, histories), default=0)):
        due = [
            (row, history[number])
            for row, history in zip(rows, histories, strict=True)
            if number < len(history)
        ]
        for note in sorted({one["note"] for _, one in due}):
            some = [(row.pk, _words(one["words"])) for row, one in due if one["note"] == note]
            written = write_versions(some, by=by, note=note)
            last |= dict(zip((pk for pk, _ in some), written, strict=True))
    publish_versions(last.values())


def _words(facts: dict[str, Any]) -> Words:
    """The words that `asdict` took apart; JSON knows no tuples."""
    same = {name: facts[name] for name in (*FACTS, "prompt", "model_answer", "parts")}
    lists = {name: tuple(facts[name]) for name in ("sources", *LISTS)}
    points = tuple(
        Point(**{**point, **_tuples(point, "accept", "misconceptions")})
        for point in facts["points"]
    )
    samples = tuple(Sample.unpacked(one) for one in facts["samples"])
    return Words(**{**same, **lists}, points=points, samples=samples)


def _tuples(facts: dict[str, Any], *names: str) -> dict[str, tuple]:
    return {name: tuple(facts[name]) for name in names}
