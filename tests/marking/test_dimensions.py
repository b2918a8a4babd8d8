"""The families of dimensions on a score sheet, side by side and in the file."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import judging
from interview.dimensions import DIMENSIONS, STAFF, seen_in
from marking import sheets
from marking.fields import Trouble, missing
from marking.models import ScoreSheet, SheetEdition
from tests.interview.marked import finished
from tests.marking.shared import conducted_by, fill, hand_in, layout, sheet_of

pytestmark = pytest.mark.django_db
DEBUG = DIMENSIONS["debug"]


@pytest.fixture
def staff(alice):
    return finished(alice, level="staff")


def page_of(client, interview, name="sheet", **query):
    return client.get(reverse(f"marking:{name}", args=[interview.pk]), query).content.decode()


@pytest.mark.parametrize(("level", "count"), [("senior", 0), ("staff", 4), ("research", 4)])
def test_a_sheet_at_staff_and_above_shows_four_competencies(as_user, alice, bob, level, count):
    done = finished(alice, level=level)
    conducted_by(bob, done, hands_in=False)
    page = page_of(as_user(bob), done)
    assert sum(f'name="dim-{one.name}" value="4"' in page for one in STAFF.dimensions) == count
    assert ("It did not come up." in page) == bool(count)


def test_a_peer_is_asked_for_points_alone(bob, staff):
    sheet = sheet_of(bob, staff)
    assert layout(sheet).families == ()
    assert layout(sheet).why_not("dim-debug", "3")


def test_what_did_not_come_up_may_be_left_and_the_rest_may_not(bob, staff):
    sheet = conducted_by(bob, staff, hands_in=False)
    sheet.refresh_from_db()
    assert not missing(layout(sheet), sheets.content(sheet))
    fill(sheet, dim_intuition="")
    sheet.refresh_from_db()
    [trouble] = missing(layout(sheet), sheets.content(sheet))
    assert trouble == Trouble("dim-intuition", "Intuition: choose 1 to 4.")


@pytest.mark.parametrize("level", ["0", "5", "made"])
def test_another_level_is_refused(bob, staff, level):
    sheet = conducted_by(bob, staff, hands_in=False)
    assert layout(sheet).why_not("dim-debug", level)
    assert layout(sheet).why_not("dim-debug", "") is None


def test_levels_count_from_the_last_word_of_open_sheets(alice, bob, staff):
    sheet = conducted_by(bob, staff, hands_in=False, dim_debug="2")
    assert seen_in([staff.pk]) == [], "nothing of a draft"
    hand_in(sheet)
    fill(sheet, dim_debug="3", dim_quantify="1")
    hand_in(sheet)
    assert SheetEdition.objects.count() == 2
    (found,) = seen_in([staff.pk])
    assert (found.levels["debug"], found.levels["quantify"]) == (3, 1)
    assert "justify" not in found.levels
    ScoreSheet.objects.update(opened_at=None)
    assert seen_in([staff.pk]) == [], "nothing of a sealed one"


def test_everybodys_levels_stand_side_by_side_and_in_the_file(as_user, alice, bob, staff):
    conducted_by(bob, staff, dim_debug="2")
    judging.judge(staff, {"debug": 4}, at=timezone.now())
    client = as_user(alice)
    row = f'<th scope="row">{DEBUG.label}</th><td class="num">4</td><td class="num">2</td>'
    for page in (
        page_of(client, staff, "side_by_side"),
        page_of(client, staff, "capsule", positions=[1, 2], marks="on", names="on"),
    ):
        assert row in page
        assert DEBUG.anchors[1] in page
        assert "Bob (interviewer)" in page
    closed = page_of(client, staff, "capsule", positions=[1, 2], names="on")
    assert DEBUG.label not in closed


def test_where_nobody_judged_there_is_no_table(as_user, alice, staff):
    assert "Judged as a whole" not in page_of(as_user(alice), staff, "side_by_side")
