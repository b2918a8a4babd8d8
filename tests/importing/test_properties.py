"""What holds for any text, however broken: no error, order, and nothing invented."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.importing import Deadline, find_questions

LINES = st.sampled_from(
    [
        "",
        "# A title",
        "## 1. What is a lock?",
        "### How it works",
        "#### Answer: B",
        "1. What is a page?",
        "1. Open the lid",
        "2. Explain it.",
        "3\\. \\*\\*Why?\\*\\*",
        "   4.  ### What now?",
        "- a point",
        "  - Why though?",
        "* Defend it.",
        "a) Which one?",
        "**What is bold?** 🟢",
        "**Joins**",
        "Joins:",
        "Q: Who?",
        "A: Me.",
        "**Answer:** yes",
        "Answer:",
        "- Logic: must mention x",
        "Tip: draw",
        "Follow-ups:",
        "Time: 5 min",
        "```",
        "```python",
        "~~~",
        "<details><summary>Answer</summary>",
        "<details>",
        "<summary>What is hidden?</summary> text",
        "</details>",
        "<script>",
        "<!--",
        "| # | Question | Answer |",
        "|---|----------|--------|",
        "| 1 | What is it? | a | b |",
        "---",
        "===",
        "> quoted?",
        "[What?](#a)",
        "Some prose that goes on,",
        "and ends here.",
        "$$ x - 1 $$",
        "Does it end? Yes.",
        "repli-",
        "cation lag?",
    ]
)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def check(text: str) -> None:
    found = find_questions(text)
    lines = [question.source_line for question in found.questions]
    assert lines == sorted(set(lines))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    source = re.sub(r"[\W_]+", "", text)
    for question in found.questions:
        assert question.source_line <= question.source_end <= text.count("\n") + 1
        assert 0 < question.confidence < 1
        for part in question.prompt.split("\n"):
            assert letters(part) in source
        assert question.as_json()["prompt"].strip()


@settings(max_examples=250, deadline=None)
@given(st.lists(LINES, max_size=40).map("\n".join))
def test_any_mixture_of_marks_is_read_in_order_and_without_inventing(text):
    check(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text):
    find_questions(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. What is item?\nAn answer.\n\n" * 2_000,
        "- What is it?\n" * 6_000,
        "\n".join(" " * (n % 400) + "- why?" for n in range(5_000)),
        "```\n1. What?\n" * 5_000,
        "````\n" * 5_000 + "```\n" * 5_000,
        "<!--\n<script>\n" * 5_000,
        "## What is it?\n" * 5_000,
        "### Answer\n" * 5_000,
        "# Part\n\n###### Is it?\n" * 3_000,
        "\n".join(f"{n % 7 + 1}. step" for n in range(6_000)),
        "| a | Question |\n|---|---|\n" * 4_000,
        "**what**\n" * 5_000,
        "<details><summary>" * 5_000,
        "> " * 200_000,
        "*" * 300_000 + " " * 300_000 + "?",
        "[" * 300_000,
        "Q: " + "a? " * 300_000,
        "word " * 200_000,
        "|" * 300_000 + "\n" + "|-" * 100_000,
        "1. What?\n\nAnswers\n\n1. a\n2. b\n\n" * 1_000,
        "text here\nPage 1\n" * 5_000,
        "1. What?\n" + "A) x\n" * 5_000,
        "## The x\nWhy is it?\n\n" * 3_000,
    ],
    ids=range(23),
)
def test_a_hostile_document_does_not_take_for_ever(text):
    """Each needs far less than a second of processor time; what is quadratic needs minutes."""
    find_questions(text, deadline=Deadline("hostile.md", seconds=8, clock=time.process_time))
