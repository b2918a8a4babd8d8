"""Anki: a deck for each area, a note for each question; importing again updates the same notes."""

import io
import zlib

import genanki

from questions.exporting.html import to_xhtml
from questions.exporting.rubric import rubric
from questions.exporting.selection import Entry, Selection

# Chosen once: Anki knows a note type by its number, and notes of ours by our slugs.
_NOTE_TYPE = 1_607_392_319
STYLE = """.card { font-family: serif; font-size: 20px; line-height: 1.5; text-align: left; }
.slug { font-size: 12px; opacity: .6; }"""
_FRONT = "{{Question}}"
_BACK = '{{FrontSide}}<hr id="answer">{{Answer}}{{Key points}}<p class="slug">{{Slug}}</p>'


def as_apkg(selection: Selection) -> bytes:
    """A package Anki 2.1 and later import. Scheduling does not travel: questions have none."""
    note_type = genanki.Model(
        _NOTE_TYPE,
        "Greenroom question",
        fields=[{"name": name} for name in ("Question", "Answer", "Key points", "Slug")],
        templates=[{"name": "Recall", "qfmt": _FRONT, "afmt": _BACK}],
        css=STYLE,
    )
    decks: dict[str, genanki.Deck] = {}
    for entry in selection.questions:
        empty = deck_named(selection.title, selection.area_title(entry.area))
        deck = decks.setdefault(entry.area, empty)
        deck.add_note(_note(entry, note_type))
    target = io.BytesIO()
    genanki.Package(list(decks.values())).write_to_file(target)
    return target.getvalue()


def _note(entry: Entry, note_type: genanki.Model) -> genanki.Note:
    words = entry.words
    points = f"**Key points**\n\n{rubric(words)}" if words.points else ""
    return genanki.Note(
        model=note_type,
        fields=[to_xhtml(words.prompt), to_xhtml(words.model_answer), to_xhtml(points), entry.slug],
        tags=[entry.area, words.kind, f"tier-{words.tier}", words.priority],
        guid=genanki.guid_for("greenroom", entry.slug),
    )


def deck_named(*parts: str) -> genanki.Deck:
    """An empty deck inside others; the same names are the same deck again."""
    name = "::".join(_deck_part(part) for part in parts)
    return genanki.Deck(_number(name), name)


def _deck_part(title: str) -> str:
    return " ".join(title.replace("::", ":").replace('"', "'").split())


def _number(name: str) -> int:
    """A deck's number from its name, so that the same deck is found again."""
    return (1 << 31) + zlib.crc32(name.encode())
