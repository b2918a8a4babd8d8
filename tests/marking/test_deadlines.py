"""Second looks have a time, and both sides are reminded before it is over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marking import second_looks
from marking.second_looks import Decision
from reminders.models import Reminder
from tests.interview.marked import finished
from tests.marking.shared import fill, hand_in, looked_at, marked_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return finished(alice)


def waiting(user) -> list[Reminder]:
    rows = Reminder.objects.filter(user=user, channel="in-app", state="waiting")
    return [row for row in rows.order_by("pk") if row.facts["title"].startswith("A day left")]


def test_the_candidate_is_reminded_a_day_before_asking_is_over(interview, alice, bob):
    at = timezone.now()
    marked_by(bob, interview)
    (row,) = waiting(alice)
    assert row.facts["path"] == reverse("marking:side_by_side", args=[interview.pk])
    assert abs(row.due_at - at - timedelta(days=6)) < timedelta(minutes=5)
    assert row.stale_at - row.due_at == timedelta(days=1), "after that it would tell nothing"


def test_marks_given_anew_have_a_time_of_their_own(interview, alice, bob):
    sheet = marked_by(bob, interview)
    fill(sheet, verdicts=("made", "made"))
    hand_in(sheet)
    (row,) = waiting(alice)
    assert ":2:" in row.key


def test_whoever_is_asked_is_reminded_a_day_before_their_week_is_over(interview, as_user, bob):
    at = timezone.now()
    look = looked_at(marked_by(bob, interview))
    (row,) = waiting(bob)
    assert row.facts["path"] == reverse("marking:second_look", args=[look.pk])
    assert abs(row.due_at - at - timedelta(days=6)) < timedelta(minutes=5)
    page = as_user(bob).get(row.facts["path"]).content.decode()
    assert f"by {(look.asked_at + timedelta(days=7)):%-d}" in page


def test_nobody_is_reminded_of_what_is_settled(interview, bob):
    look = looked_at(marked_by(bob, interview))
    second_looks.settle(look, Decision("upheld", "It is not there."), by=bob, at=timezone.now())
    assert waiting(bob) == []
