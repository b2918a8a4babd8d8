"""Files that are no lists, files nobody reads, and the study beside its bank."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from questions.bank import read_bank
from questions.bank.study import read_study
from tests.bank.study.sound import SET, SOUND
from tests.bank.study.writing import spoilt, words, write
from tests.bank.writing import make_bank


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("a: b\n", "a study file is a list"),
        ("[]\n", "a study file is a list"),
        ("- slug: [\n", "this is not YAML"),
        ("- &a {slug: x}\n- *a\n", "anchors and aliases"),
    ],
)
def test_a_file_that_is_no_list(tmp_path, bank, text, message):
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "blocks.yaml").write_text(text)
    found = [str(one) for one in read_study(folder, bank).problems]
    assert len(found) == 1
    assert message in found[0]


def test_a_file_that_nobody_reads_is_named(tmp_path, bank):
    write(tmp_path / "study", SOUND)
    (tmp_path / "study" / "card.yaml").write_text("[]")
    (tmp_path / "study" / "README.md").write_text("Hello.")
    [problem] = read_study(tmp_path / "study", bank).problems
    assert "card.yaml:1: warning: this file is not read; did you mean “cards.yaml”?" in str(problem)


def test_the_bank_reads_the_study_beside_it(tmp_path):
    root = make_bank(tmp_path / "bank", "one")
    assert read_bank(root).study is None
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "blocks.yaml").write_text("- slug: x\n")
    library = read_bank(root)
    assert len(library.errors) == 2
    (tmp_path / "study").rename(root / "study")
    assert [one.message for one in read_bank(root).errors] == [p.message for p in library.errors]


def check(path):
    out, err = StringIO(), StringIO()
    try:
        call_command("load_bank", str(path), check=True, stdout=out, stderr=err)
    except CommandError as error:
        return f"{out.getvalue()}{err.getvalue()}{error}"
    return out.getvalue()


def test_load_bank_checks_the_study_and_counts_it(tmp_path):
    """`hands-on` is no question of this bank, so the concept practises on paper."""
    root = make_bank(tmp_path / "bank", "one", "two")
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "taster.yaml").write_text(SET)
    study = spoilt("concepts.0.practice", {"task": "Draw.", "answer": "Drawn."})
    write(tmp_path / "study", study)
    for path in (tmp_path, root, tmp_path / "study", tmp_path / "study" / "cards.yaml"):
        assert "2 questions in 2 areas, 1 sets, 2 concepts, 2 cards, no errors" in check(path)
    study["cards"][0]["back"] = words(41)
    write(tmp_path / "study", study)
    for path in (tmp_path, root, tmp_path / "study", tmp_path / "study" / "cards.yaml"):
        assert "41 words" in check(path)
        assert "1 error in" in check(path)
    assert "no errors" in check(tmp_path / "study" / "blocks.yaml")


def test_an_error_in_the_study_keeps_the_bank_out(tmp_path):
    root = make_bank(tmp_path / "bank", "one")
    write(tmp_path / "study", {"blocks": [{"slug": "x"}]})
    with pytest.raises(CommandError, match=r"2 errors in .* Nothing was loaded"):
        call_command("load_bank", str(root), stdout=StringIO(), stderr=StringIO())
