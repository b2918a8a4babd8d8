"""A simulated campaign, and the Qini curve of two ways to rank the people in it.

Each person is of one of four kinds: buys only when treated (persuadable), buys anyway (sure thing),
never buys (lost cause), buys only when left alone (sleeping dog). A coin decides who is treated.
Of the kinds nobody sees more than one outcome; the curve needs only that.

The Qini curve (Radcliffe, 2007) at the first k people by score is the number of additional sales

    Q(k) = Y_t(k) − Y_c(k) · N_t(k) / N_c(k)

with Y the sales and N the people among the first k, treated and control: counts, not rates, with
control scaled to the size of the treated group. Before the first control there is nothing to
subtract. People of one score come in together: no rule could part them. A random order leads
straight to Q(n). The Qini coefficient is the area between curve and straight line over the share
of people, by trapezoids, in additional sales; the exercise “impl-qini-curve” says the same.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

FEWEST, MOST = 200, 20_000
# Rows of the table, points of the plot, beside the first.
SHOWN = 20
RANDOM = "Random order"

PERSUADABLE, SURE, LOST, SLEEPING = range(4)


@dataclass(frozen=True)
class Setting:
    """Shares are per cent of all people; what is left over are lost causes. `treated`: per cent
    that are treated; `skill`: how much of its score a model knows, 0–100, the rest is noise."""

    people: int
    treated: int
    persuadable: int
    sure: int
    sleeping: int
    skill: int
    seed: int


@dataclass(frozen=True)
class Curve:
    """Additional sales by how many people are treated: a point for each distinct score."""

    name: str
    people: tuple[int, ...]
    sales: tuple[float, ...]

    @property
    def end(self) -> float:
        return self.sales[-1]

    @property
    def coefficient(self) -> float:
        """Area above the straight line, in additional sales; below 0 is worse than random."""
        share = np.array(self.people) / self.people[-1]
        return float(np.trapezoid(self.sales, share)) - self.end / 2

    @property
    def best(self) -> int:
        """How many people to treat for most additional sales."""
        return self.people[int(np.argmax(self.sales))]

    def at(self, people: int) -> float:
        """Additional sales of so many people; of a score that many share, in proportion."""
        return float(np.interp(people, self.people, self.sales))


@dataclass(frozen=True)
class Outcome:
    setting: Setting
    curves: tuple[Curve, ...]
    rate_treated: float
    rate_control: float

    @property
    def percent_treated(self) -> float:
        return 100 * self.rate_treated

    @property
    def percent_control(self) -> float:
        return 100 * self.rate_control

    @property
    def points(self) -> float:
        """What treating everybody changes, in percentage points."""
        return self.percent_treated - self.percent_control

    @property
    def straight(self) -> Curve:
        """A random order, on average."""
        return Curve(RANDOM, (0, self.setting.people), (0.0, self.curves[0].end))


def qini(score: np.ndarray, treated: np.ndarray, bought: np.ndarray) -> tuple[list, list]:
    """k and Q(k) at 0 and after each distinct score, from the highest.

    All three are of shape (n,); `treated` and `bought` are true or false.
    """
    order = np.argsort(-score, kind="stable")
    is_treated, sales = treated[order].astype(float), bought[order].astype(float)
    n_t, n_c = is_treated.cumsum(), (1 - is_treated).cumsum()
    y_t, y_c = (sales * is_treated).cumsum(), (sales * (1 - is_treated)).cumsum()
    scaled = np.divide(y_c * n_t, n_c, out=np.zeros_like(y_c), where=n_c > 0)
    ends = np.append(np.flatnonzero(np.diff(score[order])), score.size - 1)
    return [0, *(ends + 1).tolist()], [0.0, *(y_t - scaled)[ends].tolist()]


@lru_cache(maxsize=64)
def run(setting: Setting) -> Outcome:
    """The campaign of this setting. The same setting gives the same figures."""
    rng = np.random.default_rng(setting.seed)
    kinds = _kinds(setting, rng)
    treated = rng.random(setting.people) < setting.treated / 100
    left_alone = (kinds == SURE) | (kinds == SLEEPING)
    when_treated = (kinds == SURE) | (kinds == PERSUADABLE)
    bought = np.where(treated, when_treated, left_alone)
    skill = setting.skill / 100
    effect = when_treated.astype(float) - left_alone
    noise = rng.normal(size=(2, setting.people))
    scores = {
        "By predicted effect": skill * effect + (1 - skill) * noise[0],
        "By predicted purchase": skill * (when_treated * 1.0 + left_alone) / 2
        + (1 - skill) * noise[1],
    }
    curves = tuple(
        Curve(name, *(tuple(part) for part in qini(score, treated, bought)))
        for name, score in scores.items()
    )
    return Outcome(setting, curves, _rate(bought[treated]), _rate(bought[~treated]))


def _kinds(setting: Setting, rng: np.random.Generator) -> np.ndarray:
    counted = [
        round(setting.people * share / 100)
        for share in (setting.persuadable, setting.sure, setting.sleeping)
    ]
    kinds = np.full(setting.people, LOST)
    start = 0
    for kind, count in zip((PERSUADABLE, SURE, SLEEPING), counted, strict=True):
        kinds[start : start + count] = kind
        start += count
    return rng.permutation(kinds)


def _rate(bought: np.ndarray) -> float:
    return float(bought.mean()) if bought.size else 0.0


def shown(people: int) -> list[int]:
    """How many people the rows of the table stand for, from 0 to all."""
    return sorted({round(people * n / SHOWN) for n in range(SHOWN + 1)})
