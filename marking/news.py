"""What people are told about shared interviews and marks. Never an answer's words."""

from datetime import datetime

from django.urls import reverse

from accounts import circles
from accounts.models import User
from marking.models import ScoreSheet, Share
from reminders.actions import tell, withdraw
from reminders.kinds import MARKS_READY, SHARED_WITH_YOU
from reminders.notes import Note


def shared(share: Share, *, by: User, at: datetime) -> None:
    """Those it is open to now. Somebody who has no account yet finds it when they have one."""
    where = circles.names([share.circle_id]).get(share.circle_id, "") if share.circle_id else ""
    who = str(by) if share.names_candidate else "Somebody"
    asks = " and asks for your marks" if share.asks_for_marks else ""
    note = Note(
        title=f"{who} shares an interview with {where or 'you'}{asks}",
        line=_what(share),
        path=share.get_absolute_url(),
        where=where,
    )
    about = f"group:{share.circle_id}" if share.circle_id else ""
    for person in _readers(share, by):
        key = f"share:{share.pk}:to:{person.pk}"
        tell(key, user=person, kind=SHARED_WITH_YOU, note=note, at=at, about=about)


def unshared(share_id: int, *, at: datetime) -> None:
    withdraw(f"share:{share_id}:", because="Taken back since", at=at)


def marked(sheet: ScoreSheet, edition: int, *, at: datetime) -> None:
    """The candidate: somebody's marks are in, or have changed."""
    who = sheet.rater or "Somebody who left"
    again = "has changed their marks of" if edition > 1 else "has marked"
    note = Note(
        title=f"{who} {again} {sheet.interview}",
        line="Beside the machine’s and your own, with what differs.",
        path=reverse("marking:side_by_side", args=[sheet.interview_id]),
    )
    key = f"sheet:{sheet.pk}:{edition}:to:{sheet.interview.candidate_id}"
    tell(key, user=sheet.interview.candidate, kind=MARKS_READY, note=note, at=at)


def _readers(share: Share, by: User) -> list[User]:
    if share.circle_id:
        people = User.objects.filter(circle_memberships__circle=share.circle_id)
        return list(people.exclude(pk=by.pk))
    return [share.user] if share.user else []


def _what(share: Share) -> str:
    title = share.interview.title if share.names_candidate else "An interview"
    what = ["the answers"]
    what += ["the marks"] if share.shows_marks else []
    what += ["the key"] if share.shows_key else []
    return f"{title}: {', '.join(what)}."
