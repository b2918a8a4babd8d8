"""What the page of one meeting shows, and which of its buttons."""

from datetime import datetime
from typing import Any

from accounts.models import User
from groups import meeting_rules as rules
from groups import papers
from groups.actions import role_of
from groups.halves import half_of
from groups.meeting_forms import PresenterForm
from groups.models import Attendance, Meeting, MeetingKind
from groups.recurrence import in_words
from marking.models import CodeReview

# Nobody reads more programs than this in one meeting.
MOST_CODE = 20


def context(meeting: Meeting, user: User, *, at: datetime) -> dict[str, Any]:
    """Everything `groups/meeting.html` draws. The rules that refuse a click hide its button."""
    role = role_of(meeting.group, user)
    answers = list(meeting.attendances.select_related("user").order_by("user__display_name", "pk"))
    mine = next((one for one in answers if one.user_id == user.pk), None)
    paper = papers.reading_list().get(meeting.paper) if meeting.paper else None
    here = {one.user_id for one in answers if one.there_at}
    prepared = meeting.parts.filter(interview__isnull=False).exists()
    may_pair = not rules.why_not_pair(meeting, role, user, paired=prepared)
    chosen = {"presenter": meeting.presenter_id, "paper": meeting.paper}
    return {
        "meeting": meeting,
        "group": meeting.group,
        "repeats": in_words(meeting.series.rule) if meeting.series else "",
        "begun": meeting.starts_at <= at,
        "over": meeting.ends_at <= at,
        "mine": mine,
        "parts": [
            half_of(part, user, there=part.asker_id in here, at=at)
            for part in meeting.parts.select_related("asker", "answerer", "interview")
        ]
        if meeting.kind == MeetingKind.MOCK
        else [],
        "may_pair": may_pair,
        "code": _code(meeting) if meeting.kind == MeetingKind.REVIEW else [],
        "answers": [(said, _who(answers, said)) for said in Attendance.Answer],
        "choices": Attendance.Answer.choices,
        "came": [one.user for one in answers if one.there_at],
        "paper": paper,
        "presenter_form": PresenterForm(
            group=meeting.group, initial=chosen if meeting.by_hand else None
        ),
        "why_not_change": rules.why_not_change(meeting, user, role, at=at),
        "why_not_answer": rules.why_not_answer(meeting, at=at),
        "why_not_there": rules.why_not_there(meeting, at=at),
    }


def _code(meeting: Meeting) -> list[CodeReview]:
    """What lies on the table of a code review."""
    return list(CodeReview.objects.open_in(meeting.group_id)[:MOST_CODE])


def _who(answers: list[Attendance], said: str) -> list[User]:
    return [one.user for one in answers if one.answer == said]
