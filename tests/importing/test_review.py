"""What the reader says about each question for the person who reviews an import."""

import pytest

from questions.importing import Question, find_questions


def questions_of(text, **options):
    return find_questions(text, **options).questions


def test_a_question_says_where_its_stretch_ends():
    text = (
        "1. What is a page?\n\nA block.\n\n- of bytes\n\n2. Why?\nBecause.\n\nThanks for reading!\n"
    )
    assert [(q.source_line, q.source_end) for q in questions_of(text)] == [(1, 5), (7, 8)]


def test_a_label_is_surer_than_a_bullet_that_asks_nothing():
    labelled = questions_of("Q1: What is a page?\nA: A block.\n")[0]
    bullets = questions_of("- What is a page?\n- Push and pull\n- Why columns?\n- Explain it.\n")
    assert labelled.confidence > 0.95 > 0.85 > bullets[1].confidence
    assert "labelled as a question" in labelled.reasons
    assert "does not read like a question by itself" in bullets[1].reasons
    assert all(0 <= question.confidence <= 1 for question in bullets)


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        ("3. Why now?\n", "no answer"),
        ("3. Why now?\n\n[Answer](https://example.com/a)\n", "answer is only a link"),
        ("3. Why now?\n\nIn short. The rest is [here](https://a.example).\n", "elsewhere"),
        ("3. What is a page?\n\nThe same again.\n", "repeated in this document"),
        ("3. Why " + "on and on " * 120 + "?\n\nYes.\n", "very long prompt"),
    ],
)
def test_a_problem_is_named(last, problem):
    text = "1. What is a page?\n\nA block.\n\n2. What is a heap?\n\nA pile.\n\n" + last
    assert any(problem in named for named in questions_of(text)[-1].problems)


def test_a_sound_question_has_no_problem():
    text = "1. What is a page?\n\nA block.\n\n2. What is a heap?\n\nA pile.\n"
    assert [question.problems for question in questions_of(text)] == [[], []]


def test_options_are_kept_apart_and_shown_with_the_prompt():
    text = "### 1. What is printed?\n\n```js\nlog(1)\n```\n\n- A: 1\n- B: 2\n\n**Answer:** A\n"
    question = questions_of(text)[0]
    assert question.prompt == "What is printed?"
    assert question.choices == ["- A: 1", "- B: 2"]
    assert question.whole_prompt == "What is printed?\n\n```\nlog(1)\n```\n\n- A: 1\n- B: 2"
    assert question.answer == "A"


def test_the_whole_prompt_says_nothing_twice_and_fences_what_has_fences():
    listed = Question("Which?\n\n- A: 1\n- B: 2", 1, choices=["- A: 1", "- B: 2"])
    assert listed.whole_prompt == listed.prompt
    told = Question("What is `x = 1`?", 1, code=["x = 1\n", "  "])
    assert told.whole_prompt == told.prompt
    nested = Question("What is shown?", 1, code=["```\nx\n```"])
    assert nested.whole_prompt == "What is shown?\n\n````\n```\nx\n```\n````"


PAGES = """Guild handbook

1. What is a mark? How would you

{} 1
Guild handbook

explain it to a manager?
It is a claim about time.

2. Why does it lag?
Because of the slowest input.

filler one, filler two, filler three

{} 2
Guild handbook

3. Who moves it?
The source.

more filler, and then some

{} 3
Guild handbook

4. What is late?
What comes after it.
"""


def test_page_numbers_are_no_part_of_the_text():
    found = questions_of(PAGES.replace("Guild handbook\n", "").format("Page", "Page", "Page"))
    assert found[0].prompt == "What is a mark? How would you explain it to a manager?"
    assert [question.answer for question in found[2:]][-1] == "What comes after it."
    assert all("Page" not in (question.answer or "") for question in found)


def test_what_each_page_repeats_goes_when_the_text_is_known_to_have_pages():
    text = "\n".join(
        f"{n}. What is part {n}?\nIt is a part.\n\n" + "It goes on.\n" * 9 + "\nThe guild\n"
        for n in range(1, 6)
    )
    assert any("guild" in (question.answer or "") for question in questions_of(text))
    assert not any("guild" in (q.answer or "") for q in questions_of(text, paged=True))


@pytest.mark.parametrize(
    "key",
    [
        "Answers\n\n1. Four\n2. 443\n",
        "## Answer key\n\n| # | Answer |\n|---|---|\n| 1 | Four |\n| 2 | 443 |\n",
    ],
)
def test_answers_in_a_key_are_given_to_their_questions(key):
    text = "1. Which layer is TCP?\n2. Which port is HTTPS?\n\n" + key
    assert [question.answer for question in questions_of(text)] == ["Four", "443"]


def test_a_list_of_steps_called_solutions_is_no_key():
    text = "Q: How do you deploy?\nA: Slowly.\n\nQ: And back?\nAnswers:\n1. stop\n2. undo\n"
    assert [question.answer for question in questions_of(text)] == ["Slowly.", "1. stop\n2. undo"]
