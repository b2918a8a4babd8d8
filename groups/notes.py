"""Keeping an interviewer's notes, by revision: nothing that was typed in two tabs is lost.

The rules are those of an answer (`interview/autosave.py`): a text that grew from the current
revision is the next one; the same page that saved last is believed when only its acknowledgement
was lost; anything else is a conflict, and the person chooses between the two texts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from groups.models.notes import LONGEST_NOTES, InterviewerNotes
from interview.models import Interview
from marking.fields import VERDICTS
from questions.models import KeyPoint
from web.refusals import Refused


@dataclass(frozen=True)
class Outcome:
    """What became of a save; `text` is the kept one where it is another than what was sent."""

    state: Literal["saved", "conflict", "refused"]
    revision: int = 0
    text: str | None = None
    reason: str = ""


@transaction.atomic
def save(
    interview: Interview,
    user: User,
    *,
    text: str,
    base: int,
    writer: UUID,
    count: int,
    heir_of: tuple[UUID, ...] = (),
    at: datetime,
) -> Outcome:
    """Keep the whole text of somebody's notes, which grew from revision `base`."""
    if len(text) > LONGEST_NOTES or "\x00" in text:
        return Outcome("refused", reason=f"Notes may have {LONGEST_NOTES:,} characters.")
    InterviewerNotes.objects.bulk_create(
        [InterviewerNotes(interview=interview, user=user)], ignore_conflicts=True
    )
    notes = InterviewerNotes.objects.select_for_update().get(interview=interview, user=user)
    if text == notes.text or (writer == notes.writer and count <= notes.writer_count):
        return Outcome("saved", notes.revision)
    if base != notes.revision and notes.writer not in (writer, *heir_of):
        return Outcome("conflict", notes.revision, notes.text)
    notes.text, notes.revision, notes.saved_at = text, notes.revision + 1, at
    notes.writer, notes.writer_count = writer, count
    notes.save()
    return Outcome("saved", notes.revision)


@transaction.atomic
def tick(interview: Interview, user: User, *, point: int, verdict: str) -> None:
    """Lean to a verdict on one point while one listens; an empty one takes the tick away. It waits
    for the score sheet, where it counts once it is put in."""
    if verdict and verdict not in VERDICTS:
        raise Refused("A point is made, partly made or missed.")
    asked = KeyPoint.objects.filter(pk=point, version__interview_questions__interview=interview)
    if not asked.exists():
        raise Refused("This interview does not ask that.")
    InterviewerNotes.objects.bulk_create(
        [InterviewerNotes(interview=interview, user=user)], ignore_conflicts=True
    )
    notes = InterviewerNotes.objects.select_for_update().get(interview=interview, user=user)
    notes.ticks.pop(str(point), None)
    if verdict:
        notes.ticks[str(point)] = verdict
    notes.save(update_fields=["ticks"])
