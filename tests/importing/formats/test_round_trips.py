"""What Greenroom exports, it imports again: the same questions, as far as a format holds them."""

import json

import pytest

from questions.bank.problems import Reporter
from questions.bank.questions import read_question
from questions.exporting import FORMATS, Area, Entry, Item, Selection, SetEntry
from tests.importing.formats.making import read
from up.places import ROOT

FILES = sorted((ROOT / "fixtures" / "bank").glob("*/*.md"))[::15]
NAMES = {
    "markdown": "a.zip",
    "gift": "a.gift.txt",
    "moodle": "a.xml",
    "qti": "a.zip",
    "anki": "a.apkg",
}


@pytest.fixture(scope="module")
def selection() -> Selection:
    entries, areas = [], {}
    for path in FILES:
        question, _ = read_question(path, Reporter(path))
        entries.append(Entry(question.slug, question.area, question))
        areas.setdefault(question.area, Area(question.area, question.area.title()))
    one = SetEntry("a-set", "A set", 30, (Item(entries[0].slug, 10), Item(entries[1].slug)))
    return Selection("Bank", entries, [one], list(areas.values()))


def words(text: str | None) -> str:
    """The text as it was typed, formulas and all; only spaces and line breaks do not count."""
    return " ".join((text or "").split())


@pytest.mark.parametrize("key", FORMATS)
def test_what_is_exported_comes_back(key, selection):
    data = FORMATS[key].write(selection)
    document = read(data, NAMES.get(key, f"a.{key}"))
    found = {words(q.prompt)[:300]: q for q in document.questions}
    assert len(document.questions) == len(selection.questions)
    for entry in selection.questions:
        said = entry.words
        starter = said.parts.get("starter_code", "")
        prompt = said.prompt + (f"\n{starter}" if key == "qti" and starter else "")
        question = next(
            q for start, q in found.items()
            if start.startswith(words(prompt)[:200])
        )  # fmt: skip
        assert words(question.answer) == words(said.model_answer)
        assert [words(point) for point in question.key_points] == [
            words(point.text) for point in said.points
        ]
        if key != "qti":
            assert (question.kind, question.tier, question.priority) == (
                said.kind, said.tier, said.priority,
            )  # fmt: skip


def test_an_export_as_json_keeps_all_it_says(selection):
    data = FORMATS["json"].write(selection)
    document = read(data, "a.json")
    assert [question.whole for question in document.questions] == json.loads(data)["questions"]


def test_sets_and_areas_are_no_questions(selection):
    document = read(FORMATS["markdown"].write(selection), "a.zip")
    assert any("names questions and holds none" in left.reason for left in document.left_out)
