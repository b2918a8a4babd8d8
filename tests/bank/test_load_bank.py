"""`load_bank`: the tables say what the files say, and nothing changes where nothing changed."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questions import loading
from questions.models import (
    CalibrationAnswer,
    KeyPoint,
    Question,
    QuestionSet,
    QuestionVersion,
    Topic,
)
from tests.bank.shipped import LIBRARY
from tests.bank.writing import make_bank, simple
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory

SET = """title: Taster
description: Two questions.
for_whom: Anyone.
minutes: 16
items:
  - question: one
  - draw: {count: 1, kinds: [conceptual]}
"""


@pytest.fixture
def bank(tmp_path):
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "taster.yaml").write_text(SET)
    return make_bank(tmp_path / "bank", "one", "two", "three")


def load(bank):
    out = StringIO()
    call_command("load_bank", str(bank), stdout=out, stderr=StringIO())
    return out.getvalue()


def everything():
    tables = (Topic, Question, QuestionVersion, KeyPoint, QuestionSet)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def edit(bank, slug, old, new):
    path = bank / "optimisation" / f"{slug}.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_it_loads_what_the_files_say(db, bank):
    assert "3 questions in 2 areas, 1 sets" in load(bank)
    one = Question.objects.get(slug="one")
    assert (one.status, one.title, one.kind, one.tier, one.minutes, one.topic.slug) == (
        "ready",
        "About one",
        "conceptual",
        1,
        8,
        "optimisation",
    )
    points = list(one.current.key_points.all())
    assert [(point.slug, point.level, point.weight) for point in points] == [
        ("point-1", "must", 1),
        ("point-2", "should", 2),
        ("point-3", "bonus", 3),
    ]
    assert len(points[0].accept) == 2
    assert points[0].probe.endswith("?")
    assert one.current.hints == ["oneh0 oneh1 oneh2 oneh3"]
    items = list(QuestionSet.objects.get(slug="taster").items.all())
    assert items[0].question == one
    assert items[1].draw == {"count": 1, "kinds": ["conceptual"]}
    assert list(Topic.objects.values_list("slug", "position")) == [
        ("optimisation", 1),
        ("transformers", 2),
    ]


def test_loading_again_changes_nothing(db, bank):
    load(bank)
    before = everything()
    assert "0 new, 0 changed, 3 same, 0 retired; sets 0 new, 0 changed, 1 same" in load(bank)
    assert everything() == before


def test_an_edit_makes_a_new_version_of_that_question_alone(db, bank):
    load(bank)
    edit(bank, "one", "oneh0", "changed0")
    assert "0 new, 1 changed, 2 same" in load(bank)
    one = Question.objects.get(slug="one")
    assert (one.current.number, one.current.hints) == (2, ["changed0 oneh1 oneh2 oneh3"])
    assert [version.number for version in one.versions.all()] == [1, 2]
    assert one.versions.get(number=1).hints == ["oneh0 oneh1 oneh2 oneh3"]
    assert one.versions.get(number=1).key_points.count() == 3
    assert Question.objects.get(slug="two").current.number == 1


def test_an_old_interview_keeps_the_words_that_were_asked(db, alice, bank):
    load(bank)
    one = Question.objects.get(slug="one")
    interview = InterviewFactory(
        candidate=alice, question_set=QuestionSetFactory(questions=[one]), submitted=True
    )
    edit(bank, "one", "oneq0", "newquestion0")
    load(bank)
    assert interview.questions.get().version.prompt.startswith("oneq0")


def test_line_breaks_and_spaces_are_no_change(db, bank):
    load(bank)
    edit(bank, "one", "onew10 ", "onew10\n")
    edit(bank, "two", "## Tips\n", "## Tips   \n\n\n")
    edit(bank, "three", "threea1x1 ", "threea1x1\n  ")
    assert "0 changed, 3 same" in load(bank)


def test_status_and_area_change_without_a_new_version(db, bank):
    load(bank)
    (bank / "transformers").mkdir()
    path = bank / "optimisation" / "two.md"
    path.rename(bank / "transformers" / "two.md")
    three = bank / "optimisation" / "three.md"
    three.write_text(simple("three", status="draft"))
    assert "0 new, 2 changed, 1 same" in load(bank)
    assert Question.objects.get(slug="two").topic.slug == "transformers"
    assert Question.objects.get(slug="three").status == "draft"
    assert QuestionVersion.objects.count() == 3


def test_a_file_that_is_gone_retires_its_question_and_comes_back(db, bank):
    load(bank)
    path = bank / "optimisation" / "two.md"
    path.rename(bank / "two.kept")
    assert "1 retired" in load(bank)
    assert Question.objects.get(slug="two").status == "retired"
    assert "0 retired" in load(bank)
    (bank / "two.kept").rename(path)
    assert "0 new, 1 changed" in load(bank)
    assert Question.objects.get(slug="two").status == "ready"
    assert QuestionVersion.objects.count() == 3


def test_a_set_that_is_gone_is_withdrawn_and_comes_back(db, alice, bank):
    load(bank)
    path = bank.parent / "sets" / "taster.yaml"
    text = path.read_text()
    path.unlink()
    assert "1 withdrawn" in load(bank)
    assert not QuestionSet.objects.visible_to(alice).exists()
    path.write_text(text.replace("Two questions", "A pair"))
    load(bank)
    assert QuestionSet.objects.visible_to(alice).get().description == "A pair."


def test_another_bank_retires_nothing_of_this_one(db, bank, tmp_path):
    load(bank)
    load(make_bank(tmp_path / "elsewhere" / "bank", "four"))
    assert Question.objects.filter(status="ready").count() == 4
    assert QuestionSet.objects.filter(visibility="library").count() == 1


def test_what_people_wrote_here_is_never_retired_nor_overwritten(db, bank, alice):
    mine = QuestionFactory(slug="mine", owner=alice)
    orphan = QuestionFactory(slug="orphan")
    load(bank)
    for question in (mine, orphan):
        question.refresh_from_db()
        assert question.status == "ready"
    make_bank(bank, "mine", "five")
    with pytest.raises(CommandError, match="“mine” belongs to a question"):
        load(bank)
    assert not Question.objects.filter(slug="five").exists()
    mine.refresh_from_db()
    assert mine.title != "About mine"


def test_a_set_of_somebodys_own_is_not_overwritten(db, bank):
    QuestionSetFactory(slug="taster", title="Mine")
    with pytest.raises(CommandError, match="“taster” belongs to a set"):
        load(bank)
    assert not Question.objects.filter(slug="one").exists()


def test_with_one_error_nothing_is_loaded(db, bank):
    edit(bank, "two", "## Tips", "## Tipps")
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_bank", str(bank), stderr=err)
    assert "two.md" in err.getvalue()
    assert not Question.objects.exists()


def test_a_failure_half_way_leaves_nothing_behind(db, bank, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(loading, "_load_sets", fail)
    with pytest.raises(RuntimeError):
        load(bank)
    assert not Question.objects.exists()
    assert not Topic.objects.exists()


def test_a_renamed_area_is_found_by_its_new_name(db, client, bank):
    load(bank)
    areas = bank / "areas.yaml"
    areas.write_text(areas.read_text().replace("title: Optimisation", "title: Descent"))
    load(bank)
    assert b"About one" in client.get("/questions/", {"q": "descent"}).content
    assert b"About one" not in client.get("/questions/", {"q": "optimisation"}).content


def test_parts_and_calibration_answers_reach_the_tables(db):
    slug = next(slug for slug, one in LIBRARY.questions.items() if one.kind == "implementation")
    loading.load_library(LIBRARY, origin="greenroom")
    version = Question.objects.get(slug=slug).current
    assert version.wants_code
    assert "def " in version.starter_code
    assert set(version.parts["wrong_solutions"][0]) == {"name", "code"}
    debugging = QuestionVersion.objects.filter(kind="debugging").first()
    shape = {"name", "kind", "content", "language", "telling", "tells"}
    assert shape == set(debugging.parts["artefacts"][0])
    assert CalibrationAnswer.objects.filter(label="wrong").exists()
    assert Question.objects.filter(search=None).count() == 0


def test_a_bank_may_use_the_areas_of_the_shipped_one(db, tmp_path):
    root = make_bank(tmp_path / "bank", "one")
    (root / "areas.yaml").unlink()
    load(root)
    assert Question.objects.get(slug="one").topic.title == "Optimisation"


def test_a_part_of_a_bank_can_be_checked_but_not_loaded(bank):
    edit(bank, "two", "## Tips", "## Tipps")
    one, two = (bank / "optimisation" / f"{slug}.md" for slug in ("one", "two"))
    call_command("load_bank", str(one), "--check", stdout=StringIO())
    with pytest.raises(CommandError, match="2 errors"):
        call_command("load_bank", str(two), "--check", stderr=StringIO())
    with pytest.raises(CommandError, match="Load the whole bank"):
        call_command("load_bank", str(one))
    with pytest.raises(CommandError, match="There is nothing at"):
        call_command("load_bank", str(bank / "nowhere"), "--check")


def test_check_needs_no_database_and_no_redis(bank):
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1",
        "GREENROOM_EMBEDDED": "1",
    }
    here = Path(__file__).resolve().parents[2]
    command = [sys.executable, str(here / "manage.py"), "load_bank", str(bank), "--check"]
    done = subprocess.run(command, env=environment, cwd=here, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "3 questions in 2 areas, 1 sets, no errors" in done.stdout
    edit(bank, "two", "## Tips", "## Tipps")
    done = subprocess.run(command, env=environment, cwd=here, capture_output=True, text=True)
    assert done.returncode == 1
    assert "two.md:" in done.stderr
    assert "Traceback" not in done.stderr


# manage.py, but it asks for a connection for a tenth of a second and not for ten.
IMPATIENT = """
import sys
from config import addresses
addresses.POOL["timeout"] = 0.1
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def test_a_database_that_does_not_answer_is_said_in_one_sentence(bank):
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GREENROOM_EMBEDDED": "1",
    }
    here = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "load_bank", str(bank)],
        env=environment,
        cwd=here,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
