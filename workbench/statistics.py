"""What marks say about a question and about a set of them: classical item statistics.

The formulas are those of Moodle's quiz statistics
(docs.moodle.org/dev/Quiz_statistics_calculations, and its calculator.php), with sample variances
(n − 1). Indices are percentages. What cannot be said is None: never 0, never an error.

`docs/statistics.md` gives every formula with what it leaves out and why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
# Below this a spread is a rounding error of sums, not a difference between answers.
NO_SPREAD = 1e-12

COVERS = 0.95
# 1.96: so many standard errors either way cover as much of a normal distribution.
SIGMAS = NormalDist().inv_cdf((1 + COVERS) / 2)


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def facility(marks: ArrayLike, out_of: float = 1) -> float | None:
    """The mean mark as a percentage of the full mark."""
    x = _numbers(marks)
    return float(100 * x.mean() / out_of) if x.size else None


def deviation(marks: ArrayLike, out_of: float = 1) -> float | None:
    """The sample standard deviation as a percentage of the full mark; None for fewer than two."""
    x = _numbers(marks)
    return float(100 * x.std(ddof=1) / out_of) if x.size > 1 else None


def discrimination(marks: ArrayLike, rest: ArrayLike) -> float | None:
    """100 · cov(x, rest) / √(var x · var rest): do those do well here who do well elsewhere?

    `rest` is each person's mark on everything else, so that the question is not compared with
    itself. None where either side is the same for everybody.
    """
    x, others = _pair(marks, rest)
    if x.size < 2 or _flat(x) or _flat(others):
        return None
    return _percentage(_covariance(x, others) / sqrt(_variance(x) * _variance(others)))


def efficiency(marks: ArrayLike, rest: ArrayLike) -> float | None:
    """100 · cov(x, rest) / the largest it could be, were these same marks in the same order.

    A question that nearly everybody answers cannot have a high discrimination; this says how near
    to the possible it comes. None where either side is the same for everybody.
    """
    x, others = _pair(marks, rest)
    if x.size < 2 or _flat(x) or _flat(others):
        return None
    largest = _covariance(np.sort(x), np.sort(others))
    # Fully reversed, it may fall below −100: the worst order is not the best one's mirror.
    return min(100.0, 100 * _covariance(x, others) / largest)


def effective_weights(table: ArrayLike) -> list[float | None]:
    """What share of the total each question decides in fact: 100 · √cov(x, T) / Σ √cov(x, T).

    `table` has a row a session and a column a question, in marks that add up to the total T. A
    question that falls while the total rises has no weight, and takes none from the others.
    """
    x = _table(table)
    if x.shape[0] < 2:
        return [None] * x.shape[1]
    total = x.sum(axis=1)
    covariances = [_covariance(column, total) for column in x.T]
    if _flat(total):
        return [None] * len(covariances)
    whole = sum(sqrt(one) for one in covariances if one > 0)
    return [
        None if one < -NO_SPREAD or not whole else 100 * sqrt(max(one, 0)) / whole
        for one in covariances
    ]


def alpha(table: ArrayLike) -> float | None:
    """Cronbach's α in percent: 100 · p/(p − 1) · (1 − Σ var xᵢ / var T).

    None for one question, for one session, and where all totals are the same.
    """
    x = _table(table)
    sessions, questions = x.shape
    total = x.sum(axis=1)
    if questions < 2 or sessions < 2 or _flat(total):
        return None
    each = x.var(axis=0, ddof=1).sum()
    return float(100 * questions / (questions - 1) * (1 - each / _variance(total)))


def error_ratio(consistency: float | None) -> float | None:
    """How much of the spread of totals is chance: 100 · √(1 − α/100). May exceed 100."""
    return None if consistency is None else 100 * sqrt(max(1 - consistency / 100, 0))


def standard_error(ratio: float | None, spread: float | None) -> float | None:
    """How far a total is from what the same person would get again, in the units of `spread`."""
    return None if ratio is None or spread is None else ratio * spread / 100


def agreement(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Of the points judged twice, the percentage that got the same credit both times."""
    return 100 * sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def facility_interval(marks: ArrayLike) -> Interval | None:
    """Where the facility lies 19 times in 20: mean ± 1.96 · s/√n, within 0 to 100.

    That is how means of samples scatter, whatever the marks (central limit theorem). None for
    fewer than two.
    """
    x = _numbers(marks)
    if x.size < 2:
        return None
    mean, reach = 100 * x.mean(), 100 * SIGMAS * x.std(ddof=1) / sqrt(x.size)
    return Interval(max(0.0, float(mean - reach)), min(100.0, float(mean + reach)))


def discrimination_interval(marks: ArrayLike, rest: ArrayLike) -> Interval | None:
    """Where the discrimination index lies 19 times in 20: 100 · tanh(artanh r ± 1.96/√(n − 3)).

    Fisher's transformation (1921), under which a correlation scatters evenly. It is his for
    normal marks; how often it covers for marks that are not, docs/statistics.md says. None where
    the index itself is None, and for fewer than four.
    """
    index, n = discrimination(marks, rest), _numbers(marks).size
    if index is None or n < 4:
        return None
    if abs(index) > 100 * (1 - NO_SPREAD):
        return Interval(index, index)
    middle, reach = atanh(index / 100), SIGMAS / sqrt(n - 3)
    return Interval(100 * tanh(middle - reach), 100 * tanh(middle + reach))


def standardised(values: ArrayLike, groups: Sequence[object]) -> list[float | None]:
    """Each value as its distance from the mean of its group, in the group's standard deviations.

    None where a group cannot tell its members apart: one member, or all of them alike.
    """
    x = _numbers(values)
    members: dict[object, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    found: list[float | None] = [None] * x.size
    for places in members.values():
        own = x[places]
        if own.size > 1 and not _flat(own):
            away = (own - own.mean()) / own.std(ddof=1)
            for place, value in zip(places, away, strict=True):
                found[place] = float(value)
    return found


def _numbers(values: ArrayLike) -> Numbers:
    return np.asarray(values, dtype=np.float64)


def _pair(marks: ArrayLike, rest: ArrayLike) -> tuple[Numbers, Numbers]:
    x, others = _numbers(marks), _numbers(rest)
    if x.shape != others.shape or x.ndim != 1:
        raise ValueError("a mark and a rest for each person")
    return x, others


def _table(table: ArrayLike) -> Numbers:
    x = _numbers(table)
    if x.ndim != 2:
        raise ValueError("a row a session, a column a question")
    return x


def _flat(x: Numbers) -> bool:
    return bool(np.ptp(x) < NO_SPREAD)


def _variance(x: Numbers) -> float:
    return float(x.var(ddof=1))


def _covariance(x: Numbers, y: Numbers) -> float:
    return float(((x - x.mean()) * (y - y.mean())).sum() / (x.size - 1))


def _percentage(share: float) -> float:
    """−100 to 100: sums of fractions may end a hair outside."""
    return 100 * min(1.0, max(-1.0, share))
