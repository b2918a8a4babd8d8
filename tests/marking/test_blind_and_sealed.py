"""Who sees nobody's marks before theirs are in, and forms that open together."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview.models import Scorecard
from marking import rules, sheets
from marking.models import ScoreSheet
from reminders.models import Reminder
from tests.factories import group_of
from tests.interview.marked import finished
from tests.marking.shared import fill, hand_in, marked_by, page_of, post_json, shared_with, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return finished(alice)


@pytest.fixture
def sheet(interview, bob):
    return sheet_of(bob, interview)


# Sealed forms


@pytest.fixture
def swapped(alice, bob):
    """Two forms about each other: Alice's of Bob's interview and Bob's of hers."""
    pair, found = uuid.uuid4(), []
    for candidate, rater in ((alice, bob), (bob, alice)):
        done = finished(candidate)
        shared_with(group_of(candidate, rater), done, asks=True)
        sheet = sheets.begin(done, by=rater, role="peer", at=timezone.now(), pair=pair)
        fill(sheet, fix="Slower")
        found.append(sheet)
    return found


def people_cards():
    return Scorecard.objects.filter(rater_kind="peer").count()


def test_each_of_two_forms_opens_when_both_are_in(swapped, alice, bob, as_user):
    first, second = swapped
    hand_in(first)
    assert people_cards() == 0
    page = reverse("marking:side_by_side", args=[first.interview_id])
    assert "Slower" not in as_user(alice).get(page).content.decode()
    assert not Reminder.objects.filter(kind="marks-ready").exists()
    hand_in(second)
    assert people_cards() == 2
    assert "Slower" in as_user(alice).get(page).content.decode()
    told = Reminder.objects.filter(kind="marks-ready", channel="in-app")
    assert set(told.values_list("user", flat=True)) == {alice.pk, bob.pk}


def test_a_form_whose_other_half_never_comes_opens_after_two_days(swapped):
    first, second = swapped
    at = timezone.now()
    hand_in(first, at=at)
    assert sheets.open_due(at=at + rules.SEALED_FOR - timedelta(seconds=1)) == 0
    assert sheets.open_due(at=at + rules.SEALED_FOR) == 1
    assert sheets.open_due(at=at + rules.SEALED_FOR) == 0
    assert people_cards() == 1
    hand_in(second)
    assert people_cards() == 2


def test_a_form_without_another_opens_at_once(interview, bob):
    marked_by(bob, interview)
    assert people_cards() == 1


# Blind until theirs is in


def test_who_is_asked_for_marks_sees_nobodys_before_theirs(interview, alice, bob, charlie, as_user):
    group = group_of(alice, bob, charlie)
    share = shared_with(group, interview, asks=True, marks=True, key=True)
    for_charlie = sheets.begin(interview, by=charlie, role="peer", at=timezone.now())
    fill(for_charlie, verdicts=("missed", "partly"), fix="Charlie’s words")
    hand_in(for_charlie)
    client = as_user(bob)
    sheets.begin(interview, by=bob, role="peer", at=timezone.now())
    save_all = post_json(client, page_of(interview), base=0, changes={}).content.decode()
    seen = [
        client.get(address).content.decode()
        for address in (share.get_absolute_url(), page_of(interview))
    ]
    for page in (*seen, save_all):
        body = page.partition("<main")[2] or page
        for words in ("<mark", "Everybody’s marks", "Charlie", "The machine", "Missed</td>"):
            assert words not in body.replace("nor are the machine’s", "")
        # The machine's mark; a token may well hold a 60.
        assert not re.search(r"\b60\b", re.sub(r"<[^>]*>", " ", body))
    mine = ScoreSheet.objects.get(rater=bob)
    fill(mine, verdicts=("made", "made"))
    hand_in(mine)
    after = client.get(share.get_absolute_url()).content.decode()
    assert "Charlie (peer)" in after
    assert "<mark" in after


def test_the_candidate_sees_only_what_was_handed_in(interview, sheet, alice, as_user):
    fill(sheet, fix="Slower", private="Nervous.")
    page = reverse("marking:side_by_side", args=[interview.pk])
    review = reverse("interview:review", args=[interview.pk])
    for address in (page, review):
        assert "Bob" not in as_user(alice).get(address).content.decode().partition("<main")[2]
    hand_in(sheet)
    shown = as_user(alice).get(page).content.decode()
    assert "Bob (peer)" in shown
    assert "Slower" in shown
    assert "Nervous." not in shown
