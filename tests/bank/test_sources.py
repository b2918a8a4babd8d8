"""`sources.yaml`: what a bank sets out to cover, and what its questions say of it. No database."""

import pytest

from questions.bank import read_bank
from questions.bank.sources import left_out
from tests.bank.writing import make_bank

LIST = """# Two lists
A1.1: Steps downhill
D4:cnn-basics: "Concept: convolution"
"""


@pytest.fixture
def read(tmp_path):
    """A bank whose question “one” names these sources, beside this `sources.yaml`."""

    def read(listed, named=(), **changes):
        root = make_bank(tmp_path / "bank", "one", sources=list(named), **changes)
        if listed is not None:
            (root / "sources.yaml").write_text(listed, encoding="utf-8")
        return read_bank(root)

    return read


def test_the_list_is_read_in_its_order(read):
    library = read(LIST, ["D4:cnn-basics", "A1.1"])
    assert library.problems == []
    assert list(library.sources.items()) == [
        ("A1.1", "Steps downhill"),
        ("D4:cnn-basics", "Concept: convolution"),
    ]


def test_without_a_list_a_question_may_name_anything(read):
    library = read(None, ["B7", "whatever"])
    assert (library.problems, library.sources) == ([], {})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("A1.2", "“A1.2” is not in sources.yaml; did you mean “A1.1”?"),
        ("Z", "“Z” is not in sources.yaml; correct it, or add it there"),
    ],
)
def test_a_question_that_names_an_unknown_source_is_an_error(read, name, message):
    library = read(LIST, ["A1.1", name])
    (problem,) = library.errors
    assert (problem.path.name, problem.message) == ("one.md", message)
    assert "A1.1" in problem.path.read_text().splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    ("listed", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("# nothing yet\n", 1, "lines of the form “A1.1: what the item is”"),
        ("- A1.1\n- A1.2\n", 1, "lines of the form “A1.1: what the item is”"),
        ("A1.1: one\nA1.1: two\n", 2, "“A1.1” is written twice"),
        ("A1.1: one\nA1.2:\n", 2, "“A1.2” is missing; add the line “A1.2: …”"),
        ("A1.1: 2026\n", 1, "“A1.1” must be text; put it in quotes"),
        ("A1.1: [one, two]\n", 1, "“A1.1” must be text"),
        ("A1.1: Concept: one\n", 1, "this is not YAML"),
        (f"A1.1: {'x' * 81}\n", 1, "at most 80"),
        ("A1.1: one\nA 2: two\n", 2, "“A 2” cannot be the name of a source"),
        ("A1.1: one\n[a, b]: two\n", 2, "cannot be the name of a source"),
        ("A1.1: &a one\nA1.2: *a\n", 1, "anchors and aliases"),
    ],
)
def test_a_mistake_in_the_list_is_named_with_its_line(read, listed, line, message):
    found = [str(problem) for problem in read(listed).errors]
    hits = [row for row in found if message in row]
    assert hits, found
    assert f"sources.yaml:{line}: error" in hits[0]


def test_a_list_that_cannot_be_read_does_not_accuse_the_questions(read):
    library = read("A1.1: Concept: one\n", ["B7"])
    assert {problem.path.name for problem in library.errors} == {"sources.yaml"}


def test_only_a_ready_question_answers_an_item(read):
    library = read(LIST, ["A1.1"])
    assert left_out(library.questions, library.sources) == ["D4:cnn-basics"]
    library = read(LIST, ["A1.1"], status="draft")
    assert left_out(library.questions, library.sources) == ["A1.1", "D4:cnn-basics"]
