"""How far two sets of marks of the same things agree. Plain Python and numpy; no Django.

Marks are whole numbers of one ordered scale: a point is missed, partly made or made (0–2), a
dimension 1–4. Every figure comes with how many pairs it is from, and a figure that cannot be had
is None with the reason, never nan. Formulas and sources: docs/marking-agreement.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt

import numpy as np

# The full scales. What nobody happened to use still counts in the weights of κ.
POINTS = (0, 1, 2)
DIMENSIONS = (1, 2, 3, 4)
# What a person's verdict on a point is on that scale; a verdict that is not here says nothing.
LABEL_OF: Mapping[str, int] = {"missed": 0, "contradicted": 0, "partly": 1, "made": 2}

# With fewer pairs, κ moves by tenths when one mark does.
ENOUGH_FOR_KAPPA = 20
RESAMPLES = 2000
# Of the resamples of one interval, at most this share may be without a κ.
MOST_UNDEFINED = 0.05
SEED = 20
# Landis and Koch, “The measurement of observer agreement for categorical data”, 1977: a word for
# κ from this value on. Their cuts are a convention, not a finding, and say so themselves.
LANDIS_KOCH = (
    (0.81, "almost perfect"),
    (0.61, "substantial"),
    (0.41, "moderate"),
    (0.21, "fair"),
    (0.0, "slight"),
)
# Williamson, Xi and Breyer, “A framework for evaluation and use of automated scoring”, 2012.
LEAST_QUADRATIC = 0.70
MOST_DROP = 0.10
MOST_STANDARDISED = 0.15


class Weights(Enum):
    """What a disagreement costs: all the same, by its distance, or by the distance squared."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True)
