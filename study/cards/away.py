"""Days away: nothing is due in them, and what would have been comes back over the days after.

Cards that are due in those days get other ones when the days are said, and cards answered later
never fall into them (`Desk.outside`), so what the figures show as coming is what comes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil

from django.db import transaction

from accounts.models import User
from study.cards import backlog
from study.cards.actions import desk_of
from study.models import Card, CardChange, Desk
from web.refusals import Refused

LONGEST = 60
# Days ahead: a day further off than that was mistyped.
FURTHEST = timedelta(days=366)
# What is spread afterwards takes at least so many days, at most so many.
LEAST_BACK, MOST_BACK = 3, 30


def days_back(away: int, cards: int, limit: int) -> int:
    """Over how many days that comes back which fell due in so many days away: half as many, more
    where the day's number asks for it."""
    wanted = max(ceil(away / 2), ceil(cards / max(1, limit)), LEAST_BACK)
    return min(wanted, MOST_BACK)


def why_not(first: date, last: date, *, on: date) -> str | None:
    """Why these cannot be days away, or None."""
    if last < first:
        return "The last day comes before the first."
    if last < on:
        return "Those days are over."
    if last > on + FURTHEST:
        return "Choose days within a year."
    if (last - first).days >= LONGEST:
        return f"{LONGEST} days at most. For longer, put your cards aside."
    return None


@transaction.atomic
def leave(user: User, first: date, last: date, *, at: datetime) -> CardChange:
    """Be away from `first` to `last`, both included; what is due in them is spread afterwards.

    In place of days said before: those are taken back first.
    """
    User.objects.hold(user.pk)
    desk = desk_of(user)
    on = desk.day(at)
    if reason := why_not(first, last, on=on):
        raise Refused(reason)
    _take_back(desk, at=at)
    Desk.objects.update_or_create(user=user, defaults={"away_from": first, "away_until": last})
    desk = desk_of(user)
    mine = Card.objects.visible_to(user).filter(phase__isnull=False, due_at=None)
    due = list(mine.filter(due_on__gte=max(first, on), due_on__lte=last))
    days = days_back((last - first).days + 1, len(due), desk.reviews_a_day)
    moved = backlog.over_days(desk, due, first=last + timedelta(days=1), days=days)
    what = f"Away until {last.day} {last:%B}: {len(due)} cards over {days} days after it"
    return backlog.move(user, moved, CardChange.Why.AWAY, what, at=at)


@transaction.atomic
def come_back(user: User, *, at: datetime) -> None:
    """No days away any more. What was moved for them goes back to its day; what fell due
    meanwhile is spread from today."""
    User.objects.hold(user.pk)
    desk = desk_of(user)
    if desk.away_from is None:
        return
    on, since = desk.day(at), desk.away_from
    _take_back(desk, at=at)
    if since < on:
        desk = desk_of(user)
        mine = Card.objects.visible_to(user).filter(phase__isnull=False, due_at=None)
        missed = list(mine.filter(due_on__gte=since, due_on__lt=on))
        days = days_back((on - since).days, len(missed), desk.reviews_a_day)
        moved = backlog.over_days(desk, missed, first=on, days=days)
        what = f"Back: {len(missed)} cards over {days} days"
        backlog.move(user, moved, CardChange.Why.SPREAD, what, at=at)


def _take_back(desk: Desk, *, at: datetime) -> None:
    """Days that are over have done their work: only those still to come give their cards back."""
    Desk.objects.filter(user=desk.user).update(away_from=None, away_until=None)
    if desk.away_until is None or desk.away_until < desk.day(at):
        return
    changes = CardChange.objects.visible_to(desk.user).filter(why=CardChange.Why.AWAY)
    if change := changes.filter(undone_at=None).first():
        backlog.undo(change, at=at)
