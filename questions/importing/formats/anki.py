"""Anki decks (`.apkg`, `.colpkg`): a packed SQLite database, in three ages of its format."""

import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import zstandard

from questions.importing.bodies import entries_of
from questions.importing.document import LeftOut
from questions.importing.formats.archives import MOST_IN_PACKAGE, Archive
from questions.importing.formats.formulas import with_dollars
from questions.importing.formats.markup import holds_entities, is_markup, markdown_of
from questions.importing.formats.roles import ANSWER, QUESTION, SECTION, role_of
from questions.importing.formats.scorer_notes import take_notes
from questions.importing.formats.source import Document, Transcript
from questions.importing.formats.tags import facts_of_tags
from questions.importing.question import Question
from questions.importing.reading import LARGEST, Deadline, Unreadable
from questions.importing.titles import kind_in_prompt
from questions.importing.wording import FOLLOW_UPS, POINTS, REFERENCES, TIPS

_CLOZE = re.compile(r"\{\{c(\d{1,3})::(.*?)(?:::([^{}]*?))?\}\}", re.S)
_SOUND = re.compile(r"\[(?:sound|anki):[^\]]*\]")
_TEX = re.compile(r"\[(latex|\$|\$\$)\](.*?)\[/\1\]", re.S)
_PLACEHOLDER = re.compile(r"Please update to the latest Anki version", re.I)
# What numbers and words that no deck of Anki's has end in.
_DAMAGED = (
    *(sqlite3.Error, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    OSError,
)
_DEFAULTS = ("default", "standard", "por defecto", "par défaut", "по умолчанию")


@dataclass
class Note:
    """One note: its number in the deck, its fields with their names, where it is filed."""

    pk: int
    fields: list[str]
    names: list[str]
    deck: str
    tags: list[str]


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    archive = Archive(data, name, deadline, most=MOST_IN_PACKAGE)
    document, page = Document(name, "Anki", ""), Transcript()
    with deck_in(archive, deadline) as base:
        notes = list(notes_of(base, deadline, name))
    for number, note in enumerate(notes, start=1):
        deadline.check(number)
        question = question_of(note)
        if question is None:
            first = " ".join(" ".join(note.fields).split())[:60]
            line = page.paragraph(f"({first})")
            document.left_out.append(LeftOut(line, f"note {number} has no words to ask with"))
            continue
        page.question(question)
        document.questions.append(question)
    document.text = page.text
    return document


@contextmanager
def deck_in(archive: Archive, deadline: Deadline) -> Iterator[sqlite3.Connection]:
    """A package's database to read from. What in there is none of Anki's is an `Unreadable`."""
    base = _open(archive)
    try:
        yield base
    except _DAMAGED as error:
        deadline.check(1)
        raise Unreadable(
            f"{archive.name}: this deck's database is damaged ({error}). Export the deck again."
        ) from None
    finally:
        base.close()


def _open(archive: Archive) -> sqlite3.Connection:
    """The newest of the databases in a package, in memory; nothing in it can run."""
    if "collection.anki21b" in archive:
        packed = archive.read("collection.anki21b")
        try:
            reader = zstandard.ZstdDecompressor(max_window_size=2**27)
            with reader.stream_reader(io.BytesIO(packed)) as stream:
                data = stream.read(LARGEST + 1)
        except zstandard.ZstdError as error:
            raise Unreadable(f"{archive.name}: is damaged ({error}). Export it again.") from None
        if len(data) > LARGEST:
            raise Unreadable(
                f"{archive.name}: unpacks to more than {LARGEST // 2**20} MB. Export single decks."
            )
    else:
        old = "collection.anki21" if "collection.anki21" in archive else "collection.anki2"
        data = archive.read(old)
    if not data.startswith(b"SQLite format 3\0"):
        raise Unreadable(f"{archive.name}: holds no deck where one should be. Export it again.")
    # A journal in write-ahead mode cannot be opened from memory; the file is whole without it.
    data = data[:18] + b"\x01\x01" + data[20:]
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    base.create_collation("unicase", _by_case)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA query_only = ON")
    return base


def _by_case(one: str, other: str) -> int:
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def notes_of(base: sqlite3.Connection, deadline: Deadline, name: str) -> Iterator[Note]:
    """All notes of an open deck in its order, but for the one that asks for a newer Anki."""
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    base.set_progress_handler(lambda: _is_late(deadline), 100_000)
    tables = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"notes", "cards"} <= tables:
        raise Unreadable(f"{name}: holds no notes. Export the deck again.")
    fields, decks = _kinds_and_decks(base, tables)
    home_of: dict[int, int] = {}
    for note, deck, home in base.execute("SELECT nid, did, odid FROM cards ORDER BY nid, ord"):
        home_of.setdefault(note, home or deck)  # a card lent to a filtered deck has a home
    rows = base.execute("SELECT id, mid, flds, tags FROM notes ORDER BY id")
    for note, kind, text, tags in rows:
        values = str(text).split("\x1f")
        if _PLACEHOLDER.search(values[0][:200]):
            continue
        names = [*fields.get(kind, []), *[""] * len(values)][: len(values)]
        deck = decks.get(home_of.get(note, 0), "")
        yield Note(note, values, names, deck, str(tags or "").split())


