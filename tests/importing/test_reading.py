"""Bytes become text, or a sentence that names the file and the place."""

import pytest

from questions.importing import Deadline, Unreadable, decode, find_questions, reading

TEXT = "1. What is a naïve café?\n2. “Why” – explain.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_the_same_text(encoding, end):
    assert decode(TEXT.replace("\n", end).encode(encoding), "a.txt") == TEXT


def test_a_separator_ends_a_line_and_accents_are_composed():
    assert decode("cafe\u0301\u2028b".encode(), "a.txt") == "café\nb"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", r"a\.txt: line 1: the file is empty"),
        (b"\xef\xbb\xbf \r\n\t", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"one\ntwo\x00three", r"a\.txt: line 2: .*binary"),
        ("äöü äöü\n".encode() * 3 + b"\xff\n", r"a\.txt: line 4: byte 43 is not UTF-8"),
        (b"a\nb\x81", r"a\.txt: line 2: byte 4 is neither"),
        (b"\xff\xfea\x00\x00", "not valid UTF-16"),
    ],
)
def test_what_is_not_text_is_refused_with_its_place(data, words):
    with pytest.raises(Unreadable, match=words):
        decode(data, "a.txt")


def test_a_file_over_the_limit_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "LARGEST", 10)
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 11)
    with pytest.raises(Unreadable, match=r"large\.txt: larger than"):
        reading.read_file(path)


def test_reading_stops_at_the_deadline_and_names_the_line():
    ticks = iter(range(1000))
    deadline = Deadline("slow.md", seconds=2, clock=lambda: next(ticks))
    with pytest.raises(Unreadable, match=r"slow\.md: line \d+: reading took longer than 2 seconds"):
        find_questions("1. What?\n" * 5000, deadline=deadline)
