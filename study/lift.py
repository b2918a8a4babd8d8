"""What a treatment brings: from two rates, a margin and a cost to money.

The money is not in who buys but in who buys because of it: the difference of the rates.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lift:
    """Rates are shares of one; margin and cost are money, per conversion and per treated person."""

    baseline: float
    treated: float
    people: int
    margin: float
    cost: float

    @property
    def difference(self) -> float:
        """By how much the treatment changes the rate; below zero it drives people away."""
        # Rates come from per cents: 0.1 − 0.09 is one point and not 0.010000000000000009.
        return round(self.treated - self.baseline, 12)

    @property
    def relative(self) -> float | None:
        """The difference as a share of the baseline; None where nobody converts without it."""
        return self.difference / self.baseline if self.baseline else None

    @property
    def conversions(self) -> float:
        """Conversions that would not have been there without it."""
        return self.people * self.difference

    @property
    def each(self) -> float:
        """What treating one person brings, after its cost."""
        return self.margin * self.difference - self.cost

    @property
    def total(self) -> float:
        return self.people * self.each

    @property
    def break_even(self) -> float | None:
        """The difference at which it pays its cost; None where a conversion earns nothing."""
        return self.cost / self.margin if self.margin > 0 else None

    @property
    def cost_of_one(self) -> float | None:
        """Cost of one conversion that the treatment made; None where it made none."""
        return self.cost / self.difference if self.difference > 0 else None

    @property
    def verdict(self) -> str:
        """Which of the sentences on the page holds: harms, nothing, loses, even, pays."""
        if self.difference < 0:
            return "harms"
        if self.difference == 0:
            return "nothing"
        if abs(self.each) < 1e-9:
            return "even"
        return "pays" if self.each > 0 else "loses"


VERDICTS = {
    "harms": "It drives people away: fewer convert with it than without. Do not treat them.",
    "nothing": "It changes nothing. Whatever is spent on it is lost.",
    "loses": "It works, and costs more than it brings. Treat only those it changes more.",
    "even": "It brings just what it costs.",
    "pays": "It brings more than it costs.",
}
