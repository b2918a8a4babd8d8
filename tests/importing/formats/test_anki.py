"""Anki decks of each age."""

import pytest

from questions.importing import Unreadable
from tests.importing.formats.making import deck, line_of, read, said, zipped

BASIC = (
    ["What is <b>DNS</b>?", "Names &lt;to&gt;<br>numbers[sound:x.mp3]"],
    "Net::Core",
    "hard P1",
)


@pytest.mark.parametrize("newest", [False, True])
def test_notes_fields_decks_and_tags(newest):
    document = read(deck([BASIC], newest=newest), "a.apkg")
    assert document.format == "Anki"
    assert said(document, "section", "prompt", "answer", "tier", "priority") == [
        ("Net / Core", "What is **DNS**?", "Names <to>\nnumbers", 3, "P1")
    ]
    assert line_of(document, 0) == "What is **DNS**?"


def test_a_cloze_becomes_a_gap_and_its_words_the_answer():
    notes = [
        (["A {{c1::mutex::lock}} guards {{c2::state}}.", "Since long."], "Default", "os::locks"),
        ([r"\(x^2\) is {{c1::a square}}.", ""], "Default", ""),
    ]
    document = read(deck(notes, fields=("Text", "Extra")), "a.apkg")
    assert said(document, "section", "prompt", "answer") == [
        ("os / locks", "A _____ (lock) guards _____.", "1. mutex\n2. state\n\nSince long."),
        (None, "$x^2$ is _____.", "a square"),
    ]


def test_fields_go_by_their_names():
    fields = ("ID", "Answer", "Question", "Hint", "Topic")
    notes = [(["7", "A chain", "What is a saga?", "steps", "Design"], "DB", "")]
    question = read(deck(notes, fields=fields), "a.apkg").questions[0]
    assert (question.prompt, question.answer, question.tips, question.section) == (
        "What is a saga?", "A chain", ["steps"], "DB / Design",
    )  # fmt: skip


def test_a_note_of_pictures_only_is_left_out():
    document = read(deck([(["<img src=x.png>", "y"], "D", "")]), "a.apkg")
    assert document.questions == []
    assert "note 1" in document.left_out[0].reason


@pytest.mark.parametrize(
    "files",
    [
        {"collection.anki2": b"no database"},
        {"collection.anki2": b"SQLite format 3\0" + b"\1" * 4000},
        {"collection.anki21b": b"\x28\xb5\x2f\xfd broken"},
    ],
)
def test_a_damaged_deck_is_refused(files):
    with pytest.raises(Unreadable, match=r"a\.apkg"):
        read(zipped(files), "a.apkg")
