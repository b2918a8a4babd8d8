"""Behind the beat tick: rows of meetings made ahead, and what follows when people come or go."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import CircleMembership
from groups import meeting_actions as actions
from groups.actions import locked
from groups.models import Attendance, Group, Meeting, MeetingKind, Series

log = logging.getLogger(__name__)


def sweep(*, at: datetime) -> int:
    """Make the meetings of the next eight weeks; returns how many are new. Two at once make none
    twice. A group that cannot be dealt with is logged and does not stop the others."""
    made = 0
    for group in Group.objects.filter(_needs_it(at)):
        try:
            with transaction.atomic():
                locked(group.pk)
                for series in Series.objects.filter(group=group, group__circle__archived_at=None):
                    made += actions.make_ahead(series, at=at)
                actions.tidy(group, at=at)
        except Exception:
            log.exception("the meetings of group %s could not be made ahead", group.pk)
    return made


def _needs_it(at: datetime) -> Q:
    """Anything to do: a row that may go on, a paper to come, or somebody who left. From an archived
    group, too, people may go."""
    of_group = OuterRef("pk")
    inside = CircleMembership.objects.filter(
        circle=OuterRef("meeting__group"), user=OuterRef("user")
    )
    said = Attendance.objects.filter(meeting__group=of_group, meeting__starts_at__gt=at)
    coming = Meeting.objects.filter(group=of_group, starts_at__gt=at)
    return (
        Q(Exists(said.filter(~Exists(inside))))
        | Q(Exists(Series.objects.filter(group=of_group)), circle__archived_at=None)
        | Q(Exists(coming.filter(kind=MeetingKind.PAPER)), circle__archived_at=None)
    )
