"""Each format holds what it says, and is what the programs it is for can read."""

import csv
import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.bank import read_bank
from questions.bank.problems import Reporter
from questions.bank.questions import BankQuestion, read_question
from questions.bank.words import Point, Words
from questions.exporting import FORMATS, Area, Entry, Item, Selection, SetEntry, question_file
from questions.exporting.gift import escaped
from tests.bank.shipped import LIBRARY

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
ODD = Words(
    title="=SUM(1) {of} ~all~ “kinds”: a]]>b",
    kind="implementation",
    tier=2,
    minutes=12,
    priority="P1",
    licence="CC-BY-4.0",
    author="@Alice",
    prompt="What is $a_i<b$?\n\n```python\nx = {'a': 1}  # 100 %\n```\n\nSay <script> & more.",
    model_answer="- because\n- \\therefore",
    points=(
        Point(0, "one", "must", 3, "It is = {so}.", ("so: it is",), ("it is not",), "Is it?"),
        Point(0, "two", "bonus", 1, "A second | thing.", ("again",), ("never",)),
    ),
    tips=("-1 is odd", "say ~"),
    parts={"starter_code": "def f(x):\n    raise NotImplementedError\n"},
)


@pytest.fixture
def selection():
    plain = Words(title="Plain", kind="conceptual", prompt="Why?", minutes=5)
    entries = [
        Entry("odd", "optimisation", ODD),
        Entry("plain", "transformers", plain, "draft", "de", has_key=False),
    ]
    items = (Item("odd", 10, "Warm-up"), Item(draw={"count": 2, "kinds": ["conceptual"]}))
    one = SetEntry("a-set", "A set", 30, items, instructions="Speak.\nSlowly.")
    areas = [Area("optimisation", "Optimisation/steps"), Area("transformers", "Transformers")]
    return Selection("My selection", entries, [one], areas)


def written(key: str, selection: Selection):
    return FORMATS[key].write(selection)


