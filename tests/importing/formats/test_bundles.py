"""ZIPs of files, and telling formats apart."""

import pytest

from questions.importing import Unreadable
from tests.importing.formats.making import line_of, pdf, read, said, workbook, zipped


def test_files_of_any_format_one_after_the_other():
    document = read(
        zipped({
            "ch10.txt": "Q: Last?\nA: Yes.\n",
            "ch2/q.csv": "question,answer\nWhat is x?,y\n",
            "ch1.md": "# T\n\n1. What is a lock?\n2. Why two?\n",
            "photo.png": b"\x89PNG....",
            "notes.txt": "Nothing to see here.\n",
            "__MACOSX/._ch1.md": b"\0\0",
            ".DS_Store": b"\0",
            "in.zip": zipped({"book.xlsx": workbook(S=[["Question"], ["Who?"]])}),
        }),
        "all.zip",
    )  # fmt: skip
    assert document.format == "ZIP"
    assert said(document, "prompt") == [
        ("What is a lock?",), ("Why two?",), ("What is x?",), ("Last?",), ("Who?",)
    ]  # fmt: skip
    assert [line_of(document, at) for at in (1, 2, 4)] == [
        "2. Why two?", "question: What is x?", "Question: Who?"
    ]  # fmt: skip
    reasons = {left.reason for left in document.left_out}
    assert reasons == {
        "photo.png: line 1: this is a picture, not plain text or Markdown.",
        "notes.txt: no questions were found in it",
    }
    left = next(left for left in document.left_out if "photo" in left.reason)
    assert "photo.png" in document.text.split("\n")[left.line - 1]


def locked(files: dict[str, str], member: str) -> bytes:
    """A ZIP in which this member says that it is protected by a password."""
    data = bytearray(zipped(files, stored=True))
    for mark, before, place in ((b"PK\x03\x04", 30, 6), (b"PK\x01\x02", 46, 8)):
        at = data.index(mark)
        while data[at + before : at + before + len(member)] != member.encode():
            at = data.index(mark, at + 1)
        data[at + place] |= 1
    return bytes(data)


def damaged(files: dict[str, str], content: str) -> bytes:
    """A ZIP in which this content is not what its checksum says."""
    return zipped(files, stored=True).replace(content.encode(), b"x" * len(content))


GOOD = {"a.txt": "Q: Who?\nA: I.\n", "c.txt": "Q: Why?\nA: So.\n"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (locked({**GOOD, "b.txt": "Q: When?\nA: Now.\n"}, "b.txt"), "b.txt: is protected by"),
        (damaged({**GOOD, "b.txt": "Q: When?\nA: Now."}, "Q: When?\nA: Now."), "b.txt: is damaged"),
        (zipped({**GOOD, "b.txt": b"\0" * 2**23}), "b.txt: unpacks to more than 200 times"),
        (zipped({**GOOD, "../b.txt": "Q: When?\nA: Now.\n"}), "points outside of the archive"),
    ],
    ids=["locked", "damaged", "bomb", "outside"],
)
def test_one_bad_file_is_named_and_the_good_ones_are_taken(data, why):
    document = read(data, "all.zip")
    assert said(document, "prompt") == [("Who?",), ("Why?",)]
    (note,) = document.notes
    assert note.startswith("Left out: ")
    assert why in note
    assert why in document.left_out[0].reason
    assert [line_of(document, at) for at in (0, 1)] == ["Q: Who?", "Q: Why?"]


def test_a_zip_in_a_zip_in_a_zip_is_left_out():
    inner = zipped({"deep.zip": zipped({"a.txt": "1. Why?\n2. Who?\n3. How?\n"})})
    document = read(
        zipped({"a.txt": "Q: Who?\nA: I.\n", "in.zip": zipped({"b.zip": inner})}), "a.zip"
    )
    assert len(document.questions) == 1
    assert any("is a ZIP in a ZIP in a ZIP" in left.reason for left in document.left_out)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no file that can be read"),
        ({"a.png": b"\x89PNG"}, "holds no file that can be read. a.zip/a.png: .* picture"),
        ({"../../etc/x.txt": "Why?"}, "named “../../etc/x.txt”, which points outside"),
        ({"/etc/x.txt": "Why?"}, "points outside"),
        ({"C:\\x.txt": "Why?"}, "points outside"),
        ({f"{n}.txt": "Why?" for n in range(501)}, "holds 501 files; 500 are the limit"),
    ],
)
def test_an_archive_that_is_refused(files, words):
    with pytest.raises(Unreadable, match=words):
        read(zipped(files), "a.zip")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (pdf(["1. Why?"]), "notes.docx", "PDF"),
        (workbook(S=[["Question"], ["Why?"]]), "notes.csv", "XLSX"),
        ("[{\"question\": \"Why?\"}]", "notes.yaml", "JSON"),
        ("<html><body>Why?</body></html>", "notes.md", "HTML"),
        ("question,answer\nWhy?,So\n", "notes.xlsx", "CSV"),
    ],
)  # fmt: skip
def test_the_content_decides_and_a_false_name_is_told(data, name, kind):
    document = read(data, name)
    assert document.format == kind
    assert f"the content is {kind}" in document.notes[0]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("[What?](#a)\n\n# Why?\n", "README.md", "Markdown"),
        ("{draft}\n\n1. Why?\n", "a.txt", "text"),
        ("- question: Why?\n- question: Who?\n", "a.txt", "YAML"),
        ('{"question": "Why?"}\n{"question": "Who?"}\n', "a.txt", "JSON Lines"),
        ("<p align=center>Hi</p>\n\n# Why?\n", "README.md", "Markdown"),
        ("1, 2 and 3\n", "a.txt", "text"),
    ],
)
def test_names_that_fit_are_not_remarked_on(text, name, kind):
    document = read(text, name)
    assert (document.format, document.notes) == (kind, [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", r"a\.docx: line 1: the file is empty"),
        (b"PK\x03\x04 broken", "ZIP archive is damaged"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"{\\rtf1 x}", "an RTF document"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "a presentation"),
        (zipped({"mimetype": "x", "content.xml": "<a/>"}), "OpenDocument"),
    ],
)
def test_what_no_format_fits_is_named(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data, "a.docx")
