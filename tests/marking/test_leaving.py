"""What stays when somebody leaves, and what they take along."""

import json

import pytest
from django.urls import reverse

from accounts.actions import delete_account
from interview.models import Interview, Scorecard
from marking import exports
from marking.models import ScoreSheet, Share
from tests.factories import group_of
from tests.interview.marked import finished
from tests.marking.shared import fill, marked_by, said_about, shared_to, shared_with, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return finished(alice)


def taken_along(person) -> dict:
    return {file.path: file.text for file in exports.files(person)}


def test_a_raters_marks_and_words_stay_without_their_name(interview, alice, bob, as_user):
    marked_by(bob, interview, fix="Slower.")
    delete_account(bob)
    assert Scorecard.objects.filter(rater_kind="peer", rater=None).exists()
    page = as_user(alice).get(reverse("marking:side_by_side", args=[interview.pk])).content.decode()
    assert "Somebody who left (peer)" in page
    assert "Slower." in page
    assert "Bob" not in page


def test_what_was_shared_with_them_alone_is_closed(interview, bob):
    shared_to(bob.email, interview)
    delete_account(bob)
    assert not Share.objects.exists()


def test_a_candidate_takes_their_interviews_away_with_them(interview, alice, bob):
    marked_by(bob, interview)
    delete_account(alice)
    assert not Interview.objects.exists()
    assert not ScoreSheet.objects.exists()


def test_one_takes_along_what_one_gave_and_what_was_written_about_one(interview, alice, bob):
    share = shared_with(group_of(alice, bob), interview)
    said_about(share, "Which average?", by=bob)
    marked_by(bob, interview, fix="Slower.", private="Nervous.")
    his, hers = taken_along(bob), taken_along(alice)
    facts = json.loads(his["with-others.json"])
    assert facts["sheets"][0]["draft"]["private"] == "Nervous."
    assert facts["said"][0]["text"] == "Which average?"
    assert "Slower." in his["with-others.md"]
    assert "Momentum" not in "".join(his.values()), "never the answer of somebody else"
    about_her = json.loads(hers["with-others.json"])
    assert [one["to"] for one in about_her["shares"]] == ["Thursday group", "Thursday group"]
    assert {one.get("fix") for one in about_her["written_about_me"]} == {"Slower.", None}
    assert "Nervous." not in "".join(hers.values())


def test_what_is_not_handed_in_or_not_estimated_is_not_told_early(interview, alice, bob):
    fill(sheet_of(bob, interview), fix="Slower.")
    assert "Slower." not in "".join(taken_along(alice).values())
    marked_by(bob, interview, fix="Slower.")
    Interview.objects.update(estimated_at=None)
    assert "Slower." not in "".join(taken_along(alice).values())


def test_somebody_without_any_of_it_gets_no_file(charlie):
    assert taken_along(charlie) == {}
