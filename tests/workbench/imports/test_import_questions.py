"""The command that saves what a document holds."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import QuestionSetFactory, UserFactory
from tests.workbench.imports.batches import TWO
from workbench.models import ImportBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(TWO)
    return path


def test_it_saves_drafts_into_a_new_set(alice, notes, capsys):
    call_command("import_questions", notes, "--owner", "ALICE@example.org", "--into", "Optimisers")
    assert alice.owned_sets.get().items.count() == 2
    assert set(alice.owned_questions.values_list("status", "visibility")) == {("draft", "private")}
    said = capsys.readouterr().out
    assert "Saved: 2 new drafts, 0 new versions, 0 in the bank already, in the set" in said


def test_again_it_saves_nothing_twice(alice, notes):
    for _ in range(2):
        call_command("import_questions", notes, "--into", "Optimisers")
    assert alice.owned_questions.count() == 2
    assert alice.owned_sets.get().items.count() == 2


def test_a_set_is_known_by_its_slug_too(alice, notes):
    mine = QuestionSetFactory(owner=alice, visibility="private", questions=[])
    call_command("import_questions", notes, "--into", mine.slug)
    assert mine.items.count() == 2


def test_json_is_the_list_and_nothing_else(alice, notes, capsys):
    call_command("import_questions", notes, "--json")
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert alice.owned_questions.count() == 2


def test_a_dry_run_writes_nothing(alice, notes):
    call_command("import_questions", notes, "--dry-run")
    assert not ImportBatch.objects.exists()


def test_columns_are_said_beforehand(alice, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("X,Y\nAn average of gradients.,What is momentum?\nNoise.,Why warm up?\n")
    call_command("import_questions", table, "--map", "question=Y,answer=X")
    version = alice.owned_questions.get(title="What is momentum?").current
    assert version.model_answer == "An average of gradients."


def test_one_unreadable_document_and_nothing_is_saved(alice, notes, tmp_path):
    bad = tmp_path / "empty.md"
    bad.write_text("")
    with pytest.raises(CommandError, match=r"empty\.md"):
        call_command("import_questions", notes, bad)
    assert not alice.owned_questions.exists()


@pytest.mark.parametrize("owner", ["", "nobody@example.org"])
def test_it_must_be_clear_whose_they_become(alice, notes, owner):
    UserFactory()
    with pytest.raises(CommandError, match="--owner EMAIL") as refusal:
        call_command("import_questions", notes, "--owner", owner)
    assert refusal.value.returncode == 2
