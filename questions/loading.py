"""From the files of a bank to the tables: in one transaction, and nothing where nothing changed.

A file whose content is new makes a new version, always: versions cost little, and no interview
ever sees its words change. A file that is gone retires its question, and withdraws its set.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from questions import actions
from questions.bank import Library
from questions.bank.sets import BankSet
from questions.models import Question, QuestionSet, SetItem, Topic, Visibility
from questions.versions import AT_ONCE, write_versions

# Any number nobody else uses: two servers that start at once load one after the other.
LOCK = 0x62616E6B


class NotOurs(Exception):
    """A file has the slug of a question or set that people keep here; nothing was loaded."""


@dataclass(frozen=True)
class Counts:
    new: int = 0
    changed: int = 0
    same: int = 0
    retired: int = 0
    sets_new: int = 0
    sets_changed: int = 0
    sets_same: int = 0
    sets_withdrawn: int = 0

    def __str__(self) -> str:
        questions = f"{self.new} new, {self.changed} changed, {self.same} same"
        sets = f"{self.sets_new} new, {self.sets_changed} changed, {self.sets_same} same"
        return (
            f"questions {questions}, {self.retired} retired;"
            f" sets {sets}, {self.sets_withdrawn} withdrawn"
        )


@transaction.atomic
def load_library(library: Library, *, origin: str) -> Counts:
    """Make the tables say what the bank says. `origin` names the bank for the next time.

    Questions that people made here are never touched: one with the slug of a file ends the
    load with `NotOurs`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    topics = _load_topics(library)
    counts = _load_questions(library, topics, origin)
    return _load_sets(library, origin, counts)


def _load_topics(library: Library) -> dict[str, Topic]:
    known = {topic.slug: topic for topic in Topic.objects.filter(slug__in=library.areas)}
    to_write = []
    for position, area in enumerate(library.areas.values(), start=1):
        facts = {"title": area.title, "description": area.description, "position": position}
        topic = known.get(area.slug)
        if topic is None or any(getattr(topic, key) != value for key, value in facts.items()):
            to_write.append(Topic(slug=area.slug, **facts))
    renamed = {
        topic.pk for topic in known.values() if topic.title != library.areas[topic.slug].title
    }
    if to_write:
        Topic.objects.bulk_create(
            to_write,
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=["title", "description", "position"],
        )
    if renamed:
        of_renamed = Question.objects.filter(topic__in=renamed)
        actions.index_again(list(of_renamed.values_list("pk", flat=True)))
    return {topic.slug: topic for topic in Topic.objects.filter(slug__in=library.areas)}


def _load_questions(library: Library, topics: dict[str, Topic], origin: str) -> Counts:
    rows = _rows(library, origin)
    new = [one for slug, one in library.questions.items() if slug not in rows]
    Question.objects.bulk_create(
        [Question(slug=one.slug, topic=topics[one.area], origin=origin) for one in new],
        batch_size=AT_ONCE,
    )
    rows |= {
        row.slug: row for row in _known(Question.objects.filter(slug__in=[n.slug for n in new]))
    }

    moved, states, rewritten = [], defaultdict(list), []
    for slug, one in library.questions.items():
        row = rows[slug]
        if row.topic_id != topics[one.area].pk or row.origin != origin:
            row.topic, row.origin = topics[one.area], origin
            moved.append(row)
        if row.content_hash != one.content_hash:
            rewritten.append((row.pk, one))
        elif row.status != one.status:
            states[one.status].append(row.pk)
    Question.objects.bulk_update(moved, ["topic", "origin"], batch_size=AT_ONCE)
    published = defaultdict(list)
    for version_id, (_, one) in zip(write_versions(rewritten), rewritten, strict=True):
        published[one.status].append(version_id)
    for status, ids in published.items():
        actions.publish_versions(ids, status=status)
    actions.index_again([row.pk for row in moved])
    for status, ids in states.items():
        Question.objects.filter(pk__in=ids).update(status=status)
    gone = Question.objects.filter(origin=origin, owner=None).exclude(slug__in=library.questions)
    retired = gone.exclude(status=Question.Status.RETIRED).update(status=Question.Status.RETIRED)

    touched = {pk for pk, _ in rewritten} | {row.pk for row in moved}
    touched |= {pk for ids in states.values() for pk in ids}
    changed = len(touched) - len(new)
    same = len(library.questions) - len(touched)
    return Counts(new=len(new), changed=changed, same=same, retired=retired)


def _rows(library: Library, origin: str) -> dict[str, Question]:
    """The rows that have a file, by slug, each with the hash of its current version."""
    rows = {row.slug: row for row in _known(Question.objects.filter(slug__in=library.questions))}
    ours = [slug for slug, row in rows.items() if row.owner_id or not row.origin]
    if ours:
        raise NotOurs(
            f"{library.questions[ours[0]].path}: the slug “{ours[0]}” belongs to a question"
            " that was written on this site; rename the file"
        )
    return rows


def _known(questions: Any) -> Iterable[Question]:
    for row in questions.select_related("current").only(
        "slug", "topic", "owner", "origin", "status", "current__content_hash"
    ):
        row.content_hash = row.current.content_hash if row.current else ""
        yield row


def _load_sets(library: Library, origin: str, counts: Counts) -> Counts:
    rows = {row.slug: row for row in QuestionSet.objects.filter(slug__in=library.sets)}
    slugs = {item.question for one in library.sets.values() for item in one.items}
    questions = dict(Question.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    new = changed = 0
    for slug, one in library.sets.items():
        row = rows.get(slug)
        if row and (row.owner_id or not row.origin):
            raise NotOurs(
                f"{one.path}: the slug “{slug}” belongs to a set that was made on this site;"
                " rename the file"
            )
        digest = _digest(one)
        if row and (row.content_hash, row.origin) == (digest, origin) and _is_public(row):
            continue
        _write_set(row or QuestionSet(slug=slug), one, questions, digest, origin)
        new, changed = new + (row is None), changed + (row is not None)
    gone = QuestionSet.objects.filter(origin=origin, owner=None).exclude(slug__in=library.sets)
    # Private and nobody's: not offered any more, while interviews planned with it still find it.
    withdrawn = gone.filter(visibility=Visibility.LIBRARY).update(visibility=Visibility.PRIVATE)
    return replace(
        counts,
        sets_new=new,
        sets_changed=changed,
        sets_same=len(library.sets) - new - changed,
        sets_withdrawn=withdrawn,
    )


SET_FACTS = (
    *("title", "description", "for_whom", "instructions"),
    *("minutes", "level", "shelf", "position"),
)


def _is_public(row: QuestionSet) -> bool:
    return row.visibility == Visibility.LIBRARY


def _write_set(
    row: QuestionSet, one: BankSet, questions: dict[str, int], digest: str, origin: str
) -> None:
    for name in SET_FACTS:
        setattr(row, name, getattr(one, name))
    row.content_hash, row.origin, row.visibility = digest, origin, Visibility.LIBRARY
    row.save()
    row.items.all().delete()
    SetItem.objects.bulk_create(
        SetItem(
            set=row,
            position=position,
            question_id=questions[item.question] if item.question else None,
            minutes=item.minutes,
            section=item.section,
            draw=item.draw,
        )
        for position, item in enumerate(one.items, start=1)
    )


def _digest(one: BankSet) -> str:
    facts = [getattr(one, name) for name in SET_FACTS]
    items = [[item.question, item.minutes, item.section, item.draw] for item in one.items]
    return hashlib.sha256(json.dumps([facts, items], sort_keys=True).encode()).hexdigest()
