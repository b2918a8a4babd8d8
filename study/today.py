"""What there is to do today, in the order in which it helps, with minutes.

A list to work down, not an account of what was missed: what is not done today is there tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from statistics import median

from django.urls import reverse

from accounts.models import User
from interview import next_steps, results
from interview.models import Interview
from reminders import feeds
from reminders.models import Feed
from study import begun, items
from study.cards import sources
from study.cards.sitting import Sitting
from study.checklists import due as checklists
from study.days import begins
from study.grid import table
from study.items import Item
from study.models import Review
from study.plan import board
from study.reading import week
from study.weak import due as weak_spots
from study.weak.evidence import Evidence

# What a card takes until the person's own answers say so, in seconds; how many say so, and of what
# time.
A_CARD = 10
ENOUGH_ANSWERS = 20
MONTHS = timedelta(days=60)
# Making cards of the points an interview showed to be wanting: reading them and ticking.
TICKING = 2
# How far back “lately” reaches when the next topic is chosen.
LATELY = 3
# What has an hour; the study plan has days.
APPOINTMENTS = (Feed.Scope.INTERVIEWS, Feed.Scope.MEETINGS)


@dataclass(frozen=True)
class Today:
    on: date
    interview_on: date | None
    items: list[Item]
    # Those of them that the study day asks for; see `due`.
    due: list[Item]

    @property
    def counts(self) -> list[str]:
        return items.counts(self.due)

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)

    @property
    def days_left(self) -> int | None:
        """Until the interview; None once it is over or when no day was given."""
        if self.interview_on is None or self.interview_on < self.on:
            return None
        return (self.interview_on - self.on).days


def of(user: User, *, at: datetime) -> Today:
    """Everything for one study day."""
    sitting = Sitting(user, at=at)
    asked = list(_due(user, sitting, at=at))
    evidence = Evidence(user, at=at, desk=sitting.desk)
    found = [
        *_running(user),
        *_appointments(user, sitting, at=at),
        *asked,
        *_wanting(evidence),
        *weak_spots.items(evidence),
        *begun.items(user, on=sitting.on),
        *_weakest(user, at=at),
    ]
    return Today(sitting.on, sitting.desk.interview_on, found, asked)


def due(user: User, *, at: datetime) -> list[Item]:
    """What the study day of that moment asks for, without suggestions and without appointments,
    which have reminders of their own: the daily line and the study page count just this."""
    return list(_due(user, Sitting(user, at=at), at=at))


def _due(user: User, sitting: Sitting, *, at: datetime) -> Iterator[Item]:
    """A part of the desk that asks for something on a day has its line here."""
    yield from checklists.items(user, sitting.desk, at=at)
    yield from board.items(user, desk=sitting.desk, at=at)
    if not sitting.is_away:
        yield from _grid(user, sitting, at=at)
        yield from _cards(user, sitting)
    yield from week.items(user, sitting.desk, at=at)


def _running(user: User) -> Iterator[Item]:
    for interview in Interview.objects.of_candidate(user).running():
        yield Item(
            interview.title,
            "It is paused." if interview.paused_at else "Its clock is running.",
            0,
            interview.get_absolute_url(),
            "Go on",
        )


def _appointments(user: User, sitting: Sitting, *, at: datetime) -> Iterator[Item]:
    """Interviews and meetings of this study day that are not over."""
    tomorrow = sitting.on + timedelta(days=1)
    ends = begins(tomorrow, user.zone, sitting.desk.turn)
    planned = (feeds.entries(user, scope, at=at) for scope in APPOINTMENTS)
    for one in sorted(chain(*planned), key=lambda one: one.starts_at):
        is_ahead = at < one.ends_at and one.starts_at < ends
        if is_ahead and one.status != "cancelled":
            yield Item(one.title, one.noun, one.minutes, one.path, "Open", at=one.starts_at)


def _grid(user: User, sitting: Sitting, *, at: datetime) -> Iterator[Item]:
    """Boxes of the progress grid that are due, those of earlier days too."""
    found = table.waiting(user, desk=sitting.desk, at=at)
    boxes = found.today + found.overdue
    if boxes:
        told = [f"{found.today} due today"] * bool(found.today)
        told += [f"{found.overdue} from before"] * bool(found.overdue)
        address = reverse("study:grid")
        yield Item(
            "Concepts to go over",
            ", ".join(told).capitalize() + ".",
            found.minutes,
            address,
            "Open the grid",
            pieces=boxes,
            counted=("concept to go over", "concepts to go over"),
        )


def _cards(user: User, sitting: Sitting) -> Iterator[Item]:
    waiting = sitting.waiting
    if not waiting.total:
        return
    due = waiting.due + waiting.in_steps + waiting.final
    told = [f"{due} to repeat"] * bool(due) + [f"{waiting.new} new"] * bool(waiting.new)
    yield Item(
        "Recall cards",
        ", ".join(told).capitalize() + ".",
        max(1, round(waiting.total * _seconds(user, sitting.on) / 60)),
        reverse("study:session"),
        "Begin",
        pieces=waiting.total,
        counted=("card", "cards"),
    )


def _seconds(user: User, on: date) -> float:
    """What one of their answers takes, by the middle one of the last hundred of these months."""
    latest = Review.objects.filter(owner=user, on__gt=on - MONTHS, undone_at=None)
    timed = latest.exclude(seconds=None).order_by("-on", "-pk")
    known = list(timed.values_list("seconds", flat=True)[:100])
    return median(known) if len(known) >= ENOUGH_ANSWERS else A_CARD


def _wanting(evidence: Evidence) -> Iterator[Item]:
    answered = evidence.reviewed_lately(sources.LOOKED_AT)
    found = len(sources.wanting_of(evidence.user, answered))
    if found:
        points = "point" if found == 1 else "points"
        yield Item(
            "Cards from your interviews",
            f"{found} {points} you missed lately have no card yet.",
            TICKING,
            reverse("study:wanting"),
            "Make cards",
        )


def _weakest(user: User, *, at: datetime) -> Iterator[Item]:
    mine = Interview.objects.of_candidate(user).finished()
    last = results.of(mine[:LATELY])
    step = next_steps.after(results.weakest_topics(last), user, at=at)
    if step:
        why = "Where you lately left most." if step.is_weak else "Where most is left to gain."
        yield Item(
            f"Practise {step.topic}", why, step.minutes, reverse("interview:home"), "Set it up"
        )
    elif not last:
        yield Item(
            "A first interview",
            "A short one: it shows where to begin.",
            15,
            reverse("interview:home"),
            "Choose one",
        )
