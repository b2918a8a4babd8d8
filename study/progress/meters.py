"""Four meters of how healthy a preparation is: does one build, space, weigh, and find faults?

Each says its formula and its target. Without data there is no meter, which is not the same as one
that stands at nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.models import User
from interview.models import Interview, InterviewQuestion
from questions.models import Kind
from study.models import Box
from study.progress.marks import Marks

# What is counted by days is counted over so many.
DAYS = 14
# The fourteen-day plan has ten practice blocks.
EXERCISES = 10
# A repetition is in time on its day or the day after.
LATE = timedelta(days=1)
IN_TIME = 0.8
GOOD = 0.7


@dataclass(frozen=True)
class Meter:
    """`value` and `target` are shares, 0–1; a value of None is “no data”."""

    slug: str
    name: str
    formula: str
    target: float
    value: float | None
    # What it was made of, in words.
    words: str
    address: str
    button: str

    @property
    def is_met(self) -> bool:
        return self.value is not None and self.value >= self.target


def of(user: User, marks: Marks, *, on: date, since: datetime) -> list[Meter]:
    """The four. `on` is today as a study day, `since` when the first of the DAYS began. Two
    queries.
    """
    return [
        _built(user, since=since),
        _spaced(user, on=on),
        _marked(marks, Kind.SYSTEM_DESIGN, "trade-offs", "Weigh trade-offs"),
        _marked(marks, Kind.DEBUGGING, "debug", "Find the fault"),
    ]


def _built(user: User, *, since: datetime) -> Meter:
    blank = InterviewQuestion.Scoring.NOT_ANSWERED
    mine = Interview.objects.of_candidate(user).filter(finished_at__gte=since)
    asked = InterviewQuestion.objects.filter(
        interview__in=mine, version__kind=Kind.IMPLEMENTATION
    ).exclude(scoring=blank)
    done = asked.count()
    return Meter(
        "implement",
        "Implement",
        f"Implementation questions answered in the last {DAYS} days, divided by {EXERCISES}, "
        "which is what the fourteen-day plan has. The target is all of them.",
        1.0,
        min(1.0, done / EXERCISES) if done else None,
        f"{done} of {EXERCISES} in {DAYS} days",
        compose(kinds=[Kind.IMPLEMENTATION.value]),
        "Implement something",
    )


def _spaced(user: User, *, on: date) -> Meter:
    """Days 2 to 14 of the grid that fell due in that time and were due before today."""
    due = Box.objects.visible_to(user).filter(
        step__gt=1, due_on__gte=on - timedelta(days=DAYS), due_on__lt=on
    )
    counted = due.aggregate(
        all=Count("pk"), kept=Count("pk", filter=Q(done_on__lte=F("due_on") + LATE))
    )
    everything, kept = counted["all"], counted["kept"]
    return Meter(
        "space",
        "Space",
        f"Repetitions of the grid that fell due in the last {DAYS} days and were done on their "
        f"day or the day after, divided by all that fell due. The target is {IN_TIME:.0%}.",
        IN_TIME,
        kept / everything if everything else None,
        f"{kept} of {everything} in time",
        reverse("study:grid"),
        "Open the grid",
    )


def _marked(marks: Marks, kind: Kind, slug: str, name: str) -> Meter:
    figure = marks.kind(kind)
    answers = "answer" if figure.n == 1 else "answers"
    return Meter(
        slug,
        name,
        f"The mean mark of {kind.label.lower()} questions in the time shown on this page. "
        f"The target is {GOOD * 100:.0f} of 100.",
        GOOD,
        figure.mean,
        f"{100 * (figure.mean or 0):.0f} of 100 over {figure.n} {answers}",
        compose(kinds=[kind.value]),
        "Practise one",
    )


def compose(**picks: list[str]) -> str:
    """The page on which an interview is put together, with these boxes ticked."""
    return f"{reverse('interview:compose')}?{urlencode(picks, doseq=True)}"
