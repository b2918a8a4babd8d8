"""Runs of shared words, slugs, folders, areas."""

import pytest

from questions.bank import read_bank
from tests.bank.checks.spoiling import said
from tests.bank.writing import make_bank, simple, words


def test_eight_shared_words_are_named_and_seven_are_not(tmp_path):
    other = words("otherw", 150).split()
    for count, expected in ((7, 0), (8, 1)):
        shared = " ".join(other[20 : 20 + count])
        source = simple("mine").replace("## Tips\n\n", f"## Tips\n\n- {shared}\n")
        root = make_bank(tmp_path / str(count), "other")
        (root / "optimisation" / "mine.md").write_text(source)
        found = read_bank(root).problems
        assert [problem.is_error for problem in found] == [False] * expected
        if expected:
            assert shared in found[0].message


def test_a_run_does_not_reach_from_one_text_into_the_next(tmp_path):
    tail, head = words("othert", 4), words("otherh", 4)
    source = simple("mine").replace("## Tips\n\n", f"## Tips\n\n- {tail} {head}\n")
    root = make_bank(tmp_path, "other")
    (root / "optimisation" / "mine.md").write_text(source)
    assert read_bank(root).problems == []


def test_the_slug_is_the_files_name_and_the_area_its_folder(tmp_path):
    root = make_bank(tmp_path, "one")
    make_bank(tmp_path, "one", area="transformers")
    make_bank(tmp_path, "two", area="transformer")
    make_bank(tmp_path, "Three_3")
    (root / "lost.md").write_text(simple("lost"))
    found = "\n".join(str(problem) for problem in read_bank(root).problems)
    assert "transformers/one.md:1: error: the slug “one” is used by" in found
    assert "“transformer” is not an area; did you mean “transformers”?" in found
    assert "Three_3.md:1: error: the file's name becomes the slug" in found
    assert "lost.md:1: error: a question file belongs into the folder of its area" in found


def test_files_that_are_no_questions_are_named_or_left_alone(tmp_path):
    root = make_bank(tmp_path, "one")
    for name in ("README.md", "optimisation/README.md", "optimisation/.hidden.md", ".git/x.md"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("hello")
    (root / "optimisation" / "one.txt").write_text("hello")
    found = read_bank(root).problems
    assert [problem.path.name for problem in found] == ["one.txt"]
    assert not found[0].is_error


def test_an_empty_folder_is_no_bank(tmp_path):
    found = [problem.message for problem in read_bank(tmp_path).problems]
    assert any("areas.yaml is missing" in message for message in found)
    assert any("no question is here" in message for message in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello: there", "the areas must be a list"),
        ("- just text", "an area has “slug”, “title” and “description”"),
        ("- slug: a", "“title” is missing"),
        ("- slug: A b\n  title: A", "must be kebab-case"),
        ("- {slug: a, title: A}\n- {slug: a, title: B}", "is taken"),
        ("- {slug: a, title: A, colour: red}", "unknown key “colour”"),
    ],
)
def test_areas_that_will_not_do(tmp_path, text, message):
    root = make_bank(tmp_path, "one")
    (root / "areas.yaml").write_text(text)
    assert message in said(read_bank(root).problems)
