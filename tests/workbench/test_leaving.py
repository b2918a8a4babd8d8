"""What a person takes along from the workbench, and what becomes of it when they leave."""

import io
import zipfile

import pytest
import yaml
from django.utils import timezone

from accounts import exports
from accounts.actions import delete_account
from questions.models import QuestionSet, SetItem
from tests.factories import QuestionFactory, QuestionSetFactory
from workbench import bulk
from workbench.models import BulkEdit, SavedFilter


@pytest.fixture
def kept(alice):
    question = QuestionFactory(owner=alice, visibility="private", slug="why", title="Why")
    chosen = QuestionSetFactory(
        owner=alice, visibility="private", slug="mine", title="Mine", questions=[question]
    )
    SetItem.objects.create(set=chosen, position=2, section="Last", draw={"count": 2})
    SavedFilter.objects.create(owner=alice, name="Drafts", query="status=draft")
    bulk.change([question.pk], bulk.Change("minutes", 25), by=alice, at=timezone.now())
    return chosen


def test_sets_filters_and_changes_leave_in_ones_zip(kept, alice, bob):
    QuestionSetFactory(owner=bob, slug="bobs", questions=[])
    with exports.write_zip(alice, at=timezone.now()) as packed:
        archive = zipfile.ZipFile(io.BytesIO(packed.read()))
    assert "sets/bobs.yaml" not in archive.namelist()
    facts = yaml.safe_load(archive.read("sets/mine.yaml"))
    assert facts["title"] == "Mine"
    assert [item.get("question") for item in facts["items"]] == ["why", None]
    assert b"status=draft" in archive.read("sets/filters.json")
    assert b'"after": "25"' in archive.read("sets/bulk-edits.json")


def test_a_set_that_others_edit_stays_with_the_first_of_them(kept, alice, bob, charlie):
    alone = QuestionSetFactory(owner=alice, questions=[])
    kept.editors.add(bob)
    kept.editors.add(charlie)
    delete_account(alice)
    kept.refresh_from_db()
    assert kept.owner == bob
    assert list(kept.editors.all()) == [charlie]
    assert not QuestionSet.objects.filter(pk=alone.pk).exists()
    assert not SavedFilter.objects.exists()
    assert not BulkEdit.objects.exists()
