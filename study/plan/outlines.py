"""From a plan of the content to pieces that can be placed, and back from a piece to its words.

A study task becomes one piece a concept: each has its own priority, and an hour a day has room for
it. Reviews are not taken over: they follow from what is studied when (`rules.repetition`), which
for the plan as it is written gives the minutes it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from questions.bank.study import Study
from questions.bank.study.plans import Day, Phase, Task
from questions.bank.study.plans import Plan as Template
from questions.bank.study.syllabus import Concept
from study.models.plan import REVIEW, STUDY, Plan
from study.plan.rules import Piece, weighed

# The blocks of the grid that are not deep learning.
CLASSICAL_BLOCKS = ("classical", "evaluation")
DEEP, CLASSICAL = "deep", "classical"
DAY_BEFORE = "T-1"


def key_of(slug: str, concept: str = "") -> str:
    """What a task is called in a plan, but for reviews, which go by their day."""
    return f"{slug}|{concept}"


def template_of(study: Study, slug: str) -> Template | None:
    return next((one for one in study.plan if one.slug == slug), None)


def fitting(study: Study, days: int) -> Template:
    """The shortest plan that has so many days, or the longest there is."""
    by_length = sorted(study.plan, key=lambda one: one.days)
    return next((one for one in by_length if one.days >= days), by_length[-1])


@dataclass(frozen=True)
class Place:
    """Where a task stands in the plan's file."""

    task: Task
    day: Day
    phase: Phase


@dataclass(frozen=True)
class Outline:
    """One plan of the content, as this person orders it."""

    study: Study
    template: Template
    order: str = Plan.Order.DEEP
    level: str = ""

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        return {one.slug: one for one in self.study.concepts}

    @cached_property
    def places(self) -> dict[str, Place]:
        """{key: where it stands}; of other plans too, for what was done by one of them."""
        others = [one for one in self.study.plan if one.slug != self.template.slug]
        found: dict[str, Place] = {}
        for template in [*others, self.template]:
            for phase in template.phases:
                for day in phase.days:
                    for task in day.tasks:
                        for key in _keys(task):
                            found[key] = Place(task, day, phase)
        return found

    @cached_property
    def pieces(self) -> list[Piece]:
        """All there is to place, in its order. `day` counts from 1."""
        made = [piece for day in self.template.all_days for piece in self._of(day)]
        if self.order == Plan.Order.CLASSICAL:
            made = _classical_first(made)
        return [weighed(piece, self.lean(piece.key)) for piece in made]

    def lean(self, key: str) -> int:
        """1 for a task of which interviews ask more at this level, −1 for one of which they ask
        more at others, 0 where nothing is said."""
        levels = self.places[key].task.levels if key in self.places else ()
        return (1 if self.level in levels else -1) if self.level and levels else 0

    def _of(self, day: Day) -> Iterator[Piece]:
        for task in day.tasks:
            if task.kind == STUDY:
                yield from (self._study(day.day, self.concepts[slug]) for slug in task.concepts)
            elif task.kind != REVIEW:
                yield Piece(
                    key_of(task.slug),
                    task.minutes,
                    int(task.priority[1:]),
                    day.day,
                    track=self._track(task.concepts[0]) if task.concepts else "",
                    after=frozenset(task.concepts),
                    at_end=self._is_for_the_day_before(task),
                )

    def _study(self, day: int, concept: Concept) -> Piece:
        return Piece(
            key_of(STUDY, concept.slug),
            concept.minutes,
            int(concept.priority[1:]),
            day,
            track=self._track(concept.slug),
            concept=concept.slug,
        )

    def _track(self, concept: str) -> str:
        return CLASSICAL if self.concepts[concept].block in CLASSICAL_BLOCKS else DEEP

    def _is_for_the_day_before(self, task: Task) -> bool:
        lists = {one.slug: one for one in self.study.checklists}
        return any(lists[slug].when == DAY_BEFORE for slug in task.checklists)

    def title(self, key: str) -> str:
        """What a task is called; of one that left the content, its slug."""
        slug, _, concept = key.partition("|")
        if slug == REVIEW:
            return "Reviews that are due"
        if slug == STUDY and concept in self.concepts:
            return self.concepts[concept].title
        return self.places[key].task.title if key in self.places else concept or slug

    def kind(self, key: str) -> str:
        slug = key.partition("|")[0]
        return (
            slug
            if slug in (STUDY, REVIEW) or key not in self.places
            else self.places[key].task.kind
        )

    @property
    def not_in_it(self) -> list[Concept]:
        """Concepts for which the plan as it is written has no room."""
        return [self.concepts[slug] for slug in self.template.leaves_out]


def _keys(task: Task) -> list[str]:
    if task.kind == STUDY:
        return [key_of(STUDY, slug) for slug in task.concepts]
    return [] if task.kind == REVIEW else [key_of(task.slug)]


def _classical_first(pieces: list[Piece]) -> list[Piece]:
    """Days on which classical methods are learnt change places with those of deep learning.

    Only what is about concepts moves: the first look and the days under interview conditions stay.
    A day without a study of its own goes with the day before it of its kind.
    """
    learning: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.track:
            learning.setdefault(piece.day, []).append(piece)
    units: list[tuple[str, int, list[Piece]]] = []
    for day, inside in learning.items():
        track = _most(inside)
        before = next((unit for unit in reversed(units) if unit[0] == track), None)
        if before and not any(piece.concept for piece in inside):
            before[2].extend(inside)
        else:
            units.append((track, day, inside))
    slots = [day for _, day, _ in units]
    units.sort(key=lambda unit: unit[0] != CLASSICAL)
    comes_on = {
        piece.key: slot
        for slot, (_, _, inside) in zip(slots, units, strict=True)
        for piece in inside
    }
    return sorted(
        (replace(piece, day=comes_on.get(piece.key, piece.day)) for piece in pieces),
        key=lambda piece: piece.day,
    )


def _most(pieces: list[Piece]) -> str:
    minutes = {DEEP: 0, CLASSICAL: 0}
    for piece in pieces:
        minutes[piece.track] += piece.minutes
    return CLASSICAL if minutes[CLASSICAL] > minutes[DEEP] else DEEP
