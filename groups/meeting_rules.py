"""What the meetings of a group allow, in plain words. Values in, a sentence or nothing out."""

from datetime import datetime, timedelta

from accounts.models import User
from groups import rules
from groups.models import Group, Meeting
from groups.models.meetings import Part
from interview.models import Interview
from interview.rules import why_not_schedule

# How far ahead the meetings of a row are made.
AHEAD = timedelta(weeks=8)
# One half of a mock meeting, in minutes.
HALF = 45
# How long before it begins one may say “I am here”.
EARLY = timedelta(minutes=15)
# For so long the candidate waits for whoever asks; then they may go on alone.
PATIENCE = timedelta(minutes=10)

# Why nothing is planned in a group, or None.
why_not_in = rules.why_not_change


def why_not_plan(group: Group, start: datetime, *, at: datetime) -> str | None:
    """Why no meeting can be planned for `start`, or None."""
    return why_not_in(group) or why_not_schedule(start, at=at)


def why_not_change(meeting: Meeting, user: User, role: str, *, at: datetime) -> str | None:
    """Why this person cannot move a meeting, change its words or call it off, or None."""
    if reason := why_not_in(meeting.group):
        return reason
    if meeting.is_cancelled:
        return "This meeting is called off."
    if meeting.starts_at <= at:
        return "This meeting has begun. What is past stays as it was."
    if meeting.made_by_id != user.pk and role not in rules.ORGANISING:
        return "Only whoever planned it, or an organiser of the group, changes a meeting."
    return None


def why_not_answer(meeting: Meeting, *, at: datetime) -> str | None:
    """Why nobody can say any more whether they come, or None."""
    if reason := why_not_in(meeting.group):
        return reason
    if meeting.is_cancelled:
        return "This meeting is called off."
    if meeting.ends_at <= at:
        return "This meeting is over."
    return None


def why_not_there(meeting: Meeting, *, at: datetime) -> str | None:
    """Why one cannot be there yet, or None. Afterwards it can still be noted."""
    if reason := why_not_in(meeting.group):
        return reason
    if meeting.is_cancelled:
        return "This meeting is called off."
    if at < meeting.starts_at - EARLY:
        return "It has not begun: say so from a quarter of an hour before."
    return None


def why_not_pair(meeting: Meeting, role: str, user: User, *, paired: bool) -> str | None:
    """Why the pairs of a mock meeting cannot be made now, or None."""
    if reason := why_not_in(meeting.group):
        return reason
    if meeting.kind != "mock" or meeting.is_cancelled:
        return "Pairs are made for a mock meeting that takes place."
    if meeting.made_by_id != user.pk and role not in rules.ORGANISING:
        return "Only whoever planned it, or an organiser of the group, makes the pairs."
    if paired:
        return "The pairs are made, and somebody has prepared their questions already."
    return None


def why_not_choose(part: Part, user: User) -> str | None:
    """Why this person cannot choose what is asked in a part, or None."""
    if part.asker_id != user.pk:
        return "Whoever asks chooses the questions."
    if part.answerer_id is None:
        return "Whoever was to answer has left."
    if part.meeting.is_cancelled:
        return "This meeting is called off."
    if part.interview and part.interview.status != Interview.Status.SCHEDULED:
        return "This part has begun, and its questions are drawn."
    return None


def begins(part: Part) -> datetime:
    """When a part is due: the second one after the first."""
    return part.meeting.starts_at + timedelta(minutes=HALF) * (part.number - 1)


def why_not_alone(part: Part, user: User, *, asker_there: bool, at: datetime) -> str | None:
    """Why the candidate cannot turn a part into an interview of their own, or None."""
    if part.answerer_id != user.pk:
        return "Only the candidate goes on alone."
    if part.solo:
        return "You have gone on alone already."
    if asker_there:
        return "Whoever asks is here."
    if at < begins(part) + PATIENCE:
        return "Wait ten minutes for whoever asks."
    if part.interview is None:
        return "No questions were chosen. Set up an interview of your own instead."
    if part.interview.status != Interview.Status.SCHEDULED:
        return "This part has begun."
    return None
