"""Files made to harm: a clear message each, in bounded time and memory."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.importing import Deadline, Unreadable, read_document
from questions.importing.formats import archives, registry
from tests.importing.formats.making import deck, outcome, pdf, read, word, workbook, zipped

MANY = 1024 * 1024


def bomb(path: str, size: int = 8 * MANY) -> bytes:
    return zipped({path: b"\0" * size})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (bomb("a.txt"), "a.zip"),
        (bomb("word/document.xml"), "a.docx"),
        (bomb("xl/workbook.xml"), "a.xlsx"),
        (bomb("collection.anki2"), "a.apkg"),
        (zipped({"in.zip": bomb("a.txt")}), "a.zip"),
    ],
)
def test_a_bomb_is_not_unpacked(data, name):
    document, refusal = outcome(data, name)
    assert "ZIP bomb" in (refusal or document.left_out[0].reason)


def test_pictures_in_a_word_file_may_not_be_bombs_either():
    buffer = io.BytesIO(word(lambda document: document.add_paragraph("1. Why?")))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", b"\0" * 8 * MANY)
    with pytest.raises(Unreadable, match=r"media/a\.png: .*ZIP bomb"):
        read(buffer.getvalue(), "a.docx")


def test_many_large_members_are_counted_together(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 10_000)
    files = {f"{n}.txt": "1. Why?\n" * 500 for n in range(3)}
    with pytest.raises(Unreadable, match=r"a\.zip: unpacks to more than"):
        read(zipped(files, stored=True), "a.zip")


def test_a_member_with_a_password_is_told():
    data = bytearray(zipped({"a.txt": "Why?"}, stored=True))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(Unreadable, match=r"a\.txt: is protected by a password"):
        read(bytes(data), "a.zip")


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(registry, "LARGEST", 100)
    with pytest.raises(Unreadable, match=r"a\.docx: larger than"):
        read_document(b"x" * 101, "a.docx")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (pdf(["Why?"] * 30), "a.pdf"),
        (workbook(S=[["Question"], *[["Why?"]] * 300]), "a.xlsx"),
        (word(lambda d: [d.add_paragraph("Why?") for _ in range(300)]), "a.docx"),
        (deck([(["Why?", "So"], "D", "")] * 300), "a.apkg"),
        ("question\n" + "Why?\n" * 3000, "a.csv"),
        ("- question: Why?\n" * 300, "a.yaml"),
        ('[{"question": "Why?"}' + ',{"question": "Why?"}' * 300 + "]", "a.json"),
        ("Why? {}\n\n" * 500, "a.gift"),
        ("<p>Why?</p>" * 500, "a.html"),
        (zipped({"a.csv": "question\n" + "Why?\n" * 3000}), "a.zip"),
    ],
)
def test_every_format_stops_at_the_deadline(data, name):
    ticks = iter(range(1_000_000))
    deadline = Deadline(name, seconds=40, clock=lambda: next(ticks))
    with pytest.raises(Unreadable, match=rf"{name}: line \d+: reading took longer than 40 seconds"):
        read(data, name, deadline=deadline)


HARMFUL = {
    "nested.html": "<div>" * 50_000 + "What?",
    "bold.html": "<b>" * 50_000 + "What?",
    "rows.html": "<table>" + "<tr><td>x</td></tr>" * 8_000,
    "open.json": "[" * 200_000,
    "digits.json": '[{"question": ' + "9" * 10_000 + "}]",
    "nested.yaml": "- " * 20_000,
    "laughs.yaml": "a: &a [x]\nb: [*a, *a, *a]\n",
    "braces.gift": "::a:: x {" * 20_000,
    "opened.gift": "{\n" * 20_000,
    "nested.xml": "<quiz>" + "<a>" * 100_000,
    "laughs.xml": '<!DOCTYPE q [<!ENTITY a "aa">]><quiz>&a;</quiz>',
    "outside.xml": '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
    "quotes.csv": '"' * 500_000,
    "openings.csv": 'a,"b\n' * 30_000,
    "commas.csv": "," * 500_000,
    "wide.csv": ("," * 20_000 + "\n") * 20,
    "long.csv": "question,answer\n" + "".join(f"What is {n}?,It\n" for n in range(20_000)),
    "header.pdf": "%PDF-1.7\n" + "1 0 obj << " * 20_000,
}


@pytest.mark.parametrize("name", HARMFUL)
def test_hostile_text_is_read_or_refused_in_bounded_time(name):
    """Half a minute of processor time is far more than any needs, and far less than a hang."""
    deadline = Deadline(name, seconds=30, clock=time.process_time)
    document, refusal = outcome(HARMFUL[name], name, deadline=deadline)
    assert document or refusal.startswith(name)
    assert "took longer" not in refusal
    assert name != "long.csv" or len(document.questions) == 20_000


STARTS = [
    b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"<?xml version='1.0'?><quiz>", b"[{", b"::a::{",
    b"- question: ", b"\xff\xfe", b"\xef\xbb\xbf", b"---\n## Prompt\n", b"question,answer\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\"question\": \"",
]  # fmt: skip
NAMES = [
    "a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.csv", "a.tsv", "a.xlsx", "a.json", "a.jsonl",
    "a.yaml", "a.gift", "a.xml", "a.apkg", "a.zip", "a",
]  # fmt: skip
ASCII = st.text("aQ?=~{}<>/:,;\"'|-# \n[]&*0.\\", max_size=200).map(str.encode)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.one_of(st.binary(max_size=200), ASCII), st.sampled_from(NAMES))
def test_any_bytes_under_any_name_raise_nothing_but_unreadable(start, rest, name):
    document, refusal = outcome(start + rest, name)
    assert document or refusal.startswith(name)
    if document:
        lines = document.text.count("\n") + 1
        assert all(1 <= question.source_line <= lines for question in document.questions)


WHOLE = {
    "a.docx": word(lambda d: [d.add_heading("Why?"), d.add_paragraph("So.", style="List Number")]),
    "a.xlsx": workbook(S=[["Question", "Answer"], ["Why?", "So."]]),
    "a.apkg": deck([(["Why?", "So."], "D", "x")]),
    "a.pdf": pdf(["1. Why?", "2. Who?"]),
    "a.zip": zipped({"a.md": "1. Why?\n", "b.gift": "Why? {}\n"}, stored=True),
}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0.1, 1),
)
def test_a_damaged_file_raises_nothing_but_unreadable(name, changes, kept):
    data = bytearray(WHOLE[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    document, refusal = outcome(bytes(data[: int(kept * len(data)) + 1]), name)
    assert document or refusal.startswith(name)