def _is_late(deadline: Deadline) -> int:
    try:
        deadline.check(1)
    except Unreadable:
        return 1
    return 0


def _kinds_and_decks(
    base: sqlite3.Connection, tables: set[str]
) -> tuple[dict[int, list[str]], dict[int, str]]:
    """The names of the fields of each kind of note, and the paths of the decks."""
    if {"fields", "decks"} <= tables:
        fields: dict[int, list[str]] = {}
        for kind, title in base.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(kind, []).append(str(title))
        decks = {
            pk: str(title).replace("\x1f", "::")
            for pk, title in base.execute("SELECT id, name FROM decks")
        }
        return fields, decks
    models, decks = base.execute("SELECT models, decks FROM col").fetchone()
    kinds = {
        int(key): [str(one["name"]) for one in sorted(kind["flds"], key=lambda f: f.get("ord", 0))]
        for key, kind in json.loads(models or "{}").items()
    }
    return kinds, {int(key): str(deck["name"]) for key, deck in json.loads(decks or "{}").items()}


def question_of(note: Note) -> Question | None:
    """What a note asks and answers, in Markdown; gaps to fill become one question. None when it has
    no words to ask with."""
    shown = [_text(value) for value in note.fields]
    cloze = next((at for at, value in enumerate(shown) if _CLOZE.search(value)), None)
    roles = _roles(note.names, cloze)
    prompt = "\n\n".join(text for text, role in zip(shown, roles, strict=True) if role == QUESTION)
    told = [
        text for text, role in zip(shown, roles, strict=True) if role in (ANSWER, "explanation")
    ]
    if cloze is not None:
        prompt, hidden = _without_cloze(prompt)
        told = [hidden, *told]
    if not re.search(r"\w", prompt):
        return None
    question = Question(prompt, 0, answer="\n\n".join(filter(None, told)) or None)
    for text, role in zip(shown, roles, strict=True):
        if role == POINTS:
            take_notes(question, text)
        elif role in (TIPS, FOLLOW_UPS, REFERENCES):
            getattr(question, role).extend(entries_of(text))
    question.section = _section(note, shown, roles)
    facts = facts_of_tags(note.tags)
    question.minutes, question.tier, question.priority = facts.minutes, facts.tier, facts.priority
    question.kind = facts.kind or kind_in_prompt(prompt)
    return question


def _roles(names: list[str], cloze: int | None) -> list[str | None]:
    """By the names of the fields; else the first asks, the second answers, the rest explains."""
    if cloze is not None:
        return [
            QUESTION if at == cloze else role_of(name) or "explanation"
            for at, name in enumerate(names)
        ]
    roles = [role_of(name) for name in names]
    if QUESTION not in roles:
        free = [at for at, role in enumerate(roles) if role is None]
        roles[free[0] if free else 0] = QUESTION
    asked = roles.index(QUESTION)
    if ANSWER not in roles:
        free = [at for at, role in enumerate(roles) if role is None and at > asked]
        free = free or [at for at, role in enumerate(roles) if role is None]
        if free:
            roles[free[0]] = ANSWER
    return [
        role if role != QUESTION or at == asked else "explanation" for at, role in enumerate(roles)
    ]


def _without_cloze(text: str) -> tuple[str, str]:
    """A text with gaps, and what stands in them, in their order."""
    hidden: list[str] = []

    def gap(found: re.Match[str]) -> str:
        if found[2] not in hidden:
            hidden.append(found[2])
        return f"_____ ({found[3]})" if found[3] else "_____"

    for _ in range(4):  # gaps within gaps
        text, count = _CLOZE.subn(gap, text)
        if not count:
            break
    hidden = [_CLOZE.sub(lambda found: found[2], one) for one in hidden]
    if len(hidden) == 1:
        return text, hidden[0]
    return text, "\n".join(f"{at}. {one}" for at, one in enumerate(hidden, start=1))


def _section(note: Note, shown: list[str], roles: list[str | None]) -> str | None:
    """The deck; in the deck everything lands in by default, the first tag that has levels."""
    names = [part.strip() for part in note.deck.split("::") if part.strip()]
    if len(names) == 1 and names[0].lower() in _DEFAULTS:
        names = []
    if not names:
        tag = next((tag for tag in note.tags if "::" in tag), None)
        names = [part.replace("_", " ") for part in tag.split("::")] if tag else []
    names += [
        " ".join(text.split())
        for text, role in zip(shown, roles, strict=True)
        if role == SECTION and 0 < len(text) < 80
    ]
    return " / ".join(dict.fromkeys(names)) or None


def _text(value: str) -> str:
    value = _SOUND.sub("", value)
    value = _TEX.sub(lambda found: f"${found[2].strip().strip('$')}$", value)
    if is_markup(value) or holds_entities(value):
        value = markdown_of(value)
    return with_dollars(value).strip()
