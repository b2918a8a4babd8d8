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
