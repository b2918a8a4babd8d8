"""Word documents: automatic numbers, styles, code."""

import pytest

from questions.importing import Unreadable
from tests.importing.formats.making import (
    line_of,
    list_definition,
    numbered,
    read,
    said,
    word,
    zipped,
)


def test_automatic_numbers_are_counted_and_bold_lines_are_sections():
    def fill(document):
        first, letters = list_definition(document, "decimal"), list_definition(document, "bullet")
        document.add_paragraph("Joins:")
        numbered(document.add_paragraph("What is a self join?"), first)
        numbered(document.add_paragraph("Explain a left join."), first)
        document.add_paragraph().add_run("Indexes").bold = True
        numbered(document.add_paragraph("What is a covering index?"), first)
        numbered(document.add_paragraph("When is it bad?"), first)
        numbered(document.add_paragraph("a note"), letters)

    document = read(word(fill), "a.docx")
    assert document.format == "DOCX"
    assert said(document, "section", "prompt")[:3] == [
        ("Joins", "What is a self join?"),
        ("Joins", "Explain a left join."),
        ("Indexes", "What is a covering index?"),
    ]
    assert line_of(document, 2) == "3. What is a covering index?"
    assert "- a note" in document.text


def test_levels_count_for_themselves_and_begin_again():
    def fill(document):
        both = list_definition(document, "decimal", "lowerLetter")
        for text, level in (("A?", 0), ("x", 1), ("y", 1), ("B?", 0), ("z", 1)):
            numbered(document.add_paragraph(text), both, level)

    text = read(word(fill), "a.docx").text
    assert text.split("\n") == ["1. A?", "   a. x", "   b. y", "2. B?", "   a. z"]


def test_headings_answers_code_and_tables():
    def fill(document):
        document.add_heading("Interview", 0)
        document.add_heading("SQL", 1)
        document.add_heading("What does this print?", 2)
        for code in ("for x in y:", "    print(x)"):
            document.add_paragraph().add_run(code).font.name = "Courier New"
        answer = document.add_paragraph()
        answer.add_run("Answer: ").bold = True
        answer.add_run("One, and ")
        answer.add_run("two").italic = True
        document.add_heading("What is a List<T>?", 2)
        document.add_paragraph("A list of T.")
        table = document.add_table(rows=2, cols=2)
        for place, text in zip(((0, 0), (0, 1), (1, 0), (1, 1)), "ab|d", strict=True):
            table.cell(*place).text = text

    document = read(word(fill), "a.docx")
    assert said(document, "section", "prompt", "answer", "code") == [
        ("SQL", "What does this print?", "One, and *two*", ["for x in y:\n    print(x)"]),
        (
            "SQL",
            "What is a List<T>?",
            "A list of T.\n\n| a | b |\n|---|---|\n| \\| | d |",
            [],
        ),
    ]


def test_a_document_of_pictures_only_says_so():
    with pytest.raises(Unreadable, match=r"a\.docx: this document holds no text"):
        read(word(lambda document: document.add_paragraph()), "a.docx")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"word/document.xml": "<w:document"}), "damaged"),
        (
            zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            r"word/document\.xml: declares XML entities",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), r"\.docx"),
    ],
)
def test_damage_entities_passwords_and_old_files_are_told(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data, "a.docx")
