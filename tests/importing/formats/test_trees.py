"""JSON, JSON Lines and YAML."""

import json

import pytest

from questions.importing import Question, Unreadable
from tests.importing.formats.making import line_of, read, said


def test_our_own_json_comes_back_as_it_was():
    question = Question(
        "Why *this*?\n\n- a\n- b", 9, "A / B", "Because.\n\n```\nx\n```",
        ["k"], ["t"], ["f"], ["c"], minutes=5, kind="debugging", tier=2, priority="P1",
    )  # fmt: skip
    objects = [question.as_json(), Question("Bare?", 12).as_json()]
    again = read(json.dumps(objects), "a.json")
    for old, new in zip(objects, again.questions, strict=True):
        assert new.as_json() | {"source_line": 0} == old | {"source_line": 0}
    assert line_of(again, 0) == "Why *this*?"
    assert line_of(again, 1) == "Bare?"


@pytest.mark.parametrize(
    "value",
    [
        [{"instruction": "What is a saga?", "output": "A chain"}],
        {"items": [{"id": 4, "title": "What is a saga?", "IdealAnswer": "A chain"}]},
        {"What is a saga?": "A chain"},
        [["What is a saga?", "A chain"]],
        [{"name": "saga", "question_text": "<p>What is a saga?</p>", "solution": "<b></b>A chain"}],
        {"data": {"rows": [{"q": "What is a saga?", "a": "A chain"}]}},
        [{"messages": [{"role": "user", "content": "What is a saga?"},
                       {"role": "assistant", "content": "A chain"}]}],
    ],
)  # fmt: skip
def test_objects_go_by_many_names(value):
    assert said(read(json.dumps(value), "a.json"), "prompt", "answer", "section") == [
        ("What is a saga?", "A chain", None)
    ]


def test_nested_names_are_the_section():
    value = {
        "databases": {"locks": [{"question": "What is a latch?"}]},
        "topics": [{"title": "Net", "questions": ["What is DNS?", {"question": "Push vs pull."}]}],
    }
    assert said(read(json.dumps(value), "a.json"), "section", "prompt") == [
        ("databases / locks", "What is a latch?"),
        ("Net", "What is DNS?"),
        ("Net", "Push vs pull."),
    ]


def test_lists_in_objects_and_options_keep_their_letters():
    value = [{
        "question": "Which layer routes?", "options": {"A": "Link", "B": "Network"}, "answer": "B",
        "rubric": ["names IP", {"point": "names routes"}], "follow_ups": ["And switches?"],
        "explanation": "Routing is IP's.", "difficulty": 2,
    }]  # fmt: skip
    question = read(json.dumps(value), "a.json").questions[0]
    assert question.prompt == "Which layer routes?\n\n- A. Link\n- B. Network"
    assert question.answer == "B. Network\n\nRouting is IP's."
    assert question.key_points == ["names IP", "names routes"]
    assert (question.follow_ups, question.tier) == (["And switches?"], 2)


@pytest.mark.parametrize(("right", "first"), [(0, "x"), (1, "y"), ("y", "y"), ("B", "y")])
def test_the_right_option_by_number_letter_or_words(right, first):
    value = [{"question": "Which?", "choices": ["x", "y"], "correct_index": right}]
    assert said(read(json.dumps(value), "a.json"), "answer") == [(first,)]


def test_a_mapping_names_keys():
    value = [{"wording": "Explain joins", "key": "Rows", "note": "why?"}]
    document = read(json.dumps(value), "a.json", mapping={"question": "wording", "answer": "key"})
    assert said(document, "prompt", "answer") == [("Explain joins", "Rows")]


def test_lines_of_json_are_read_and_a_broken_one_is_named():
    lines = '{"question": "What is a lock?"}\n\n{"question": "Why two?"}\n'
    assert said(read(lines, "a.jsonl"), "prompt") == [("What is a lock?",), ("Why two?",)]
    with pytest.raises(Unreadable, match=r"a\.jsonl: line 4"):
        read(lines + "{oops\n", "a.jsonl")


def test_yaml_keeps_values_as_typed():
    document = read(
        "- section: Joins\n  questions:\n  - prompt: What is a join?\n    answer: |\n      Two\n"
        "      lines\n    minutes: 5\n  - Why 1.10?\n",
        "a.yaml",
    )
    assert said(document, "section", "prompt", "answer", "minutes") == [
        ("Joins", "What is a join?", "Two\nlines", 5),
        ("Joins", "Why 1.10?", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ('[{"question": "Why?"},]', "a.json", r"a\.json: line 1: this is not JSON"),
        ("- a: &x [1]\n- *x\n", "a.yaml", r"a\.yaml: line 2: repeats a part by an alias"),
        ("a: [1\nb: 2\n", "a.yaml", r"a\.yaml: line 2: this is not YAML"),
        ("[" * 50_000, "a.json", "nested too deeply"),
        ("- " * 60 + "x", "a.yaml", "nested more than 40 deep"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text, name, words):
    with pytest.raises(Unreadable, match=words):
        read(text, name)


def test_objects_without_questions_are_told():
    document = read('{"a": [1, 2], "b": {"c": null}}', "a.json")
    assert document.questions == []
    assert "no list of objects" in document.left_out[0].reason


def test_titles_of_the_whole_and_ids_are_no_sections():
    value = {
        "title": "My quiz",
        "meta": {"title": "About", "author": "x"},
        "quiz": {"sums": {"q1": {"question": "5 + 7 = ?", "answer": "12"}}},
    }
    assert said(read(json.dumps(value), "a.json"), "section", "prompt") == [("sums", "5 + 7 = ?")]


def test_options_may_say_themselves_that_they_are_right():
    choices = [{"text": "one", "correct": False}, {"text": "two", "correct": True}]
    document = read(json.dumps([{"question": "Which?", "choices": choices}]), "a.json")
    assert said(document, "prompt", "answer") == [("Which?\n\n- one\n- two", "two")]
