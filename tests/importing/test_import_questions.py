"""The door: `python manage.py import_questions`."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.importing.measure import DOCUMENTS
from up.places import ROOT

KEYS = (
    "section prompt answer key_points tips follow_ups code minutes kind tier priority source_line"
)


def test_json_is_a_list_in_document_order(capsys):
    call_command("import_questions", DOCUMENTS / "bullets.md", "--dry-run", "--json")
    found = json.loads(capsys.readouterr().out)
    assert [" ".join(question) for question in found] == [KEYS] * 6
    assert [question["source_line"] for question in found] == [7, 8, 9, 12, 16, 17]
    assert found[0]["answer"] is None
    assert found[0]["key_points"] == []


def test_the_list_counts_and_says_what_was_left_out(capsys):
    call_command("import_questions", DOCUMENTS / "readme_details.md", "--dry-run")
    out = capsys.readouterr().out
    assert "2 questions, 2 with an answer." in out
    assert "Left out:" in out
    assert "“How to contribute” asks nothing" in out


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "is empty"), (b"PK\x03\x04rest", "ZIP"), (b"a\nb\x00c", "line 2"), (None, "No such")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, data, words):
    path = tmp_path / "notes.md"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("import_questions", path, "--dry-run", "--json")
    assert str(path) in str(refusal.value)
    assert refusal.value.returncode == 1


def test_it_runs_without_a_database_and_redis():
    nowhere = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "REDIS_URL": "redis://127.0.0.1:9",
    }
    command = [sys.executable, "manage.py", "import_questions", DOCUMENTS / "table.md", "--dry-run"]
    done = subprocess.run(
        [*command, "--json"],
        cwd=ROOT,
        env=os.environ | nowhere | {"GREENROOM_DEBUG": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 3
