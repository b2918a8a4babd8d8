"""Moodle XML."""

import pytest

from questions.importing import Unreadable
from tests.importing.formats.making import line_of, read, said

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def text(tag: str, content: str, style: str = "html") -> str:
    return f'<{tag} format="{style}"><text><![CDATA[{content}]]></text></{tag}>'


def question(kind: str, *parts: str) -> str:
    return f'<question type="{kind}"><name><text>n</text></name>{"".join(parts)}</question>\n'


def category(path: str) -> str:
    return f'<question type="category"><category><text>{path}</text></category></question>\n'


def answer(fraction: int, content: str, note: str = "") -> str:
    feedback = f"<feedback><text>{note}</text></feedback>" if note else ""
    return f'<answer fraction="{fraction}"><text>{content}</text>{feedback}</answer>'


def moodle(*parts: str):
    return read(HEAD + "".join(parts) + "</quiz>", "a.xml")


def test_an_essay_brings_its_rubric_and_its_explanation():
    document = moodle(
        category("$course$/top/Default for DB/SQL/Joins"),
        question(
            "essay",
            text("questiontext", "<p>Use of <code>List&lt;T&gt;</code>?</p><script>x()</script>"),
            text("generalfeedback", "<p>It holds <i>T</i>.</p>"),
            text("graderinfo", "<ul><li>names T</li><li>names cost</li></ul>"),
            "<tags><tag><text>hard</text></tag><tag><text>week 3</text></tag></tags>",
        ),
    )
    assert document.format == "Moodle XML"
    assert said(document, "section", "prompt", "answer", "key_points", "tier") == [
        ("SQL / Joins", "Use of `List<T>`?", "It holds *T*.", ["names T", "names cost"], 3)
    ]
    assert line_of(document, 0) == "Use of `List<T>`?"


def test_choices_are_in_the_prompt_and_the_right_ones_in_the_answer():
    document = moodle(
        question(
            "multichoice", text("questiontext", "Pick"), answer(100, "A", "fine"), answer(0, "B")
        ),
        question(
            "multichoice",
            text("questiontext", "Two"),
            answer(50, "A"),
            answer(50, "B"),
            answer(-100, "C"),
        ),
        question(
            "truefalse", text("questiontext", "Flat?"), answer(0, "true"), answer(100, "false")
        ),
        question("shortanswer", text("questiontext", "Who?"), answer(100, "Ada"), answer(0, "*")),
        question(
            "numerical",
            text("questiontext", "Pi?"),
            '<answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>',
        ),
    )
    assert said(document, "prompt", "answer") == [
        ("Pick\n\n- A\n- B", "A\n\nfine"),
        ("Two\n\n- A\n- B\n- C", "- A\n- B"),
        ("Flat?", "False"),
        ("Who?", "Ada"),
        ("Pi?", "3.14 ± 0.01"),
    ]


def test_matching_gaps_and_cloze():
    pair = (
        '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    )
    box = "<dragbox><text>{}</text></dragbox>"
    document = moodle(
        question(
            "matching",
            text("questiontext", "Match"),
            pair.format("cat", "Meow"),
            pair.format("dog", "Woof"),
        ),
        question(
            "cloze",
            text(
                "questiontext",
                "Rome is in {1:SHORTANSWER:=Italy}, not {1:MULTICHOICE:=Spain~Peru}.",
            ),
        ),
        question(
            "ddwtos",
            text("questiontext", "A [[2]] guards."),
            box.format("queue"),
            box.format("mutex"),
        ),
    )
    assert said(document, "prompt", "answer") == [
        ("Match\n\n- cat\n- dog\n\nChoices: Meow; Woof", "- cat → Meow\n- dog → Woof"),
        ("Rome is in _____, not _____ (Spain / Peru).", "1. Italy\n2. Spain"),
        ("A _____ guards.\n\nChoices: mutex; queue", "mutex"),
    ]


def test_markdown_stays_and_a_description_is_left_out():
    document = moodle(
        question("essay", text("questiontext", "Use of `List<T>`?", "markdown")),
        question("description", text("questiontext", "Welcome")),
    )
    assert said(document, "prompt") == [("Use of `List<T>`?",)]
    assert "description" in document.left_out[0].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "declares a document type or entities"),
        ("<quiz>\n<question>", r"a\.xml: line 2, column \d+: this XML is broken"),
        ("<html5/>", "holds <html5>"),
        ("<questestinterop/>", "QTI 1.2"),
    ],
)
def test_other_and_broken_xml_is_refused(data, words):
    with pytest.raises(Unreadable, match=words):
        read('<?xml version="1.0"?>' + data, "a.xml")