def files(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_folder_of_markdown_loads_and_leaves_again_byte_for_byte(selection, tmp_path):
    packed = files(written("markdown", selection))
    for name, content in packed.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    library = read_bank(tmp_path)
    assert set(library.questions) == {"odd", "plain"}
    for slug, one in library.questions.items():
        again = question_file(Entry(slug, one.area, one, one.status))
        assert again.encode() == packed[f"{one.area}/{slug}.md"]
    assert library.questions["odd"].content_hash == ODD.content_hash
    found = library.sets["a-set"]
    assert (found.instructions, found.minutes) == ("Speak.\nSlowly.", 30)
    assert [(one.question, one.section) for one in found.items] == [("odd", "Warm-up"), ("", "")]
    assert found.items[1].draw == {"count": 2, "kinds": ["conceptual"]}


def test_every_shipped_question_leaves_as_it_came(tmp_path):
    """The same content, and the same bytes from the second time on."""
    for one in LIBRARY.questions.values():
        text = question_file(Entry(one.slug, one.area, one, one.status))
        back = read_back(text, tmp_path / one.area / f"{one.slug}.md")
        assert back.content_hash == one.content_hash, one.slug
        assert question_file(Entry(back.slug, back.area, back, back.status)) == text, one.slug


def read_back(text: str, path: Path) -> BankQuestion:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    report = Reporter(path)
    question, _ = read_question(path, report)
    assert not report.problems, (text, report.problems)
    return question


# Lines that mean something to the format, in places where people type them.
LINES = """
## Tips|# Model answer|### one (must, 2)|- accept: so|1. first|```python|```|~~~|---||text
  indented|* * *|> quoted|$$|a: b|| a |
"""
line = st.sampled_from(LINES.replace("\n", "|").split("|"))
hostile = st.lists(line, min_size=1, max_size=6).map("\n".join).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(prompt=hostile, answer=hostile, entries=st.lists(hostile, max_size=3), said=hostile)
def test_whatever_people_typed_the_file_can_be_read(
    tmp_path_factory, prompt, answer, entries, said
):
    words = replace(
        ODD,
        prompt=prompt,
        model_answer=answer,
        tips=tuple(entries),
        points=(Point(0, "one", "must", 2, said, (said,), (), said),),
    )
    text = question_file(Entry("odd", "a", words))
    back = read_back(text, tmp_path_factory.mktemp("bank") / "a" / "odd.md")
    assert question_file(Entry("odd", "a", back)) == text
    assert len(back.points) == 1


def test_json_holds_everything_and_is_the_same_each_time(selection):
    facts = json.loads(written("json", selection))
    odd, plain = facts["questions"]
    assert (facts["format"], facts["version"]) == ("greenroom-questions", 1)
    assert odd["prompt"] == ODD.prompt
    assert odd["key_points"][0] == {
        "slug": "one",
        "level": "must",
        "weight": 3,
        "text": "It is = {so}.",
        "accept": ["so: it is"],
        "misconceptions": ["it is not"],
        "probe": "Is it?",
        "allow_list": False,
    }
    assert (plain["status"], plain["language"], plain["has_key"]) == ("draft", "de", False)
    assert facts["sets"][0]["items"][0]["section"] == "Warm-up"
    assert written("json", selection) == written("json", selection)


def test_a_spreadsheet_runs_nothing_and_keeps_every_line(selection):
    text = written("csv", selection)
    assert text.startswith("\ufeff")
    odd, plain = csv.DictReader(io.StringIO(text[1:]))
    assert odd["title"] == "'" + ODD.title
    assert odd["author"] == "'@Alice"
    assert odd["model_answer"] == "'" + ODD.model_answer
    assert odd["prompt"] == ODD.prompt
    assert odd["key_points"].split("\n") == ["It is = {so}.", "A second | thing."]
    assert (plain["status"], plain["key_points"]) == ("draft", "")
    cells = [cell for row in csv.reader(io.StringIO(text[1:])) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.text(alphabet="\\~=#{}:\nab ", max_size=30))
def test_gift_escapes_so_that_moodle_reads_it_back(text):
    """Moodle's reader takes a doubled backslash first, then the other escapes (format/gift)."""
    kept = escaped(text)
    assert "\n" not in kept
    back = kept.replace("\\\\", "\0")
    for char in "~=#{}:":
        assert not back.replace("\\" + char, "").count(char)
        back = back.replace("\\" + char, char)
    assert back.replace("\\n", "\n").replace("\0", "\\") == text


def test_gift_is_essays_in_categories(selection):
    text = written("gift", selection)
    assert "$CATEGORY: $course$/top/Optimisation//steps\n" in text
    assert "// [id:odd] [tag:implementation] [tag:tier 2] [tag:P1]\n" in text
    blocks = [block for block in text.split("\n\n") if "::" in block]
    assert len(blocks) == 2
    assert blocks[0].rstrip().endswith("}")
    assert blocks[1].rstrip().endswith("Why? {}")


def test_moodle_gets_rubric_answer_and_starter_code(selection):
    quiz = ElementTree.fromstring(written("moodle", selection))
    category, odd, _, plain = quiz
    assert category.get("type") == "category"
    assert odd.findtext("name/text") == " ".join(ODD.title.split())
    assert odd.findtext("idnumber") == "odd"
    assert odd.findtext("defaultgrade") == "4"
    assert "It is = {so}. (must, 3)" in odd.findtext("graderinfo/text")
    assert r"\(a_i&lt;b\)" in odd.findtext("questiontext/text")
    assert "&lt;script&gt;" in odd.findtext("questiontext/text")
    assert odd.findtext("responsetemplate/text") == ODD.parts["starter_code"]
    assert next(tag.text for tag in odd.iterfind("tags/tag/text")) == "implementation"
    assert plain.findtext("graderinfo/text") == ""


def test_a_qti_package_lists_its_items_and_hides_the_rubric_from_candidates(selection):
    packed = files(written("qti", selection))
    manifest = ElementTree.fromstring(packed.pop("imsmanifest.xml"))
    listed = {file.get("href") for file in manifest.iter() if file.tag.endswith("}file")}
    assert listed == set(packed) == {"items/odd.xml", "items/plain.xml", "tests/a-set.xml"}
    item = ElementTree.fromstring(packed["items/odd.xml"])
    assert item.tag == f"{QTI}qti-assessment-item"
    assert item.find(f"{QTI}qti-outcome-declaration").get("external-scored") == "human"
    blocks = item.findall(f".//{QTI}qti-rubric-block")
    assert {block.get("view") for block in blocks} == {"scorer"}
    assert "It is = {so}." in "".join("".join(block.itertext()) for block in blocks)
    body = item.find(f"{QTI}qti-item-body")
    shown = "".join("".join(part.itertext()) for part in body if "rubric" not in part.tag)
    assert "It is = {so}." not in shown
    assert "raise NotImplementedError" in shown
    test = ElementTree.fromstring(packed["tests/a-set.xml"])
    hrefs = [ref.get("href") for ref in test.iter(f"{QTI}qti-assessment-item-ref")]
    assert hrefs == ["../items/odd.xml"]


def test_an_anki_deck_updates_its_own_notes(selection, tmp_path):
    def notes(packed: bytes) -> list[tuple]:
        path = tmp_path / "collection.anki2"
        path.write_bytes(files(packed)["collection.anki2"])
        with sqlite3.connect(path) as collection:
            return collection.execute("select guid, flds, mid from notes order by guid").fetchall()

    first = notes(written("anki", selection))
    again = notes(written("anki", replace(selection, title="Another name")))
    assert [(guid, kind) for guid, _, kind in first] == [(guid, kind) for guid, _, kind in again]
    fields = first[0][1].split("\x1f") + first[1][1].split("\x1f")
    assert "odd" in fields
    assert "plain" in fields
    assert not any("<script>" in field for field in fields)
