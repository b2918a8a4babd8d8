"""What a person takes along from what they prepared: papers, checklists, questions, habits."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from study.models import (
    HabitScore,
    LastReview,
    Paper,
    ReadingWeek,
    Resource,
    TeamQuestion,
    Tick,
)

_PAPER = (
    *("slug", "title", "authors", "year", "minutes", "url", "status", "read_on", "place"),
    *(*Paper.NOTES, "rivals", "saved_at"),
)


def files(person: User) -> Iterator[File]:
    """Nothing of what they never used."""
    week = ReadingWeek.objects.filter(user=person).first()
    resources = Resource.objects.visible_to(person)
    reading = {
        "papers": list(Paper.objects.visible_to(person).values(*_PAPER)),
        "resources": list(resources.values("title", "url", "use_for", "added_at")),
        "weekday": week.weekday if week else None,
    }
    if reading["papers"] or reading["resources"] or week:
        yield File("reading.json", as_json(reading))
    chosen = LastReview.objects.filter(user=person).first()
    ticks = Tick.objects.visible_to(person).values("checklist", "item", "interview_on", "at")
    questions = TeamQuestion.objects.visible_to(person).values("text", "written_at")
    lists = {
        "ticks": list(ticks),
        "questions": list(questions),
        "concepts": chosen.concepts if chosen else None,
    }
    if any(lists.values()):
        yield File("checklists.json", as_json(lists))
    scores = list(HabitScore.objects.visible_to(person).values("interview", "habits", "at"))
    if scores:
        yield File("habits.json", as_json(scores))
