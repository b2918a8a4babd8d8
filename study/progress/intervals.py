"""How sure a figure is, from how many observations it comes: closed forms, plain Python.

`docs/study.md` says when a figure is shown with its interval and when without.
"""

from math import sqrt
from statistics import NormalDist

from web.charts import Interval

COVERS = 0.95
# So many standard errors either way cover as much of a normal distribution.
SIGMAS = NormalDist().inv_cdf((1 + COVERS) / 2)
# With fewer than this there is a mean, and nothing is said of how sure it is.
ENOUGH = 5


def of_mean(n: int, mean: float | None, spread: float | None) -> Interval | None:
    """Where a mean of marks (0–1) lies 19 times in 20: mean ± t · s/√n, kept within 0 to 1.

    `spread` is the sample standard deviation (n − 1). None below ENOUGH.
    """
    if n < ENOUGH or mean is None:
        return None
    away = reach(n, spread)
    return Interval(mean, max(0.0, mean - away), min(1.0, mean + away))


def reach(n: int, spread: float | None) -> float:
    """Half the width of the interval of a mean of `n` ≥ 2 observations, in their own unit."""
    return student(n - 1) * (spread or 0.0) / sqrt(n)


def of_share(made: int, of: int) -> Interval | None:
    """Where a share lies 19 times in 20 (Wilson 1927). None for a share of nothing."""
    if not of:
        return None
    share, z = made / of, SIGMAS
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    away = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # At 0 and 1 the formula meets the share itself, but for the last digit.
    low, high = min(share, middle - away), max(share, middle + away)
    return Interval(share, max(0.0, low), min(1.0, high))


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t with so many degrees of freedom, 4 and more.

    Four terms of the expansion about the normal one (Abramowitz and Stegun, 26.7.5): off by at
    most 0.008, at 4 degrees.
    """
    z, v = SIGMAS, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )
