"""What a meeting's page shows of one half of a mock interview to one reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from groups import meeting_rules as rules
from groups.models import Part
from groups.part_forms import SetForm
from interview.models import Interview

Status = Interview.Status


@dataclass(frozen=True)
class Half:
    """A part, and what this reader may do about it now."""

    part: Part
    begins: datetime
    ends: datetime
    state: str
    # Choosing what is asked, for whoever asks.
    form: SetForm | None
    follow: bool
    # Whoever asks may mark it now: it is over.
    mark: bool
    # The words of the candidate's own way in; blank for others.
    sit: str
    may_go_alone: bool


def half_of(part: Part, user: User, *, there: bool, at: datetime) -> Half:
    begins, interview = rules.begins(part), part.interview
    form = None
    if not rules.why_not_choose(part, user):
        chosen = interview.question_set.slug if interview and interview.question_set else None
        form = SetForm(part=part, initial={"question_set": chosen})
    return Half(
        part=part,
        begins=begins,
        ends=begins + timedelta(minutes=rules.HALF),
        state=_state(interview),
        form=form,
        follow=interview is not None and part.asker_id == user.pk,
        mark=interview is not None and interview.is_finished and part.asker_id == user.pk,
        sit=_way_in(interview) if part.answerer_id == user.pk else "",
        may_go_alone=not rules.why_not_alone(part, user, asker_there=there, at=at),
    )


def _state(interview: Interview | None) -> str:
    if interview is None:
        return "No questions chosen yet"
    return {Status.SCHEDULED: "Ready to begin", Status.RUNNING: "Going on"}.get(
        interview.status, "Done"
    )


def _way_in(interview: Interview | None) -> str:
    """A button leads in until the interview is over, and to its marks afterwards."""
    if interview is None:
        return ""
    ways = {Status.SCHEDULED: "Sit it", Status.RUNNING: "Back to it", Status.CANCELLED: ""}
    return ways.get(interview.status, "See how it went")
