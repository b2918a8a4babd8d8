"""Who is told of a set or a question that is shared with a group."""

from datetime import datetime

from accounts.models import Circle, User
from questions.models import QuestionSet, Shareable
from reminders.actions import tell_all, withdraw
from reminders.kinds import SHARED_WITH_YOU
from reminders.notes import Note


def shared(thing: Shareable, circle: Circle, *, by: User, at: datetime) -> None:
    """To everybody in the circle but whoever shares it; once for a thing and a circle."""
    what = "a set" if isinstance(thing, QuestionSet) else "a question"
    note = Note(
        f"{by} shares {what} with {circle}: {thing}",
        "It is there for everybody in the group.",
        thing.get_absolute_url(),
        where=str(circle),
    )
    people = User.objects.filter(circle_memberships__circle=circle.pk).exclude(pk=by.pk)
    tell_all(
        lambda person: f"{_prefix(thing)}{circle.pk}:to:{person.pk}",
        users=people,
        kind=SHARED_WITH_YOU,
        note=note,
        at=at,
        about=f"group:{circle.pk}",
    )


def taken_back(thing: Shareable, *, at: datetime) -> None:
    """It is seen otherwise, or by nobody else, from now on."""
    withdraw(_prefix(thing), because="Taken back since", at=at)


def _prefix(thing: Shareable) -> str:
    return f"shared:{type(thing).__name__.lower()}:{thing.pk}:with:"
