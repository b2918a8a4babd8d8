"""What an interview allows, in plain words. No database writes, no clock, no request.

Every function takes what it needs and returns a value, so the same rule decides whether the
button is shown and whether the server accepts the click.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from interview.models import Interview, InterviewQuestion

# A draft typed before the deadline may be slow to arrive; for this long it still counts, marked so.
GRACE = timedelta(seconds=30)
# The longest answer we keep, in characters; about 100 pages, more than any interview needs.
LONGEST_ANSWER = 200_000
# How far ahead an interview may be planned: a year, and nobody means the day after it.
FURTHEST = timedelta(days=366)


class Clock(Protocol):
    """The part of an interview that time rules read."""

    status: str
    mode: str
    started_at: datetime | None
    ends_at: datetime | None
    paused_at: datetime | None


class Marked(Protocol):
    """The part of an interview that decides whether its marks may be shown."""

    status: str
    estimated_at: datetime | None


def length(minutes: int, extra_time: Decimal) -> timedelta:
    """How long the candidate has: planned minutes times their private factor, in whole seconds."""
    return timedelta(seconds=round(minutes * 60 * float(extra_time)))


def time_left(interview: Clock, *, at: datetime) -> timedelta:
    """Time on the candidate's clock; never negative, zero unless the interview is running.

    While paused the clock shows what was left when the pause began.
    """
    if interview.status != Interview.Status.RUNNING or interview.ends_at is None:
        return timedelta(0)
    return max(interview.ends_at - (interview.paused_at or at), timedelta(0))


def is_over(interview: Clock, *, at: datetime) -> bool:
    """The deadline has passed. Drafts may still arrive for GRACE; nothing new may be typed."""
    return (
        interview.status == Interview.Status.RUNNING
        and interview.paused_at is None
        and interview.ends_at is not None
        and at >= interview.ends_at
    )


def must_close(interview: Clock, *, at: datetime) -> bool:
    """The deadline and the grace after it have passed: whoever touches it first closes it."""
    ends_at = interview.ends_at
    return ends_at is not None and is_over(interview, at=at) and at >= ends_at + GRACE


def why_not_start(interview: Clock) -> str | None:
    if interview.status == Interview.Status.CANCELLED:
        return "This interview was cancelled. Set up a new one to start."
    if interview.status in Interview.FINISHED:
        return "This interview is finished."
    return None


def why_not_save(interview: Clock, *, at: datetime) -> str | None:
    """Why an answer cannot be kept now, or None when it can.

    Pausing stops typing too; what was typed before the pause button was pressed may still
    arrive, for the same grace as at the end.
    """
    if interview.status == Interview.Status.SCHEDULED:
        return "This interview has not started."
    if interview.status != Interview.Status.RUNNING:
        return "This interview is finished."
    if must_close(interview, at=at):
        return "Time is up."
    if interview.paused_at is not None and at > interview.paused_at + GRACE:
        return "The interview is paused."
    return None


def why_not_pause(interview: Clock, *, at: datetime) -> str | None:
    if interview.mode != Interview.Mode.PRACTICE:
        return "An exam has no pause."
    if interview.status != Interview.Status.RUNNING:
        return "This interview is not running."
    if is_over(interview, at=at):
        return "Time is up."
    return None


def why_no_hint(interview: Clock, *, at: datetime) -> str | None:
    if interview.mode != Interview.Mode.PRACTICE:
        return "An exam has no hints."
    if interview.status != Interview.Status.RUNNING or is_over(interview, at=at):
        return "This interview is not running."
    if interview.paused_at is not None:
        return "The interview is paused."
    return None


def why_not_ask(interview: Clock, *, at: datetime) -> str | None:
    """Why no artefact can be asked for now, or None when one can. An exam has them too; the grace
    after the deadline is for words that were typed before it, not for looking at more."""
    if interview.status != Interview.Status.RUNNING:
        return "This interview is not running."
    if is_over(interview, at=at):
        return "Time is up."
    if interview.paused_at is not None:
        return "The interview is paused."
    return None


def why_no_framework(interview: Clock, *, at: datetime) -> str | None:
    """Why the five steps cannot be opened now, or None when they can: they help in practice."""
    if interview.mode != Interview.Mode.PRACTICE:
        return "An exam has no framework to look at."
    return why_not_ask(interview, at=at)


def why_not_schedule(start: datetime, *, at: datetime) -> str | None:
    """Why an interview cannot be planned for `start`, or None when it can."""
    if start <= at:
        return "That time is over already. Choose a later one."
    if start > at + FURTHEST:
        return "That is more than a year ahead. Choose an earlier day."
    return None


def why_not_reschedule(interview: Clock) -> str | None:
    if interview.status != Interview.Status.SCHEDULED:
        return "Only an interview that has not started can be moved or cancelled."
    return None


def why_no_marks(interview: Marked, *, answered: bool) -> str | None:
    """Marks are shown after the candidate has said what they think; declining is an answer too.

    Where nothing was answered there is nothing to estimate.
    """
    if interview.status not in Interview.FINISHED:
        return "The marks come after the interview."
    if answered and interview.estimated_at is None:
        return "First say how you think it went."
    return None


def why_not_estimate(interview: Marked) -> str | None:
    """An estimate made after seeing the marks would not be one."""
    if interview.status not in Interview.FINISHED:
        return "Say how it went after the interview."
    if interview.estimated_at is not None:
        return "You have already said how it went, and seen the marks."
    return None


def why_not_correct(interview: Marked, question: InterviewQuestion) -> str | None:
    """Why this person cannot judge the points of an answer now, or None when they can."""
    if reason := why_no_marks(interview, answered=True):
        return reason
    if question.scoring == InterviewQuestion.Scoring.NOT_ANSWERED:
        return "There is no answer here to mark."
    if question.scoring not in (InterviewQuestion.Scoring.DONE, InterviewQuestion.Scoring.FAILED):
        return "The machine has not finished this answer yet."
    return None


def why_not_be_marked(interview: Marked, question: InterviewQuestion) -> str | None:
    """Why another person's mark of this answer cannot be kept, or None when it can.

    It may come before the candidate's own estimate; like the machine's it is shown after it.
    """
    if interview.status not in Interview.FINISHED:
        return "The marks come after the interview."
    if question.scoring == InterviewQuestion.Scoring.NOT_ANSWERED:
        return "There is no answer here to mark."
    return None


def why_not_text(text: str) -> str | None:
    """Why this text cannot be stored as it is, or None. Nothing is ever cut off silently."""
    if len(text) > LONGEST_ANSWER:
        return (
            f"This answer has {len(text):,} characters; up to {LONGEST_ANSWER:,} can be saved. "
            "Shorten it: all of it is kept on this page until you do."
        )
    if "\x00" in text:
        return "This answer holds a NUL character, which cannot be saved. Remove it."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "This answer holds half of a character (an unpaired surrogate). Remove it."
    return None
