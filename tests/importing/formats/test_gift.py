"""GIFT, each kind of question and each escape."""

import pytest

from tests.importing.formats.making import line_of, read, said

FILE = r"""// questions for a first round [id:7] [tag:hard]
$CATEGORY: $course$/top/Concurrency/Locks

::Guards:: A {=mutex#yes ~queue#no} guards a section.

// a comment between
::Flat:: The earth is flat. {F#It is not#Right, it is round####A sphere.}

When did it start? {#1822:5}

How much? {#1..5}

Which number? {#=3.14:0.01 =%50%3:0#rough}

Explain \{x\} \= 1 \: 2 \~ 3 \# 4.\nTwo lines. {}

Match the words. {
 =cat -> Meow
 =dog -> Woof
}

[html]<p>Which <b>two</b>?</p>{
  ~%50%this
  ~%50%that#indeed
  ~%-100%none
  ####Both hold.
}

Who wrote it? {=Ada =%50%A. Lovelace}

$CATEGORY: top/Networks//Web

Only a text that is shown.
"""


@pytest.fixture(scope="module")
def document():
    return read(FILE, "a.gift")


def test_prompts_and_answers(document):
    assert said(document, "prompt", "answer") == [
        ("A _____ guards a section.\n\n- mutex\n- queue", "mutex\n\nyes"),
        ("The earth is flat.", "False\n\nRight, it is round\n\nA sphere."),
        ("When did it start?", "1822 ± 5"),
        ("How much?", "1 to 5"),
        ("Which number?", "- 3.14 ± 0.01\n- 3 (50 %)\n\nrough"),
        ("Explain {x} = 1 : 2 ~ 3 # 4.\nTwo lines.", None),
        (
            "Match the words.\n\n- cat\n- dog\n\nChoices: Meow; Woof",
            "- cat → Meow\n- dog → Woof",
        ),
        ("Which **two**?\n\n- this\n- that\n- none", "- this\n- that\n\nindeed\n\nBoth hold."),
        ("Who wrote it?", "- Ada\n- A. Lovelace (50 %)"),
    ]


def test_categories_tags_and_places(document):
    assert {question.section for question in document.questions} == {"Concurrency / Locks"}
    assert [question.tier for question in document.questions][:2] == [3, None]
    assert line_of(document, 0).startswith("::Guards::")
    assert line_of(document, 6) == "Match the words. {"


def test_a_description_is_left_out_with_its_line(document):
    left = document.left_out[0]
    assert document.text.split("\n")[left.line - 1] == "Only a text that is shown."
    assert "description" in left.reason


def test_it_is_known_by_its_content_too():
    assert read("::a:: Why? {}\n", "notes.txt").format == "GIFT"
    assert read("A {=mutex ~queue} guards.\n\nWho? {=Ada}\n", "notes.txt").format == "GIFT"
    assert (
        read("1. What is {x} in `{=a}`?\n\n2. Why?\n\n3. Who?\n", "notes.md").format == "Markdown"
    )


def test_a_brace_that_never_closes_costs_one_question():
    document = read("::a:: Why? {=x\n\n::b:: Who? {=Ada}\n", "a.gift")
    assert said(document, "prompt") == [("Who?",)]
    assert "never closed" in document.left_out[0].reason


def test_answers_may_hold_empty_lines():
    document = read("Which? {\n~a\n\n=b\n}\n\nWho? {=Ada}\n", "a.gift")
    assert said(document, "answer") == [("b",), ("Ada",)]


def test_labelled_parts_of_the_feedback_go_to_their_own_fields():
    document = read(
        r"Why? {####[markdown]Because. It needs\nevaluation. Then more."
        r"\n\n**Key points**\n\n- one (must, 3)\n  - probe\: Is it?\n- two\n\nTips\: draw}"
        "\n",
        "a.gift",
    )
    assert said(document, "answer", "key_points", "tips") == [
        ("Because. It needs\nevaluation. Then more.", ["one", "two"], ["draw"])
    ]
