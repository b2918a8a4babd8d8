"""Set files: what they ask exists, and their draws can be filled. No database."""

import pytest

from questions.bank import read_bank
from tests.bank.writing import make_bank

HEAD = """title: Taster
description: Three questions.
for_whom: Anyone.
minutes: 24
items:
"""


def problems_of(tmp_path, text, **changes):
    root = make_bank(tmp_path / "bank", "one", "two", "three", **changes)
    sets = tmp_path / "sets"
    sets.mkdir(exist_ok=True)
    (sets / "taster.yaml").write_text(text)
    return "\n".join(str(problem) for problem in read_bank(root).problems)


@pytest.mark.parametrize(
    "items",
    [
        "  - question: one\n  - question: two\n  - question: three\n",
        "  - question: one\n    minutes: 10\n  - draw: {count: 2}\n",
        "  - draw: {count: 3, kinds: [conceptual], tiers: [1, 2], areas: [optimisation]}\n",
    ],
)
def test_a_sound_set(tmp_path, items):
    assert problems_of(tmp_path, HEAD + items) == ""


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("- a", 1, "a set is a file of lines"),
        (HEAD, 5, "“items” is missing"),
        (HEAD + "  []", 6, "at least one question or draw"),
        (HEAD + "  - one\n", 6, "an item is “question: slug”"),
        (HEAD + "  - {question: one, draw: {count: 1}}\n", 6, "either “question” or “draw”"),
        (HEAD + "  - question: onne\n", 6, "there is no question “onne”; did you mean “one”?"),
        (HEAD + "  - question: one\n  - question: one\n", 7, "is asked already, on line 6"),
        (HEAD + "  - draw: 3\n", 6, "a draw is"),
        (HEAD + "  - draw: {kinds: [conceptual]}\n", 6, "“count” is missing"),
        (HEAD + "  - draw: {count: 0}\n", 6, "whole number from 1 to 60"),
        (HEAD + "  - draw: {count: 1, kind: conceptual}\n", 6, "did you mean “kinds”?"),
        (HEAD + "  - draw: {count: 1, kinds: [poetry]}\n", 6, "cannot hold “poetry”"),
        (HEAD + "  - draw: {count: 1, areas: [optimization]}\n", 6, "did you mean “optimisation”?"),
        (HEAD + "  - draw: {count: 4}\n", 6, "the bank cannot fill this draw of 4: 3 questions"),
        (HEAD + "  - question: one\n  - draw: {count: 3}\n", 7, "cannot fill this draw of 3: 2"),
        (HEAD + "  - draw: {count: 2}\n  - draw: {count: 2}\n", 7, "cannot fill this draw"),
        (HEAD.replace("24", "600") + "  - draw: {count: 3}\n", 4, "whole number from 1 to 480"),
        (HEAD.replace("title", "titel") + "  - draw: {count: 3}\n", 1, "did you mean “title”?"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, line, message):
    found = problems_of(tmp_path, text)
    hits = [row for row in found.splitlines() if message in row]
    assert hits, found
    assert f"taster.yaml:{line}: error" in hits[0]


def test_a_set_asks_only_ready_questions(tmp_path):
    found = problems_of(tmp_path, HEAD + "  - question: one\n", status="draft")
    assert "“one” is draft; a set asks ready ones" in found
    assert "cannot fill this draw" in problems_of(
        tmp_path, HEAD + "  - draw: {count: 1}\n", status="draft"
    )


def test_a_wide_draw_leaves_a_narrow_one_its_question(tmp_path):
    """Order must not matter: the wide draw is filled first, then makes room."""
    make_bank(tmp_path / "bank", "hard", area="transformers", tier=4)
    wide_first = "  - draw: {count: 3}\n  - draw: {count: 1, tiers: [4]}\n"
    assert problems_of(tmp_path, HEAD.replace("24", "32") + wide_first) == ""


def test_minutes_that_do_not_add_up_are_a_warning(tmp_path):
    found = problems_of(tmp_path, HEAD.replace("24", "60") + "  - draw: {count: 3}\n")
    assert "warning: the items take about 24 minutes, the set says 60" in found


def test_two_files_of_one_set(tmp_path):
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "taster.yml").write_text(HEAD + "  - draw: {count: 3}\n")
    (tmp_path / "sets" / "notes.txt").write_text("hello")
    found = problems_of(tmp_path, HEAD + "  - draw: {count: 3}\n")
    assert "there is a set “taster” already" in found
    assert "notes.txt:1: warning: this file is not read" in found
