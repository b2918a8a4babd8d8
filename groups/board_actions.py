"""Everything that changes a board. Each is safe to call twice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from groups import board_rules as rules
from groups.actions import role_of
from groups.models import Attendance, Meeting
from groups.models.boards import BoardMark, BoardPledge, BoardTurn
from web.refusals import Refused


@transaction.atomic
def draw(
    meeting: Meeting,
    *,
    kind: str,
    points: list[int],
    text: str = "",
    colour: str,
    key: UUID,
    by: User,
    at: datetime,
) -> BoardMark:
    """Put something on the board. Sent again with the same `key`, it is there already."""
    meeting = _held(meeting, by)
    if there := BoardMark.objects.filter(key=key, meeting=meeting, by=by).first():
        return there
    marks = meeting.board_marks.filter(taken_away_at=None).count()
    _refuse(rules.why_not_draw(meeting, at=at, marks=marks) or rules.why_not_mark(kind, points))
    if BoardMark.objects.filter(key=key).exists():
        raise Refused("That was drawn elsewhere. Draw it again.")
    return meeting.board_marks.create(
        kind=kind, points=points, text=text, colour=colour, key=key, by=by, made_at=at
    )


@transaction.atomic
def undo(meeting: Meeting, *, by: User, at: datetime) -> BoardMark | None:
    """Take away the last thing this person drew; None when there is none. Others' stay."""
    meeting = _held(meeting, by)
    _refuse(rules.why_not_draw(meeting, at=at))
    last = meeting.board_marks.filter(by=by, taken_away_at=None).last()
    if last:
        last.taken_away_at = at
        last.save(update_fields=["taken_away_at"])
    return last


@transaction.atomic
def pledge(meeting: Meeting, *, by: User, at: datetime) -> None:
    """“No notes.” Once for a meeting."""
    meeting = _held(meeting, by)
    _refuse(rules.why_not_draw(meeting, at=at))
    BoardPledge.objects.get_or_create(meeting=meeting, user=by, defaults={"at": at})


@transaction.atomic
def next_turn(
    meeting: Meeting, *, after: int, minutes: int, by: User, at: datetime
) -> BoardTurn | None:
    """The rota's next explains. `after`: the number of the turn the page showed, so that two who
    press at once are one step; None when nobody comes."""
    meeting = _held(meeting, by)
    _refuse(rules.why_not_draw(meeting, at=at))
    turns = list(meeting.board_turns.order_by("number"))
    latest = turns[-1] if turns else None
    if latest and latest.number != after:
        return latest
    if len(turns) >= rules.MOST_TURNS:
        raise Refused("So many turns are enough for one meeting.")
    person = rules.next_to_explain(who_explains(meeting), [one.user_id for one in turns])
    if person is None:
        raise Refused("Nobody has said yet that they come.")
    number = latest.number + 1 if latest else 1
    return meeting.board_turns.create(user_id=person, number=number, minutes=minutes, started_at=at)


def who_explains(meeting: Meeting) -> list[int]:
    """Who is there; while nobody has said so, who said they come. In the order they answered."""
    answers = meeting.attendances.order_by("answered_at", "pk")
    there = list(answers.filter(there_at__isnull=False).values_list("user_id", flat=True))
    coming = answers.filter(answer=Attendance.Answer.YES).values_list("user_id", flat=True)
    return there or list(coming)


def _held(meeting: Meeting, by: User) -> Meeting:
    """The meeting, held until the transaction ends; refused to whoever is not in the group."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    held = Meeting.objects.select_related("group__circle").get(pk=meeting.pk)
    role_of(held.group, by)
    return held


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
