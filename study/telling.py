"""What a person is told each day about their study desk: one line, or none.

It counts what Today counts, by the same function and for the study day of that very moment.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from reminders.notes import Note
from study import items, today
from study.models import Box, Card, Desk, Plan, ReadingWeek
from study.templatetags.ways import duration


def people() -> QuerySet[User]:
    """Whoever keeps something at the desk that a day may ask for."""
    return User.objects.filter(
        Exists(Card.objects.filter(owner=OuterRef("pk")))
        | Exists(Box.objects.filter(owner=OuterRef("pk")))
        | Exists(Plan.objects.filter(owner=OuterRef("pk")))
        | Exists(ReadingWeek.objects.filter(user=OuterRef("pk")))
        | Exists(Desk.objects.filter(user=OuterRef("pk"), interview_on__isnull=False))
    )


def words(user: User, at: datetime) -> Note | None:
    """“34 cards, 1 checklist”; None when the study day asks for nothing."""
    due = today.due(user, at=at)
    if not due:
        return None
    minutes = sum(item.minutes for item in due)
    line = f"About {duration(minutes)}. " if minutes else ""
    return Note(
        title=", ".join(items.counts(due)),
        line=f"{line}As much of it as fits; the rest is there tomorrow.",
        path=reverse("study:today"),
    )
