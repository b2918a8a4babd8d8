"""What somebody takes along from meetings."""

import json

import pytest

from groups import meeting_exports
from tests.factories import group_of
from tests.groups.meetings import meeting_of

pytestmark = pytest.mark.django_db


def test_a_person_takes_along_what_they_answered(alice, bob):
    meeting_of(group_of(alice, bob), title="Boards\nand chalk")
    as_json, as_text = meeting_exports.files(alice)
    [row] = json.loads(as_json.text)
    assert (row["group"], row["answer"], row["i_planned_it"]) == ("Thursday group", "yes", True)
    assert "Boards and chalk, Thursday group (yes)" in as_text.text
    assert list(meeting_exports.files(bob)) == []
