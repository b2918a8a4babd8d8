"""Reading a deck of another program: cards, and what was answered. Plain Python, no database.

The package itself is opened by `questions/importing/formats/anki.py`, which believes nothing of it:
sizes are capped before they are unpacked, the database is read in memory, and nothing in it can
run. Whatever is wrong is an `Unreadable` with a sentence.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape

from questions.importing.formats import anki as deck_files
from questions.importing.formats.archives import MOST_IN_PACKAGE, Archive
from questions.importing.reading import SLOWEST, Deadline, Unreadable
from study.cards.anki import FIELDS, words_of

MOST_NOTES = 60_000
MOST_ANSWERS = 200_000
# Characters of one side; the rest of a longer one is left out, and said.
LONGEST_SIDE = 10_000
_MEDIA = re.compile(r"<img\b|<audio\b|<video\b|\[sound:", re.I)
_CLOZE = re.compile(r"\{\{c\d{1,3}::")
_REVIEW, _SUSPENDED = 2, -1
# Anki is of 2006; earlier answers are slips of a clock.
_EARLIEST = datetime(2006, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    rating: int
    at: datetime
    seconds: int


@dataclass
class Found:
    """One note as one card."""

    guid: str
    front: str
    back: str
    said: str = ""
    # Where a card of ours came from, in slugs (`anki.origin_of`).
    origin: list[str] = field(default_factory=list)
    is_suspended: bool = False
    # Days after the deck's first day on which it is due; None while it is new or in its steps.
    due: int | None = None
    answers: list[Answer] = field(default_factory=list)


@dataclass
class LeftBehind:
    """What did not come along, as numbers of notes."""

    media: int = 0
    cloze: int = 0
    other_sides: int = 0
    wordless: int = 0
    cut: int = 0

    def sentences(self) -> list[str]:
        return [
            sentence.format(number, "note" if number == 1 else "notes")
            for sentence, number in (
                ("{} {} had pictures or sounds; those stayed behind.", self.media),
                ("{} {} had gaps to fill; each became one card with all of its gaps.", self.cloze),
                ("{} {} had more than one card; the first one came.", self.other_sides),
                ("{} {} had no words to ask with and stayed behind.", self.wordless),
                ("{} {} had a side too long for a card; its end was cut off.", self.cut),
            )
            if number
        ]


@dataclass
class Package:
    cards: list[Found]
    # The instant from which the deck counts its days.
    begins: datetime
    left: LeftBehind


def read(
    data: bytes, name: str, *, with_answers: bool, at: datetime, seconds: float = SLOWEST
) -> Package:
    """The cards of an `.apkg` or `.colpkg`. `at`: answers of later than that are left out;
    `seconds`: reading takes no longer."""
    with _opened(data, name, seconds) as (base, deadline):
        return _package(base, name, deadline, with_answers=with_answers, at=at)


def notes_in(data: bytes, name: str) -> int:
    """How many notes a package holds; none of them is read. Unreadable as `read` is."""
    with _opened(data, name) as (base, _):
        (number,) = base.execute("SELECT count(*) FROM notes").fetchone()
    return number


@contextmanager
def _opened(
    data: bytes, name: str, seconds: float = SLOWEST
) -> Iterator[tuple[sqlite3.Connection, Deadline]]:
    deadline = Deadline(name, seconds=seconds)
    if not data.startswith(b"PK"):  # as every ZIP does
        raise Unreadable(f"{name}: is no deck. Export one from Anki as “.apkg”.")
    archive = Archive(data, name, deadline, most=MOST_IN_PACKAGE)
    if not any(one.startswith("collection.anki2") for one in archive.names):
        raise Unreadable(f"{name}: holds no deck. Export it from Anki as “.apkg”.")
    with deck_files.deck_in(archive, deadline) as base:
        yield base, deadline


def _package(
    base: sqlite3.Connection, name: str, deadline: Deadline, *, with_answers: bool, at: datetime
) -> Package:
    (number,) = base.execute("SELECT count(*) FROM notes").fetchone()
    if number > MOST_NOTES:
        raise Unreadable(
            f"{name}: holds {number:,} notes; {MOST_NOTES:,} are the limit. Export single decks."
        )
    begins = datetime.fromtimestamp(int(base.execute("SELECT crt FROM col").fetchone()[0]), UTC)
    guids = dict(base.execute("SELECT id, guid FROM notes"))
    first, left = _first_cards(base), LeftBehind()
    found: dict[int, Found] = {}
    for count, note in enumerate(deck_files.notes_of(base, deadline, name), start=1):
        deadline.check(count)
        card = _card(note, str(guids.get(note.pk) or "")[:64], left)
        if card is None or note.pk not in first:
            continue
        pk, kind, queue, due, sides = first[note.pk]
        card.is_suspended = queue == _SUSPENDED
        card.due = due if kind == _REVIEW else None
        left.other_sides += sides > 1 and not _CLOZE.search("".join(note.fields))
        found[pk] = card
    if with_answers:
        _add_answers(base, found, name, at=at)
    return Package(list(found.values()), begins, left)


def _first_cards(base: sqlite3.Connection) -> dict[int, tuple[int, int, int, int, int]]:
    """Of each note its first card: its id, kind, queue, due day; and how many there are."""
    rows = base.execute(
        "SELECT nid, id, type, queue, CASE WHEN odid != 0 THEN odue ELSE due END, min(ord), "
        "count(*) FROM cards GROUP BY nid"
    )
    return {
        nid: (int(pk), int(kind), int(queue), int(due), int(count))
        for nid, pk, kind, queue, due, _ord, count in rows
    }


def _card(note: deck_files.Note, guid: str, left: LeftBehind) -> Found | None:
    if tuple(note.names) == FIELDS and (ours := _ours(note.fields, guid)):
        return ours
    words = "".join(note.fields)
    question = deck_files.question_of(note)
    if question is None or not guid:
        left.wordless += 1
        return None
    left.media += bool(_MEDIA.search(words))
    left.cloze += bool(_CLOZE.search(words))
    front, back = question.prompt, question.answer or ""
    left.cut += max(len(front), len(back)) > LONGEST_SIDE
    return Found(guid, front[:LONGEST_SIDE], back[:LONGEST_SIDE])


def _ours(fields: list[str], guid: str) -> Found | None:
    """A card of ours whose words nobody changed in the other program, as it was written here."""
    try:
        source = json.loads(unescape(fields[-1]))
        front, back, said = (str(source[name]) for name in ("front", "back", "said"))
        origin = [str(part) for part in source["from"]][:3]
    except (ValueError, TypeError, KeyError):
        return None
    whole = max(map(len, (front, back, said))) <= LONGEST_SIDE and bool(front.strip())
    if not whole or not guid or words_of(front, back, said) != fields[:-1]:
        return None
    return Found(guid, front, back, said, origin)


def _add_answers(
    base: sqlite3.Connection, found: dict[int, Found], name: str, *, at: datetime
) -> None:
    """What was answered, oldest first. Days set by hand are no answers (Anki writes ease 0)."""
    (number,) = base.execute("SELECT count(*) FROM revlog").fetchone()
    if number > MOST_ANSWERS:
        raise Unreadable(
            f"{name}: holds {number:,} answers; {MOST_ANSWERS:,} are the limit. Export single "
            "decks, or bring the cards without what was answered."
        )
    rows = base.execute(
        "SELECT cid, id, ease, time FROM revlog WHERE ease BETWEEN 1 AND 4 ORDER BY id"
    )
    for pk, moment, rating, took in rows:
        when = datetime.fromtimestamp(int(moment) / 1000, UTC)
        if pk in found and _EARLIEST <= when <= at:
            found[pk].answers.append(Answer(int(rating), when, int(took or 0) // 1000))
