"""The facts of every question a list is chosen by, as columns of numbers in this process.

Counting 100,000 questions for nine filters costs the database a tenth of a second, and these
columns two milliseconds. PostgreSQL stays the only source of truth: a trigger notes which
questions each transaction wrote (`LibraryChange`), and whoever asks for the catalogue first
takes in what has become visible since, by transaction and not by time. So a page shows what was
published a moment ago, in every process, and none of them has to be told (decision 43).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from accounts.models import User
from questions.models import Audience, Kind, Priority, Question, Topic, Visibility

# A whole reading costs half a second at 100,000 questions; noted changes are kept far longer.
READ_AGAIN_AFTER = 3600.0
# From so many changed questions on, reading all of them is as quick.
MANY = 5000

STATUSES = tuple(Question.Status.values)
# What a column of text holds, as numbers: the place in its list.
CODES: dict[str, Sequence[str]] = {
    "kind": Kind.values,
    "priority": Priority.values,
    "audience": Audience.values,
    "status": STATUSES,
}
_FACTS = ("topic_id", "owner_id", "tier", "minutes", "has_key")
_FIELDS = ("pk", *_FACTS, "language", *CODES)
# The order of the bank as one number: place of the topic, tier, id.
_TIER_BITS, _ID_BITS = 3, 44

_SEEN = """
SELECT pg_current_snapshot()::text,
    ARRAY(SELECT DISTINCT unnest(change.questions) FROM questions_librarychange AS change
        WHERE change.written_by >= pg_snapshot_xmin(last.seen)
            AND NOT pg_visible_in_snapshot(change.written_by, last.seen)),
    EXISTS(SELECT FROM questions_librarychange AS change
        WHERE change.written_by >= pg_snapshot_xmin(last.seen)
            AND NOT pg_visible_in_snapshot(change.written_by, last.seen)
            AND change.questions IS NULL)