class Figure:
    """A number, or why there is none. `low` and `high`: its 95 % interval where there is one."""

    value: float | None
    why: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def is_there(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Agreement:
    """What n pairs of marks say. Shares are 0–1; differences are first minus second, in levels."""

    n: int
    exact: Figure
    adjacent: Figure
    mean_difference: Figure
    standardised_difference: Figure
    kappa: Figure
    linear: Figure
    quadratic: Figure

    @property
    def is_paradox(self) -> bool:
        """Marks agree and κ says they do not: nearly all of them are of one level."""
        return (
            self.exact.value is not None
            and self.kappa.value is not None
            and self.exact.value >= 0.8
            and self.kappa.value < LANDIS_KOCH[2][0]
        )


@dataclass(frozen=True)
class Among:
    """What several people's marks of the same things say. `things`: how many have two marks or
    more; `n`: pairs of marks of one thing, over all of them."""

    things: int
    n: int
    exact: Figure
    adjacent: Figure
    kappa: Figure
    quadratic: Figure


@dataclass(frozen=True)
class Guidance:
    """One customary threshold, and whether it is kept; None where nobody can say."""

    words: str
    kept: bool | None


NO_PAIRS = Figure(None, "Nothing was marked by both.")
ONE_LABEL = Figure(
    None, "Every mark is of the same level, so there is nothing that chance could have got wrong."
)
FEW_THINGS = Figure(
    None,
    f"κ is shown from {ENOUGH_FOR_KAPPA} points on that two or more have marked; below, it is "
    "mostly luck.",
)
FEW_PAIRS = Figure(None, f"κ is shown from {ENOUGH_FOR_KAPPA} pairs on; below, it is mostly luck.")


def agreement(
    first: Sequence[int], second: Sequence[int], labels: Sequence[int], *, seed: int = SEED
) -> Agreement:
    """All figures for pairs of marks on the scale `labels`, κ only where there is enough for it.

    Raises ValueError where a mark is not on the scale, or the marks do not come in pairs.
    """
    counts = table(first, second, labels)
    n = int(counts.sum())
    if not n:
        return Agreement(0, *(NO_PAIRS,) * 7)
    enough = n >= ENOUGH_FOR_KAPPA

    def shown(weights: Weights) -> Figure:
        return _with_interval(counts, weights, seed) if enough else FEW_PAIRS

    return Agreement(
        n=n,
        exact=Figure(_share_within(counts, 0)),
        adjacent=Figure(_share_within(counts, 1)),
        mean_difference=mean_with_interval(
            [float(a - b) for a, b in zip(first, second, strict=True)]
        ),
        standardised_difference=standardised_difference(first, second),
        kappa=shown(Weights.NONE),
        linear=shown(Weights.LINEAR),
        quadratic=shown(Weights.QUADRATIC),
    )


def among(marks: Iterable[Sequence[int]], labels: Sequence[int], *, seed: int = SEED) -> Among:
    """How far several people agree: one sequence of marks for each thing, in any order.

    Every pair of people counts, either way round, so nobody comes first. κ is then Fleiss's (1971),
    with weights its generalisation. Two pairs of one thing are not independent: κ is hidden by the
    number of things, and its interval draws things anew, not pairs.
    """
    place = {label: at for at, label in enumerate(labels)}
    rows = [np.bincount([place[mark] for mark in one], minlength=len(labels)) for one in marks]
    tables = np.array([np.outer(row, row) - np.diag(row) for row in rows if row.sum() > 1])
    if not len(tables):
        return Among(0, 0, *(NO_PAIRS,) * 4)
    counts = tables.sum(axis=0)
    enough = len(tables) >= ENOUGH_FOR_KAPPA

    def shown(weights: Weights) -> Figure:
        return _over_things(tables, weights, seed) if enough else FEW_THINGS

    return Among(
        things=len(tables),
        n=int(counts.sum()) // 2,
        exact=Figure(_share_within(counts, 0)),
        adjacent=Figure(_share_within(counts, 1)),
        kappa=shown(Weights.NONE),
        quadratic=shown(Weights.QUADRATIC),
    )


def table(first: Sequence[int], second: Sequence[int], labels: Sequence[int]) -> np.ndarray:
    """How often each pair of levels occurs: k × k counts, the first rater's level in the row."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} marks are not pairs")
    place = {label: at for at, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for a, b in zip(first, second, strict=True):
        if a not in place or b not in place:
            raise ValueError(f"{a} or {b} is not on the scale {tuple(labels)}")
        counts[place[a], place[b]] += 1
    return counts


def kappa(counts: np.ndarray, weights: Weights) -> Figure:
    """Cohen's κ of a table: 1 − Σ w·O / Σ w·E, with E from the margins (Cohen 1960, 1968).

    Unweighted this is (p₀ − pₑ) / (1 − pₑ). Of any number of pairs: hiding it is not done here.
    """
    if not counts.sum():
        return NO_PAIRS
    value = _kappas(counts[np.newaxis].astype(float), weights)[0]
    return ONE_LABEL if np.isnan(value) else Figure(float(value))


def standardised_difference(first: Sequence[float], second: Sequence[float]) -> Figure:
    """Difference of the means over the root of the mean of both variances (n − 1 below).

    As in Williamson, Xi and Breyer (2012): unlike a share it does not depend on the scale's length.
    """
    if len(first) < 2:
        return Figure(None, "One pair has no spread to measure the difference by.")
    spread = sqrt((np.var(first, ddof=1) + np.var(second, ddof=1)) / 2)
    if not spread:
        return Figure(None, "Each gave one level throughout: there is no spread to measure by.")
    return Figure(float((np.mean(first) - np.mean(second)) / spread))


def mean_with_interval(values: Sequence[float], *, seed: int = SEED) -> Figure:
    """A mean with its 95 % percentile bootstrap interval, which is missing for a single value."""
    if not values:
        return NO_PAIRS
    mean = float(np.mean(values))
    if len(values) < 2:
        return Figure(mean)
    levels, often = np.unique(np.asarray(values, dtype=float), return_counts=True)
    draws = np.random.default_rng(seed).multinomial(
        len(values), often / len(values), size=RESAMPLES
    )
    low, high = np.percentile(draws @ levels / len(values), [2.5, 97.5])
    return Figure(mean, low=float(low), high=float(high))


def spread(values: Sequence[float]) -> Figure:
    """The standard deviation of marks, in levels (n − 1 below)."""
    if len(values) < 2:
        return Figure(None, "One mark has no spread.")
    return Figure(float(np.std(values, ddof=1)))


def mean_correlation(rows: Sequence[Sequence[float]]) -> Figure:
    """The mean of Pearson's r over all pairs of columns; a row is one sheet, a column a dimension.

    A column of one level throughout has no correlation and is left out.
    """
    columns = [column for column in np.asarray(rows, dtype=float).T if np.ptp(column) > 0]
    if len(columns) < 2:
        return Figure(None, "Fewer than two dimensions vary, so nothing can go together.")
    r = np.corrcoef(columns)
    return Figure(float(r[np.triu_indices(len(columns), k=1)].mean()))


def word_for(value: float) -> str:
    """Landis and Koch's word for a κ: guidance for a reader, never a grade of a person."""
    rounded = round(value, 2)
    return next((word for least, word in LANDIS_KOCH if rounded >= least), "poor")


def guidance(found: Agreement, *, between_people: Agreement | None = None) -> Iterator[Guidance]:
    """The thresholds customary for a scorer beside people, each said with whether it is kept.

    `between_people`: how two people agree on the same answers, where anybody knows.
    """
    quadratic = found.quadratic.value
    yield Guidance(
        f"quadratic κ of at least {LEAST_QUADRATIC:.2f}",
        None if quadratic is None else quadratic >= LEAST_QUADRATIC,
    )
    human = between_people.quadratic.value if between_people else None
    yield Guidance(
        f"at most {MOST_DROP:.2f} below what two people reach between them",
        None if quadratic is None or human is None else human - quadratic <= MOST_DROP,
    )
    standardised = found.standardised_difference.value
    yield Guidance(
        f"a standardised mean difference of at most {MOST_STANDARDISED:.2f} either way",
        None if standardised is None else abs(standardised) <= MOST_STANDARDISED,
    )


def _share_within(counts: np.ndarray, levels: int) -> float:
    place = np.arange(len(counts))
    near = np.abs(place[:, None] - place[None, :]) <= levels
    return float(counts[near].sum() / counts.sum())


def _cost(k: int, weights: Weights) -> np.ndarray:
    """What a pair of levels costs: 0 on the diagonal, 1 at most."""
    place = np.arange(k)
    distance = np.abs(place[:, None] - place[None, :]).astype(float)
    if weights is Weights.NONE:
        return (distance > 0).astype(float)
    return (distance / (k - 1)) ** (1 if weights is Weights.LINEAR else 2)


def _kappas(counts: np.ndarray, weights: Weights) -> np.ndarray:
    """κ of each of B tables, shape (B, k, k); nan, in here only, where chance costs nothing."""
    cost = _cost(counts.shape[-1], weights)
    totals = counts.sum(axis=(1, 2))
    chance = counts.sum(axis=2)[:, :, None] * counts.sum(axis=1)[:, None, :] / totals[:, None, None]
    observed, expected = (counts * cost).sum(axis=(1, 2)), (chance * cost).sum(axis=(1, 2))
    found = np.full(len(counts), np.nan)
    np.divide(observed, expected, out=found, where=expected > 0)
    return 1 - found


def _with_interval(counts: np.ndarray, weights: Weights, seed: int) -> Figure:
    """κ with its percentile bootstrap: pairs drawn anew, as many, from those there are.

    Drawing n pairs with replacement is drawing their counts from a multinomial, which is quick.
    """
    found = kappa(counts, weights)
    if found.value is None:
        return found
    n = int(counts.sum())
    draws = np.random.default_rng(seed).multinomial(n, counts.ravel() / n, size=RESAMPLES)
    return _between(found.value, _kappas(draws.reshape(-1, *counts.shape).astype(float), weights))


def _over_things(tables: np.ndarray, weights: Weights, seed: int) -> Figure:
    """κ of the sum of these tables, shape (things, k, k), with its bootstrap over things."""
    found = kappa(tables.sum(axis=0), weights)
    if found.value is None:
        return found
    n = len(tables)
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    summed = np.tensordot(draws.astype(float), tables, axes=1)
    return _between(found.value, _kappas(summed, weights))


def _between(value: float, values: np.ndarray) -> Figure:
    """A κ with the percentiles of its resamples, where enough of them have one."""
    defined = values[~np.isnan(values)]
    if len(defined) < RESAMPLES * (1 - MOST_UNDEFINED):
        return Figure(value, "Too many of the resamples have one level only: no interval.")
    low, high = np.percentile(defined, [2.5, 97.5])
    return Figure(value, low=float(low), high=float(high))
