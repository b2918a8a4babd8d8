"""How far an estimate is from the answer, and what to say about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Of the right order of magnitude: nearer to the answer than to ten times as much, or a tenth.
ORDER = math.sqrt(10)
HALF = 0.5
# Slips that show in the ratio, with how near it must be (a factor) to say so.
_SLIPS = (
    (8.0, 1.06, "Eight is the slip between bits and bytes."),
    (1024.0, 1.02, "A factor of 1,024: a prefix too many or too few."),
    (1000.0, 1.06, "A factor of a thousand: look at the prefix of the unit."),
    (1e6, 1.06, "A factor of a million: look at the prefix of the unit."),
    (60.0, 1.04, "A factor of 60: minutes and seconds, perhaps."),
    (3600.0, 1.04, "A factor of 3,600: hours and seconds, perhaps."),
    (86400.0, 1.06, "A factor of 86,400: a day has that many seconds."),
)


@dataclass(frozen=True)
class Judgement:
    """`ratio`: the estimate over the answer. `score`: 1 within the factor, a half of the order."""

    ratio: float
    score: float
    words: str


def judge(estimate: float, answer: float, factor: float) -> Judgement:
    """Judge a positive estimate of a positive answer. `factor`, above 1: how far off is right."""
    ratio = estimate / answer
    off = max(ratio, 1 / ratio)
    # What is said at the border is right at the border, whatever the last digit of a float says.
    if off <= factor * (1 + 1e-9):
        return Judgement(ratio, 1.0, _right(ratio, off))
    way = "high" if ratio > 1 else "low"
    if off < ORDER:
        words = f"Too {way} by a factor of {_factor(off)}. The order of magnitude is right."
        return Judgement(ratio, HALF, words)
    orders = round(math.log10(off))
    much = "one order" if orders == 1 else f"{orders} orders"
    words = f"Too {way} by a factor of {_factor(off)}: about {much} of magnitude off."
    return Judgement(ratio, 0.0, " ".join(filter(None, (words, _slip(off)))))


def _right(ratio: float, off: float) -> str:
    if off < 1.005:
        return "Right on it."
    return f"Right: {abs(ratio - 1):.0%} too {'high' if ratio > 1 else 'low'}, near enough."


def _factor(off: float) -> str:
    """Two digits that count; powers of ten where nobody would count the noughts."""
    if off >= 1e6:
        return f"10^{math.log10(off):.0f}"
    if off >= 10:
        return f"{round(off, 1 - math.floor(math.log10(off))):,.0f}"
    return f"{off:.2g}"


def _slip(off: float) -> str:
    for size, near, words in _SLIPS:
        if max(off / size, size / off) <= near:
            return words
    return ""
