"""`bank_report`: what is in a bank, in numbers. pytest refuses it a database, and it needs none."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from questions.bank import read_bank, report
from tests.bank.shipped import LIBRARY
from tests.bank.writing import make_bank

SET = """title: Taster
description: Two questions.
for_whom: Anyone.
minutes: 16
items:
  - question: one
  - draw: {count: 1}
"""


@pytest.fixture
def bank(tmp_path):
    """Two questions on optimisation, one hard one on transformers, a set, a list of sources."""
    root = make_bank(tmp_path / "bank", "one", "two", sources=["A1"])
    make_bank(root, "hard", area="transformers", tier=4, priority="P3", status="draft")
    (root / "sources.yaml").write_text("A1: First\nA2: Second\n")
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "taster.yaml").write_text(SET)
    return root


def told(bank, *words):
    out = StringIO()
    call_command("bank_report", str(bank), *words, stdout=out)
    return out.getvalue()


def row(text, name):
    """The cells of the first row that begins with `name`."""
    line = next(line for line in text.splitlines() if line.strip("| ").startswith(name))
    return line.replace("|", " ").removeprefix(" ").split(name, 1)[1].split()


def test_it_counts_areas_against_kinds(bank):
    text = told(bank)
    assert row(text, "optimisation") == ["2", *["·"] * 5, "2"]
    assert row(text, "transformers") == ["1", *["·"] * 5, "1"]
    assert row(text, "together") == ["3", *["·"] * 5, "3"]


def test_it_counts_tiers_and_priorities(bank):
    text = told(bank)
    assert row(text, "tier 1")[-1] == "2"
    assert row(text, "tier 4")[-1] == "1"
    assert row(text, "P2") == ["2", "·", "·", "·", "2"]
    assert row(text, "P3") == ["·", "·", "·", "1", "1"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("questions", "3"),
        ("… ready", "2"),
        ("… draft", "1"),
        ("key points", "9"),
        ("… must", "3"),
        ("accepted phrasings", "18"),
        ("misconceptions", "9"),
        ("sample answers", "·"),
        ("reference solutions", "·"),
        ("sets", "1"),
        ("… on the shelf “subjects”", "1"),
        ("… on the shelf “loops”", "·"),
        ("… that draw some of their questions", "1"),
        ("… that ask the same ones every time", "·"),
        ("items of sources.yaml", "2"),
        ("… with a ready question", "1"),
        ("… still without one", "1"),
    ],
)
def test_it_counts_what_the_files_hold(bank, name, count):
    assert row(told(bank), name) == [count]


def test_it_names_the_items_that_wait_for_a_question(bank):
    assert "A2: Second" in told(bank)
    assert "A1: First" not in told(bank)


def test_a_bank_without_a_list_of_sources_has_no_such_table(bank):
    (bank / "sources.yaml").unlink()
    assert "set out to cover" not in told(bank)


def test_programs_and_artefacts_of_the_shipped_bank_are_counted():
    rows = {name: count for table in report.tables(LIBRARY) for name, count, *_ in table.rows}
    parts = [one.parts for one in LIBRARY.questions.values()]
    assert rows["reference solutions"] == sum("reference_solution" in each for each in parts)
    sources = [each.get("hidden_tests", "") for each in parts]
    assert rows["tests that candidates do not see"] == sum(s.count("\ndef test_") for s in sources)
    assert rows["artefacts to ask for"] == sum(len(each.get("artefacts", ())) for each in parts)


def test_every_row_of_a_table_has_its_columns():
    for table in report.tables(LIBRARY):
        assert {len(row) for row in table.rows} == {len(table.head)}


def test_columns_stand_below_each_other(bank):
    for block in told(bank).strip().split("\n\n")[1::2]:
        assert len({len(line) for line in block.splitlines()}) == 1


def test_markdown_says_the_same_in_tables(bank):
    text = told(bank, "--markdown")
    assert text.startswith("### Areas and kinds\n\n| area | conceptual |")
    assert "| --- | ---: |" in text
    assert row(text, "optimisation") == row(told(bank), "optimisation")


def test_a_bank_with_errors_is_not_counted(bank):
    path = bank / "optimisation" / "one.md"
    path.write_text(path.read_text().replace("## Prompt", "## Promt"))
    assert read_bank(bank).errors
    with pytest.raises(CommandError, match=r"one\.md:\d+: error.*\n.*cannot be counted"):
        told(bank)


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is nothing at"):
        told(tmp_path / "nowhere")
