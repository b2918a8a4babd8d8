"""PDF files: the text, without what repeats on every page."""

import io

import pypdf
import pytest

from questions.importing import Unreadable
from questions.importing.formats.pages import without_repeats
from tests.importing.formats.making import outcome, pdf, read, said

PAGES = [
    [f"Handbook of joins, edition {page}", *lines, f"Page {page} of 3"]
    for page, lines in enumerate(
        (
            ["1. What is a self join?", "2. Why is a left join", "longer than (its) table?"],
            ["3. What is an index?", "4. When does a plan"],
            ["change overnight?", "5. How is a latch released?"],
        ),
        start=1,
    )
]


def test_headers_footers_and_wrapped_lines():
    document = read(pdf(*PAGES), "a.pdf")
    assert document.format == "PDF"
    assert said(document, "prompt") == [
        ("What is a self join?",),
        ("Why is a left join longer than (its) table?",),
        ("What is an index?",),
        ("When does a plan change overnight?",),
        ("How is a latch released?",),
    ]
    assert "Handbook" not in document.text
    assert "Page" not in document.text


def test_pages_that_share_nothing_keep_all_of_their_lines():
    assert without_repeats(["One\nWhy?", "Two\nWho?"]) == "One\nWhy?\n\nTwo\nWho?\n"


def test_a_scan_says_that_it_holds_no_text():
    with pytest.raises(Unreadable, match=r"a\.pdf: its 2 pages hold no text.*OCR"):
        read(pdf([], []), "a.pdf")


def test_a_few_pages_without_text_are_told():
    assert "2 pages of 3" in read(pdf(["1. Why?", "2. Who?", "3. How?"], [], []), "a.pdf").notes[0]


def test_a_password_is_told_and_an_empty_one_is_no_hindrance():
    for password, words in (("secret", "protected by a password"), ("", None)):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["1. Why?", "2. Who?", "3. How?"])))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
        buffer = io.BytesIO()
        writer.write(buffer)
        if words is None:
            assert len(read(buffer.getvalue(), "a.pdf").questions) == 3
        else:
            with pytest.raises(Unreadable, match=words):
                read(buffer.getvalue(), "a.pdf")


@pytest.mark.parametrize("cut", [20, 300, -200])
def test_a_damaged_file_is_told_or_read_as_far_as_it_goes(cut):
    document, refusal = outcome(pdf(*PAGES)[:cut], "a.pdf")
    assert document or refusal.startswith("a.pdf: ")
