"""The linter: a sound question has nothing to mend, and each fault is found at its field."""

from dataclasses import replace

import pytest

from questions.bank.words import Point, Sample
from tests.workbench.words import PARTS, WORDS
from workbench.lint import findings

_FIRST, _SECOND, _THIRD = WORDS.points
SOUND = replace(
    WORDS,
    points=(replace(_FIRST, probe="And if not?"), _SECOND, _THIRD),
    prompt="Why do we shuffle the data between two epochs, and what does it cost?",
    samples=(Sample(0, "strong", ("alike",), "It makes neighbours differ, as it should. " * 6),),
)
_HALF = replace(SOUND.samples[0], partly=("alike",))
_WHY = replace(SOUND.samples[0], reasons=(("gone", "It was there once."),))
CODE = replace(
    SOUND,
    kind="implementation",
    minutes=20,
    prompt="Write it. " * 30,
    parts={
        **PARTS["implementation"],
        "reference_solution": "def f():\n    return 1\n",
        "hidden_tests": PARTS["implementation"]["public_tests"],
        "wrong_solutions": PARTS["implementation"]["wrong_solutions"] * 2,
    },
)


def first(**changes) -> dict:
    return {"points": (replace(SOUND.points[0], **changes), *SOUND.points[1:])}


@pytest.mark.parametrize("words", [SOUND, CODE], ids=["prose", "code"])
def test_a_sound_question_has_nothing_to_mend(words):
    assert findings(words) == []


@pytest.mark.parametrize(
    ("changes", "field", "message", "is_error"),
    [
        ({"prompt": " "}, "prompt", "There is no prompt", True),
        ({"prompt": "Why?"}, "prompt", "1 word; usual are", False),
        ({"minutes": 3, "prompt": "word " * 200}, "prompt", "take long to read", False),
        ({"minutes": 90}, "minutes", "unusual for this kind", False),
        ({"points": ()}, "points", "There is no key point", True),
        (first(level="should"), "points", "No point is a must", True),
        ({"points": SOUND.points[:2]}, "points", "There are 2 points", False),
        (first(text=""), "points:0", "no statement", True),
        (first(text="Alike."), "points:0", "aim at 6 to 25", False),
        (first(text=_SECOND.text), "points:1", "says the same as point 1", False),
        (first(probe=""), "points:0", "Point 1 is a must and has no probe", False),
        (first(accept=("one",)), "points:0", "fewer than two", False),
        (first(accept=("one", "One!")), "points:0", "accepts one phrase twice", False),
        (first(misconceptions=()), "points:0", "no misconception", False),
        (first(misconceptions=("Sorted DATA.",)), "points:0", "accepted for itself", True),
        (first(misconceptions=("an unbiased estimate",)), "points:0", "for point 2", True),
        (first(probe="Is $x{$ so?"), "points:0", "a { is never closed", True),
        ({"model_answer": ""}, "model_answer", "no model answer", False),
        ({"model_answer": "Short."}, "model_answer", "90 to 300", False),
        ({"tips": ("$$ open",)}, "tips", "opens no formula", True),
        ({"hints": ()}, "hints", "There is no hint", False),
        ({"samples": (), "priority": "P1"}, "samples", "P1", False),
        ({"samples": SOUND.samples * 2}, "samples", "Two answers are called", True),
        ({"samples": (_HALF,)}, "samples", "“alike” is made or partly made", True),
        ({"samples": (_WHY,)}, "samples", "there is no key point “gone”", True),
        ({"licence": ""}, "licence", "licence is unknown", False),
        ({"author": ""}, "author", "Nobody", False),
    ],
)
def test_each_fault_is_found_at_its_field(changes, field, message, is_error):
    found = findings(replace(SOUND, **changes))
    assert any((one.field, one.is_error) == (field, is_error) and message in one.message
               for one in found), found  # fmt: skip


@pytest.mark.parametrize(
    ("part", "value", "field", "message"),
    [
        ("starter_code", "def f(:\n", "part_starter_code", "line 1: this is not Python"),
        ("starter_code", "import torch\n", "part_starter_code", "may not be imported"),
        ("public_tests", "x = 1\n", "part_public_tests", "no test here"),
        ("wrong_solutions", [{"name": "w", "code": "("}], "wrong_solutions", "“w”: line 1"),
    ],
)
def test_programs_are_read(part, value, field, message):
    found = findings(replace(CODE, parts={**CODE.parts, part: value}))
    assert any(one.field == field and message in one.message and one.is_error for one in found)


def test_an_implementation_without_tests_is_an_error():
    parts = {key: value for key, value in CODE.parts.items() if not key.endswith("_tests")}
    assert any(one.is_error for one in findings(replace(CODE, parts=parts)))


def test_a_curve_that_cannot_be_drawn_is_an_error():
    curve = {"name": "Loss", "kind": "curve", "language": "", "content": "no numbers"}
    words = replace(SOUND, kind="debugging", parts={"artefacts": [curve]})
    assert any(one.field == "artefacts" and one.is_error for one in findings(words))


def test_artefacts_that_do_not_say_what_they_tell_are_a_warning():
    log = {"name": "Log", "kind": "log", "language": "", "content": "1", "telling": True}
    code = {"name": "Code", "kind": "code", "language": "", "content": "2"}

    def warnings(*artefacts) -> str:
        words = replace(SOUND, kind="debugging", parts={"artefacts": list(artefacts)})
        found = [one for one in findings(words) if one.field == "artefacts"]
        assert not any(one.is_error for one in found)
        return " ".join(one.message for one in found)

    assert "“Log” is telling; say below it" in warnings(log, code)
    assert "No artefact is marked telling" in warnings(code)
    assert warnings(log | {"tells": "Much."}, code) == ""


def test_errors_come_first():
    found = findings(replace(SOUND, prompt="", licence="", title=""))
    assert [one.is_error for one in found] == [True, False]


def test_no_text_breaks_it():
    odd = Point(0, "x", "must", 1, "$", ("```python\n(",), ("",))
    assert findings(replace(SOUND, points=(odd,), prompt="$$", model_answer="```"))
