"""Who is told what of explanations. Never a line of one."""

from datetime import datetime

from accounts.models import User
from reminders.actions import tell, tell_all, withdraw
from reminders.kinds import SHARED_WITH_YOU
from reminders.notes import Note
from study.models import Explanation, Heard
from study.teaching.concepts import title_of


def shared(row: Explanation, *, at: datetime) -> None:
    """To everybody in the circle but its author, once a circle."""
    people = User.objects.filter(circle_memberships__circle=row.circle_id).exclude(pk=row.owner_id)
    title = f"{row.owner} explains: {title_of(row.concept)}"
    line = f"{'Hear' if row.recording_id else 'Read'} it, and say whether you understood."
    note = Note(title, line, row.get_absolute_url(), where=str(row.circle))
    tell_all(
        lambda user: f"explanation:{row.pk}:in:{row.circle_id}:to:{user.pk}",
        users=people,
        kind=SHARED_WITH_YOU,
        note=note,
        at=at,
        about=f"group:{row.circle_id}",
    )


def taken_back(row: Explanation, *, at: datetime) -> None:
    withdraw(f"explanation:{row.pk}:", because="Taken back since", at=at)


def heard(heard: Heard, *, at: datetime) -> None:
    """To its author."""
    row = heard.explanation
    what = "understood" if heard.is_understood else "has not understood yet"
    note = Note(
        f"{heard.by} {what}: {title_of(row.concept)}",
        heard.words[:120],
        row.get_absolute_url(),
        where=str(row.circle),
    )
    key = f"heard:{heard.pk}:{heard.at:%Y%m%d%H%M%S%f}"
    about = f"group:{row.circle_id}"
    tell(key, user=row.owner, kind=SHARED_WITH_YOU, note=note, at=at, about=about)