FROM (SELECT %s::pg_snapshot AS seen) AS last
"""

Column = NDArray[Any]


@dataclass(frozen=True)
class Columns:
    """Facts of questions, one array a fact, all of the same length."""

    ids: Column
    facts: dict[str, Column]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, name: str) -> Column:
        return self.facts[name]

    def at(self, rows: Column) -> Columns:
        """These rows alone: places, or one truth value a row."""
        return Columns(self.ids[rows], {name: one[rows] for name, one in self.facts.items()})

    def and_also(self, other: Columns) -> Columns:
        return Columns(
            np.concatenate([self.ids, other.ids]),
            {name: np.concatenate([one, other[name]]) for name, one in self.facts.items()},
        )

    def among(self, ids: Collection[int]) -> Column:
        """For each row whether it is one of these questions."""
        return np.isin(self.ids, np.fromiter(ids, np.int64, len(ids)))


@dataclass(frozen=True)
class Catalogue:
    """The shared bank, every state of it, as `seen` by one snapshot of the database.

    `languages` names the numbers of the column `language`.
    """

    columns: Columns
    languages: tuple[str, ...]
    seen: str
    read_at: float


_kept: Catalogue | None = None
_ordered: tuple[Catalogue | None, dict[tuple, Columns]] = (None, {})
_reading = threading.Lock()


def current() -> Catalogue:
    """The shared bank as it is now, for this process to read. One or two small queries."""
    global _kept
    if connection.in_atomic_block:
        # What this transaction wrote may never be committed: look, and keep nothing.
        return _read()
    # Whoever holds the lock must not wait for a connection that somebody at the lock holds.
    connection.ensure_connection()
    with _reading:
        if _kept is None or time.monotonic() - _kept.read_at > READ_AGAIN_AFTER:
            _kept = _read()
        else:
            _kept = _brought_up_to_date(_kept)
        return _kept


def forget() -> None:
    """Read all of it the next time."""
    global _kept
    with _reading:
        _kept = None


def ordered(catalogue: Catalogue, topics: Sequence[Topic], statuses: Sequence[str]) -> Columns:
    """The shared bank in these states in its order: topics as given, then tier, then age.

    Remembered until the catalogue changes.
    """
    global _ordered
    if _ordered[0] is not catalogue:
        _ordered = (catalogue, {})
    remembered = _ordered[1]
    key = (tuple(topic.pk for topic in topics), tuple(statuses))
    if key not in remembered:
        numbers = [STATUSES.index(status) for status in statuses]
        columns = catalogue.columns
        listed = columns.at(np.isin(columns["status"], numbers))
        remembered[key] = _sorted(listed, topics)
    return remembered[key]


def beyond_the_library(user: User, languages: tuple[str, ...]) -> tuple[Columns, tuple[str, ...]]:
    """What this person may read that the catalogue has not, and the languages by number."""
    found = Question.objects.beyond_the_library(user, *_FIELDS, "circle_id") if user.pk else []
    theirs = list(found)
    columns, languages = _columns([row[:-1] for row in theirs], languages, shared=False)
    columns.facts["grouped"] = np.array([row[-1] is not None for row in theirs], bool)
    return columns, languages


def merged(columns: Columns, more: Columns, topics: Sequence[Topic]) -> Columns:
    """Both in the order of the bank; `columns` are in it already."""
    if not len(more):
        return columns
    more = _sorted(more, topics)
    places = np.searchsorted(_keys(columns, topics), _keys(more, topics))
    return Columns(
        np.insert(columns.ids, places, more.ids),
        {name: np.insert(one, places, more[name]) for name, one in columns.facts.items()},
    )


def _sorted(columns: Columns, topics: Sequence[Topic]) -> Columns:
    return columns.at(np.argsort(_keys(columns, topics)))


def _keys(columns: Columns, topics: Sequence[Topic]) -> Column:
    place = by_topic({topic.pk: n for n, topic in enumerate(topics)}, columns)
    return (((place << _TIER_BITS) + columns["tier"]) << _ID_BITS) + columns.ids


def by_topic(numbers: dict[int, int], columns: Columns) -> Column:
    """For each question the number of its topic; one more than the largest for unknown topics."""
    rest = max(numbers.values(), default=-1) + 1
    largest = max(int(columns["topic_id"].max(initial=0)), *numbers, 0)
    table = np.full(largest + 1, rest, np.int64)
    table[list(numbers)] = list(numbers.values())
    return table[columns["topic_id"]]


# --- From the database ----------------------------------------------------------------------------


def _library() -> Any:
    shared = Question.objects.filter(visibility=Visibility.LIBRARY, current__isnull=False)
    return shared.order_by().values_list(*_FIELDS)


def _read() -> Catalogue:
    with connection.cursor() as cursor:
        # Asked first: what is written meanwhile is read twice rather than never.
        cursor.execute("SELECT pg_current_snapshot()::text")
        (seen,) = cursor.fetchone()
    columns, languages = _columns(_library().iterator(chunk_size=20_000), ())
    return Catalogue(columns, languages, seen, time.monotonic())


def _brought_up_to_date(old: Catalogue) -> Catalogue:
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [old.seen])
        seen, changed, any_changed = cursor.fetchone()
    if any_changed or len(changed) > MANY:
        return _read()
    if not changed:
        # The same object, so that what was worked out from it holds; its snapshot still serves.
        return old
    fresh, languages = _columns(_library().filter(pk__in=changed), old.languages)
    kept = old.columns.at(~old.columns.among(changed))
    return replace(old, columns=kept.and_also(fresh), languages=languages, seen=seen)


def _columns(
    rows: Iterable[tuple], languages: tuple[str, ...], *, shared: bool = True
) -> tuple[Columns, tuple[str, ...]]:
    """Rows of `_FIELDS` as columns. New languages take the next numbers."""
    found = list(zip(*rows, strict=True)) or [()] * len(_FIELDS)
    by_name = dict(zip(_FIELDS, found, strict=True))
    languages = (*languages, *sorted(set(by_name["language"]) - set(languages)))
    facts = {
        "topic_id": np.array(by_name["topic_id"], np.int64),
        "owner_id": np.array([owner or 0 for owner in by_name["owner_id"]], np.int64),
        "tier": np.array(by_name["tier"], np.uint8),
        "minutes": np.array(by_name["minutes"], np.uint8),
        "has_key": np.array(by_name["has_key"], np.uint8),
        "shared": np.full(len(by_name["pk"]), shared),
        # Shared with a group; no question of the library is.
        "grouped": np.zeros(len(by_name["pk"]), bool),
    }
    for name, words in {**CODES, "language": languages}.items():
        number = {word: n for n, word in enumerate(words)}
        facts[name] = np.array([number[word] for word in by_name[name]], np.uint16)
    return Columns(np.array(by_name["pk"], np.int64), facts), languages
