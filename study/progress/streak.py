"""Days of study in a row. Shown only to those who ask for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from accounts.models import User
from interview.models import Interview
from study.models import Box, Desk, Review

# A day off in every seven ends nothing.
A_WEEK = timedelta(days=7)
# Further back nobody looks.
FURTHEST = timedelta(days=400)
_DAY = timedelta(days=1)


def length(days: Collection[date], *, today: date) -> int:
    """How many study days in a row, up to today, had something done.

    Today counts once it has. One day off in seven is passed over, neither counted nor the end.
    """
    day = today if today in days else today - _DAY
    counted, off = 0, None
    while True:
        if day in days:
            counted += 1
        elif off is None or off - day >= A_WEEK:
            off = day
        else:
            return counted
        day -= _DAY


def of(user: User, desk: Desk, *, at: datetime) -> int:
    """Cards answered, concepts gone over, interviews finished. Three queries."""
    today = desk.day(at)
    first = today - FURTHEST
    reviews = Review.objects.filter(owner=user, undone_at=None, on__gte=first).order_by()
    boxes = Box.objects.visible_to(user).filter(done_on__gte=first).order_by()
    sat = Interview.objects.of_candidate(user).filter(finished_at__gte=at - FURTHEST).order_by()
    days = set(reviews.values_list("on", flat=True).distinct())
    days |= set(boxes.values_list("done_on", flat=True).distinct())
    days |= {desk.day(moment) for moment in sat.values_list("finished_at", flat=True)}
    return length(days, today=today)
