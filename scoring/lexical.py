"""Nearness by letters and words: the signal that needs no encoder.

It is part of every score (new words of a key point that the answer uses) and the whole of it
where the encoder cannot be had.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

NEAR = 0.6  # two words that share this much of their letters are forms or misspellings of one
FUZZY_LETTERS = 5  # shorter words are too alike by chance


def weighted_recall(weights: Mapping[str, float], said: Collection[str]) -> float:
    """The share, 0–1, of the weighted stems that were said; a misspelt one counts in part."""
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight * nearest(stem, said) for stem, weight in weights.items()) / total


def nearest(stem: str, said: Collection[str]) -> float:
    """1 if the stem was said, else how alike the most similar word is (0 below NEAR)."""
    if stem in said:
        return 1.0
    if len(stem) < FUZZY_LETTERS:
        return 0.0
    # People seldom mistype the first letter, and asking for it spares most comparisons.
    likeness = max((alike(stem, other) for other in said if other[0] == stem[0]), default=0.0)
    return likeness if likeness >= NEAR else 0.0


@lru_cache(maxsize=50_000)
def alike(one: str, other: str) -> float:
    """Dice coefficient of the letter pairs of two words, 0–1 (word ends count as a letter)."""
    if abs(len(one) - len(other)) > 2 or len(other) < FUZZY_LETTERS - 1:
        return 0.0
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / (len(pairs) + len(others))


@lru_cache(maxsize=20_000)
def _pairs(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))
