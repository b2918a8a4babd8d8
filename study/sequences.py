"""Putting steps into order: a shuffle to begin from, moving one, what an order is worth."""

from __future__ import annotations

from collections.abc import Sequence as Ordered
from itertools import combinations
from random import Random
from typing import Any

from questions.bank.study.sequences import Sequence


def begin(sequence: Sequence, turn: int) -> list[str]:
    """The steps shuffled, another way each time; never as they belong. The same for one `turn`."""
    right = [step.slug for step in sequence.steps]
    order = list(right)
    source = Random(f"{sequence.slug}:{turn}")  # noqa: S311 - an order to begin from, no secret
    while order == right:
        source.shuffle(order)
    return order


def order_of(sequence: Sequence, given: dict[str, Any], turn: int) -> list[str]:
    """The order somebody has put them into so far; the shuffle where they have not, or where the
    content has other steps by now."""
    order = given.get("order", [])
    whole = sorted(order) == sorted(step.slug for step in sequence.steps)
    return list(order) if whole else begin(sequence, turn)


def moved(order: Ordered[str], slug: str, by: int) -> list[str]:
    """One step up (−1) or down (1); at the end it stays. Others keep their order."""
    made = list(order)
    if slug in made:
        place = made.index(slug)
        made.insert(max(0, place + by), made.pop(place))
    return made


def score(order: Ordered[str], right: Ordered[str]) -> float:
    """The share of all pairs that stand in the right order, 0–1 (Kendall's τ, moved to 0–1)."""
    place = {slug: number for number, slug in enumerate(right)}
    pairs = list(combinations(order, 2))
    return round(sum(place[a] < place[b] for a, b in pairs) / len(pairs), 4)
