"""What this room tells the score sheets of somebody who conducts a half of a mock meeting."""

from uuid import UUID, uuid5

from django.urls import reverse

from accounts.models import User
from groups.models import InterviewerNotes, Part
from interview.models import Interview
from marking.conducted import Conducted


def told_to_sheets(user: User, interview: Interview) -> Conducted | None:
    """Notes and ticks of whoever asks in it, and the form that is sealed with theirs."""
    parts = Part.objects.filter(interview=interview, asker=user).select_related("meeting")
    if (part := parts.first()) is None:
        return None
    notes = InterviewerNotes.objects.filter(interview=interview, user=user).first()
    return Conducted(
        where=reverse("groups:live", args=[part.meeting.group_id, interview.pk]),
        notes=notes.text if notes else "",
        ticks={int(point): verdict for point, verdict in notes.ticks.items()} if notes else {},
        pair=_pair_of(part),
    )


def _pair_of(part: Part) -> UUID | None:
    """One name for both forms of two people who ask each other in one meeting; none where one half
    was sat alone or has no questions, for nobody writes a form about it."""
    swapped = part.meeting.parts.filter(
        asker=part.answerer_id, answerer=part.asker_id, solo=False, interview__isnull=False
    )
    if part.solo or not swapped.exists():
        return None
    two = sorted([part.asker_id, part.answerer_id])
    return uuid5(part.meeting.calendar_uid, f"forms of {two[0]} and {two[1]}")
