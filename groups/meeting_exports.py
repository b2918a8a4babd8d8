"""What a person takes along from meetings: what they said about coming, and what they planned."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from groups.models import Attendance


def files(person: User) -> Iterator[File]:
    """Every meeting they answered for, oldest first, with the group's name."""
    mine = Attendance.objects.filter(user=person).select_related("meeting__group")
    rows = [_facts(one) for one in mine.order_by("meeting__starts_at", "pk")]
    if rows:
        yield File("meetings.json", as_json(rows))
        yield File("meetings.md", "\n".join(["# Meetings", "", *map(_line, rows)]) + "\n")


def _facts(one: Attendance) -> dict:
    meeting = one.meeting
    return {
        "group": str(meeting.group),
        "kind": meeting.kind,
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "state": meeting.state,
        "i_planned_it": meeting.made_by_id == one.user_id,
        "answer": one.answer,
        "answered_at": one.answered_at,
        "there_at": one.there_at,
    }


def _line(row: dict) -> str:
    words = " ".join(f"{row['title']}, {row['group']}".split())
    return f"* {row['starts_at']:%Y-%m-%d %H:%M} UTC: {words} ({row['answer']})"
