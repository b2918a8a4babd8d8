"""Which P1 concepts somebody should go over last: the weakest first, and why each.

What is known of a concept is between 0 (sure) and 1 (lost), the mean of whatever there is: how sure
they said they were when they last did it on the grid; cards of the last 90 days that were due and
forgotten, as a share; what their last three answers to its questions left to gain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from questions.bank.study import Study
from questions.bank.study.syllabus import Concept
from study.grid.actions import rows_of
from study.grid.rules import Row
from study.weak.evidence import Evidence

# Nothing is known of it: after what is weak, before what is strong. The day before is for review.
UNKNOWN = 0.5
ANSWERS = 3
SURE = 4


@dataclass(frozen=True)
class Weak:
    """One concept: how weak, 0–1, and what says so."""

    concept: Concept
    weakness: float
    why: str

    @property
    def address(self) -> str:
        return reverse("study:grid_concept", args=[self.concept.slug])


def weakest(study: Study, evidence: Evidence) -> list[Weak]:
    """All P1 concepts, the weakest first; as weak as each other, in the order of the grid."""
    urgent = [one for one in study.concepts if one.priority == "P1"]
    rows = rows_of(evidence.user)
    found = [_weak(one, rows.get(one.slug, {}), evidence) for one in urgent]
    return sorted(found, key=lambda one: -one.weakness)


def _weak(concept: Concept, row: Row, evidence: Evidence) -> Weak:
    said = list(_said(concept, row, evidence))
    if not said:
        return Weak(concept, UNKNOWN, "nothing known of it yet")
    mean = sum(share for share, _ in said) / len(said)
    return Weak(concept, mean, ", ".join(words for _, words in said))


def _said(concept: Concept, row: Row, evidence: Evidence) -> Iterator[tuple[float, str]]:
    done = [mark for mark in row.values() if mark.done_on and mark.confidence]
    if done:
        last = max(done, key=lambda mark: mark.done_on or date.min)
        yield (SURE - last.confidence) / (SURE - 1), f"{last.confidence} of {SURE} sure"
    cards = evidence.cards.get(concept.slug, [])
    if cards:
        lost = sum(one.is_good is False for one in cards)
        yield lost / len(cards), f"{lost} of {len(cards)} due cards forgotten"
    scores = [one.score for one in evidence.answers if one.question.slug in concept.questions]
    if scores:
        mean = sum(scores[:ANSWERS]) / len(scores[:ANSWERS])
        yield 1 - mean, f"{mean:.0%} of the marks of {len(scores[:ANSWERS])}"
