"""Where a task is done: every one of them opens something that can be begun at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from questions.bank.study.plans import Task
from questions.models import Tier
from study.content import Content
from study.models.plan import REVIEW, STUDY, Plan
from study.plan.outlines import Outline
from study.ways import PLACES, Way, Ways

# The tier of questions that a level is asked; of several questions the nearest to it opens.
TIERS = {
    Plan.Level.JUNIOR: Tier.SCREEN,
    Plan.Level.MIDDLE: Tier.MID,
    Plan.Level.SENIOR: Tier.SENIOR,
    Plan.Level.STAFF: Tier.SENIOR,
    Plan.Level.PRINCIPAL: Tier.SENIOR,
}


@dataclass(frozen=True)
class Opening:
    """The page to begin on, what its button says, and what else belongs to the task.

    `practise`: the question of which a practice can be started from here.
    """

    address: str
    button: str
    practise: str = ""
    more: list[Way] = field(default_factory=list)


class Openings:
    """Of the tasks of one plan, for one person: two queries, however many tasks."""

    def __init__(self, content: Content, user: User, outline: Outline) -> None:
        self.ways = Ways(content, user)
        self.outline = outline

    def of(self, key: str) -> Opening:
        """What a person may not see, or the bank does not have, opens its concepts instead."""
        slug, _, concept = key.partition("|")
        if slug == REVIEW:
            return Opening(f"{reverse('study:grid')}?show=due", "Open the grid")
        if slug == STUDY:
            return self._study(concept)
        place = self.outline.places.get(key)
        ways = list(self._ways(place.task)) if place else []
        return ways[0] if ways else Opening(reverse("study:concepts"), "Open the concepts")

    def _study(self, slug: str) -> Opening:
        concept = self.outline.concepts.get(slug)
        asked = self._asked(concept.questions) if concept else []
        address = f"{reverse('study:concepts')}#{slug}"
        grid = Way(reverse("study:grid_concept", args=[slug]), "Its days of repetition")
        return Opening(address, "Study", more=[*asked, grid] if concept else [])

    def _asked(self, slugs: Iterable[str]) -> list[Way]:
        """One of them: the first, or the first of those nearest to the tier of one's level."""
        known = self.ways.to("questions", slugs)
        if tier := TIERS.get(self.outline.level):
            known = sorted(known, key=lambda way: abs(way.tier - tier))
        return known[:1]

    def _ways(self, task: Task) -> Iterator[Opening]:
        """The most doable first."""
        about = self.ways.to("concepts", task.concepts)
        if task.kind == "teach" and task.concepts:
            address = reverse("study:explain", args=[task.concepts[0]])
            yield Opening(address, "Explain it", more=[*self._asked(task.questions), *about])
        for slug in task.questions:
            for way in self.ways.to("questions", [slug]):
                yield Opening(way.address, "Open the question", practise=slug, more=about)
        for slug in task.sets:
            for way in self.ways.to("sets", [slug]):
                yield Opening(
                    reverse("interview:set_up", args=[slug]), "Set it up", more=[way, *about]
                )
        for kind, button in (
            ("reading", "Read"),
            ("weak_spots", "Probe"),
            ("checklists", "Open the list"),
        ):
            ways = self.ways.to(kind, getattr(task, kind))
            if ways:
                first = ways[0].address if len(ways) == 1 else reverse(PLACES[kind][0])
                yield Opening(first, button, more=about if kind == "reading" else ways[1:])
        if about:
            yield Opening(about[0].address, "Open the concept", more=about[1:])
