"""Habits of published collections: boxes to tick, links behind a prompt, tags around code."""

from questions.importing import find_questions


def read(text):
    return find_questions(text).questions


def test_of_boxes_to_tick_the_ticked_one_is_the_answer_and_all_are_choices():
    quiz = (
        "#### Q1. Which layer?\n\n- [ ] session\n- [x] network\n\nHops.\n\n"
        "#### Q2. Which are true?\n\n```\nx = 1\n```\n\n- [x] a\n- [ ] b\n- [x] c\n"
    )
    one, two = read(quiz)
    assert one.choices == ["- session", "- network"]
    assert one.answer == "network\n\nHops."
    assert two.answer == "- a\n- c"
    assert two.code == ["x = 1"]


def test_a_list_of_things_still_to_do_is_no_choice():
    asked = read("### Q1. What is left?\n- [ ] one\n- [ ] two\n### Q2. And what is not?\nThree.\n")
    assert asked[0].choices == []
    assert asked[0].answer == "- [ ] one\n- [ ] two"


def test_a_link_set_apart_from_the_prompt_is_a_reference():
    text = "".join(
        f"- What is {name}? [Watch](https://v.example/{name})\n- {name} vs x - [Article](https://v.example/{name})\n"
        for name in ("a", "b", "c")
    )
    asked = read(text)
    assert [question.prompt for question in asked[:2]] == ["What is a?", "a vs x"]
    assert asked[0].references == ["https://v.example/a"]


def test_tags_stay_in_code_and_go_around_it():
    text = (
        "### Q1. What is a list?\n<div>\n\n```html\n<ul>\n<br>\n</ul>\n```\n\n</div>\n"
        "### Q2. Why?\nSo.\n"
    )
    assert read(text)[0].answer == "```html\n<ul>\n<br>\n</ul>\n```"


def test_code_folded_away_in_an_answer_leaves_the_text_above_it_in_the_answer():
    text = (
        "### 1. How is it kept?\nIn a ref.\n\n<details><summary>See the code</summary>\n\n"
        "```js\nref()\n```\n</details>\n\n### 2. Why is it kept?\nTo compare.\n"
    )
    one, _ = read(text)
    assert one.prompt == "How is it kept?"
    assert one.answer.startswith("In a ref.")


def test_labelled_headings_of_a_deeper_level_are_questions_too():
    text = (
        "## Q. What is a map?\nPairs.\n\n#### Q. What is a set?\n#### Q. A set or a list\n\n"
        "## Q. Why?\nSo.\n"
    )
    prompts = ["What is a map?", "What is a set?", "A set or a list", "Why?"]
    assert [question.prompt for question in read(text)] == prompts
    assert read(text)[0].answer == "Pairs."


def test_a_summary_may_run_over_several_lines():
    text = (
        "<details>\n<summary>What do these do?\n  - chmod\n  - chown</summary><br><b>\n\n"
        "Modes.\n</b></details>\n\n"
        "<details>\n<summary>What is a mode?</summary><br><b>\n\nBits.\n</b></details>\n"
    )
    one, _ = read(text)
    assert one.prompt.startswith("What do these do?")
    assert one.answer == "Modes."


def test_a_badge_in_back_ticks_is_a_fact_and_code_is_not():
    easy, code = read(
        "#### 1. What is a log? `easy`\nA list.\n#### 2. What is printed by `easy`?\nIt.\n"
    )
    assert (easy.prompt, easy.tier) == ("What is a log?", 1)
    assert (code.prompt, code.tier) == ("What is printed by `easy`?", None)


def test_a_section_of_several_answered_scenarios_is_not_one_question():
    text = (
        "## Cases\n\n**Case 1: a node is down.** What do you do?\n\n**Answer:** Look.\n\n"
        "**Case 2: a pod waits.** What do you do?\n\n**Answer:** Describe it.\n"
    )
    assert [question.answer for question in read(text)] == ["Look.", "Describe it."]


def test_numbers_with_a_hyphen_and_a_short_label_count():
    asked = read(
        "Q-1. What is a join?\nAns. Rows together.\nQues 2. Name a level.\nAns. Committed.\n"
    )
    assert [question.prompt for question in asked] == ["What is a join?", "Name a level."]


def test_an_answer_set_as_a_quote_loses_the_marks_and_a_quote_in_it_does_not():
    one, two = read(
        "1. What is a key?\n\n   > A column.\n\n2. What is a row?\n\n   See:\n\n   > A tuple.\n"
    )
    assert one.answer == "A column."
    assert two.answer == "See:\n\n> A tuple."
