"""Whoever leaves a group hears no more of it, whatever was on its way to them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups import actions, meeting_sweep
from groups import meeting_actions as meetings
from groups.recurrence import Every, Rule
from reminders.models import Reminder
from tests.factories import group_of
from tests.groups.meetings import meeting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture(params=["leave", "remove"])
def goes(request, group, alice, bob):
    """Bob goes, by himself or taken out."""

    def go() -> None:
        if request.param == "leave":
            actions.leave(group, by=bob, at=timezone.now())
        else:
            actions.remove(group, bob, by=alice, at=timezone.now())

    return go


def waiting_for(person) -> list[str]:
    rows = Reminder.objects.filter(user=person, state=Reminder.State.WAITING)
    return list(rows.values_list("key", flat=True))


def test_nothing_waits_for_somebody_who_left(goes, group, alice, bob):
    meetings.answer(meeting_of(group), bob, "yes", at=timezone.now())
    meeting_of(group, title="Another")
    assert waiting_for(bob)
    goes()
    assert waiting_for(bob) == []
    assert waiting_for(alice), "whoever stays is told"


def test_from_an_archived_group_too(group, alice, bob):
    meeting = meeting_of(group)
    meetings.answer(meeting, bob, "yes", at=timezone.now())
    actions.archive(group, by=alice, at=timezone.now())
    actions.leave(group, by=bob, at=timezone.now())
    meeting_sweep.sweep(at=timezone.now())
    assert waiting_for(bob) == []
    assert not meeting.attendances.filter(user=bob).exists()


def test_a_row_of_an_archived_group_is_made_no_longer(group, alice):
    meeting_of(group, rule=Rule(Every.WEEK))
    actions.archive(group, by=alice, at=timezone.now())
    later = timezone.now() + timedelta(weeks=4)
    assert meeting_sweep.sweep(at=later) == 0
    actions.reopen(group, by=alice)
    assert meeting_sweep.sweep(at=later) > 0
