"""What a person takes along from meetings: what they said about coming, what they
planned, which times they offered and the notes they took as interviewers."""

from collections.abc import Iterator

from accounts.exports import File, as_json, safe_name
from accounts.models import User
from groups.models import Attendance, BoardMark, BoardPledge, InterviewerNotes, Offer
from marking.fields import VERDICTS
from questions.models import KeyPoint


def files(person: User) -> Iterator[File]:
    """Every meeting they answered for, oldest first, with the group's name."""
    mine = Attendance.objects.filter(user=person).select_related("meeting__group__circle")
    rows = [_facts(one) for one in mine.order_by("meeting__starts_at", "pk")]
    if rows:
        yield File("meetings.json", as_json(rows))
        yield File("meetings.md", "\n".join(["# Meetings", "", *map(_line, rows)]) + "\n")
    offers = [_offer(one) for one in Offer.objects.filter(made_by=person).order_by("pk")]
    if offers:
        yield File("offered-times.json", as_json(offers))
    if marks := list(BoardMark.objects.filter(by=person).select_related("meeting").order_by("pk")):
        pledges = BoardPledge.objects.filter(user=person).values("meeting__title", "at")
        facts = {"marks": [_mark(one) for one in marks], "no_notes": list(pledges)}
        yield File("boards.json", as_json(facts))
    notes = InterviewerNotes.objects.filter(user=person).exclude(text="", ticks={}).order_by("pk")
    for one in notes.select_related("interview"):
        name = safe_name(one.interview.title, "interview")
        ticked = "".join(f"\n* {line}" for line in _ticked(one))
        yield File(f"notes-{name}.md", f"# Notes: {one.interview.title}\n\n{one.text}\n{ticked}\n")


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


def _mark(one: BoardMark) -> dict:
    facts = {name: getattr(one, name) for name in ("kind", "colour", "points", "text", "made_at")}
    return {"meeting": one.meeting.title, **facts, "taken_away_at": one.taken_away_at}


def _ticked(notes: InterviewerNotes) -> Iterator[str]:
    """What they leaned to, in the words of the rubric."""
    points = KeyPoint.objects.filter(pk__in=notes.ticks)
    for point in points.order_by("version", "position"):
        yield f"{VERDICTS[notes.ticks[str(point.pk)]]}: {' '.join(point.text.split())}"


def _offer(one: Offer) -> dict:
    facts = {name: getattr(one, name) for name in ("note", "made_at", "state")}
    times = list(one.times.values_list("starts_at", flat=True))
    return {"group": str(one.group), "to": str(one.partner or "whoever is first"), **facts} | {
        "times": times
    }


def _line(row: dict) -> str:
    words = " ".join(f"{row['title']}, {row['group']}".split())
    return f"* {row['starts_at']:%Y-%m-%d %H:%M} UTC: {words} ({row['answer']})"
