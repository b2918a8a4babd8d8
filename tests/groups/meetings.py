"""Meetings for tests, planned by the group's owner."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from groups import meeting_actions as actions
from groups.meeting_actions import Plan
from groups.models import Group, Meeting


def plan_of(**facts) -> Plan:
    """A plan for the day after tomorrow at eight in the evening in London."""
    day = timezone.now().date() + timedelta(days=2)
    usual = {
        "kind": "whiteboard",
        "title": "Boards",
        "minutes": 60,
        "wall": datetime(day.year, day.month, day.day, 20, 0),
        "zone": "Europe/London",
    }
    return Plan(**usual | facts)


def meeting_of(group: Group, *, by: User | None = None, at: datetime | None = None, **facts):
    """A meeting of this group as `plan` makes it; for a row, its first."""
    by = by or group.memberships.get(role="owner").place.user
    return actions.plan(group, plan_of(**facts), by=by, at=at or timezone.now())


def row_of(meeting: Meeting) -> list[Meeting]:
    """The meetings of its row that are planned, in order."""
    return list(meeting.series.meetings.planned().order_by("series_day"))
