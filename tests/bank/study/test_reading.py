"""A sound study is read whole; without its bank it is taken as it is."""

from dataclasses import fields

import pytest

from questions.bank.study import FILES, Study, read_study
from tests.bank.study.sound import SOUND
from tests.bank.study.writing import problems_of, spoilt, write


def test_a_sound_study_has_no_problem(tmp_path, bank):
    assert problems_of(tmp_path / "study", bank, SOUND) == []


def test_what_was_read_can_be_used(tmp_path, bank):
    write(tmp_path / "study", SOUND)
    study = read_study(tmp_path / "study", bank)
    assert [concept.slug for concept in study.concepts] == ["mlp", "forest"]
    assert study.concepts[0].practice.question == "hands-on"
    assert study.plan[0].all_days[1].tasks[0].kind == "review"
    assert study.selection_rules[0].fits.rows.most == 100
    assert study.checklists[0].items[1].rule is None


def test_without_a_bank_what_is_named_there_is_taken_as_it_is(tmp_path, bank):
    """Pages read it so; what the files say about each other is checked all the same."""
    study = spoilt("concepts.0.questions", ["nobody-has-it"])
    study["concepts"][0]["practice"] = {"question": "one"}
    study["plan"][0]["phases"][0]["days"][0]["tasks"][0]["minutes"] = 21
    assert len(problems_of(tmp_path / "study", bank, study)) == 3
    read = read_study(tmp_path / "study", None)
    assert read.problems == []
    assert read.concepts[0].questions == ("nobody-has-it",)
    study["cards"][0]["concept"] = "nobody-has-it-either"
    assert len(problems_of(tmp_path / "study", None, study)) > 0


def test_a_folder_that_is_not_there_is_the_readers_to_say(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_study(tmp_path / "study", None)


def test_every_file_has_its_place_and_its_example():
    places = [one.name for one in fields(Study)]
    assert places == ["path", *FILES, "problems"]
    assert set(SOUND) == set(FILES)
