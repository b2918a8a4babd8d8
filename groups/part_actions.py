"""The two halves of a mock meeting: who meets whom, what is asked, and going on alone."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from groups import meeting_actions, turns
from groups import meeting_rules as rules
from groups.actions import locked, role_of
from groups.models import Attendance, Meeting, Part
from interview import actions as interviews
from interview.models import Interview, Seat
from questions.models import QuestionSet
from reminders import kinds
from reminders.actions import tell
from reminders.notes import Note
from web.refusals import Refused


@transaction.atomic
def make_pairs(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Pairs among those who come, by the rota. Until somebody has prepared a part, they may be made
    anew: people still say whether they come."""
    locked(meeting.group_id)
    meeting = Meeting.objects.select_related("group").get(pk=meeting.pk)
    prepared = meeting.parts.filter(interview__isnull=False).exists()
    reason = rules.why_not_pair(meeting, role_of(meeting.group, by), by, paired=prepared)
    if reason:
        raise Refused(reason)
    coming = meeting.attendances.filter(answer=Attendance.Answer.YES).select_related("user")
    people = {one.user_id: one.user for one in coming}
    meeting.parts.all().delete()
    for pair in turns.round_of(meeting.group, sorted(people)).pairs:
        meeting_actions.pair(meeting, people[pair.asker], people[pair.answerer])


def sets_for(part: Part):
    """The sets that whoever asks may choose: those that both may take."""
    theirs = QuestionSet.objects.visible_to(part.answerer)
    return QuestionSet.objects.visible_to(part.asker).filter(pk__in=theirs.values("pk"))


@transaction.atomic
def choose_set(part: Part, chosen: QuestionSet, *, by: User, at: datetime) -> Interview:
    """What is asked in this part: 45 minutes of a set, which the candidate starts. Another choice
    before that replaces it."""
    part = _locked(part)
    if reason := rules.why_not_choose(part, by):
        raise Refused(reason)
    if part.interview and part.interview.question_set_id == chosen.pk:
        return part.interview
    if part.interview:
        interviews.cancel(part.interview)
        part.request_key = uuid.uuid4()
    part.interview = interviews.set_up(
        part.answerer,
        title=f"{by} asks: {part.meeting}"[:120],
        minutes=rules.HALF,
        mode=Interview.Mode.EXAM,
        request_key=part.request_key,
        question_set=chosen,
    )
    part.save(update_fields=["interview", "request_key"])
    Seat.objects.create(interview=part.interview, user=by, role=Seat.Role.INTERVIEWER)
    return part.interview


@transaction.atomic
def go_on_alone(part: Part, *, by: User, at: datetime) -> Interview:
    """Nobody came to ask: the part becomes an interview of the candidate's own, with the same set.
    Whoever was late keeps their seat and may mark it afterwards. A second press changes nothing."""
    part = _locked(part)
    if part.solo and part.answerer_id == by.pk:
        return part.interview
    there = is_there(part)
    if reason := rules.why_not_alone(part, by, asker_there=there, at=at):
        raise Refused(reason)
    part.solo = True
    part.save(update_fields=["solo"])
    if part.asker:
        tell(
            f"part:{part.pk}:alone:to:{part.asker_id}",
            user=part.asker,
            kind=kinds.TURN_PROPOSED,
            note=Note(
                title=f"{by} went on alone with your questions",
                line="They waited ten minutes. You may still read along, and mark it afterwards.",
                path=part.meeting.get_absolute_url(),
                where=str(part.meeting.group),
            ),
            at=at,
            about=f"group:{part.meeting.group_id}",
        )
    return part.interview


def is_there(part: Part) -> bool:
    """Has whoever asks said that they are here?"""
    here = part.meeting.attendances.filter(user=part.asker_id, there_at__isnull=False)
    return part.asker_id is not None and here.exists()


def _locked(part: Part) -> Part:
    """The row as it is once nobody else holds it. What it points to is read after that: a join
    would still show what was there before the wait."""
    Part.objects.select_for_update().get(pk=part.pk)
    rows = Part.objects.select_related("meeting__group", "asker", "answerer", "interview")
    return rows.get(pk=part.pk)
