"""Four bandit policies on the same simulated arms, and what each of them loses on the way.

Every arm pays 1 or 0. Its chance may swing with a context of −1 or +1 that is drawn anew at each
step: arms 1, 3, 5 gain where the others lose. Regret of a step is the best arm's chance in that
context minus the chosen arm's, so it holds no luck of the payout (Lattimore and Szepesvári, Bandit
Algorithms, 2020, chapter 4). All policies meet the same contexts and the same luck.

* ε-greedy: each arm once, then the best mean so far, or with chance ε any arm.
* UCB1 (Auer, Cesa-Bianchi and Fischer, 2002): each arm once, then mean + √(2 ln t / n).
* Thompson sampling: a draw from Beta(1 + wins, 1 + losses) of each arm; the largest is played.
* LinUCB, disjoint (Li and others, 2010): ridge regression of each arm on (1, context), α times
  the width of its estimate on top. The only one that sees the context.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

FEWEST_ARMS, MOST_ARMS = 2, 6
MOST_STEPS = 1000
MOST_RUNS = 40
# Rows of the table, points of the plot, beside the first.
SHOWN = 20


@dataclass(frozen=True)
class Setting:
    """`arms`: chances of a payout, 0–1; `swing`: how far the context moves them, 0–0.5."""

    arms: tuple[float, ...]
    swing: float
    steps: int
    runs: int
    epsilon: float
    alpha: float
    seed: int


@dataclass(frozen=True)
class Course:
    """One policy: mean regret after each step, over all runs, its standard error at the end, and
    how often the best arm was played, 0–1."""

    name: str
    regret: tuple[float, ...]
    error: float
    best_share: float

    @property
    def total(self) -> float:
        return self.regret[-1]

    def after(self, step: int) -> float:
        """Regret so far; nothing is lost before the first step."""
        return self.regret[step - 1] if step else 0.0


class Bench:
    """The counts of one policy in all runs at once: arrays of shape (runs, arms)."""

    def __init__(self, setting: Setting, rng: np.random.Generator) -> None:
        shape = (setting.runs, len(setting.arms))
        self.setting, self.rng = setting, rng
        self.every = np.arange(setting.runs)
        self.plays = np.zeros(shape)
        self.wins = np.zeros(shape)
        # Sums of the context, and of context times payout, for LinUCB.
        self.contexts = np.zeros(shape)
        self.context_wins = np.zeros(shape)

    @property
    def means(self) -> np.ndarray:
        return self.wins / np.maximum(self.plays, 1)

    def note(self, arm: np.ndarray, context: np.ndarray, paid: np.ndarray) -> None:
        here = (self.every, arm)
        self.plays[here] += 1
        self.wins[here] += paid
        self.contexts[here] += context
        self.context_wins[here] += context * paid


def _epsilon_greedy(bench: Bench, step: int, context: np.ndarray) -> np.ndarray:
    arms = len(bench.setting.arms)
    if step < arms:
        return np.full(bench.setting.runs, step)
    chosen = bench.means.argmax(axis=1)
    explore = bench.rng.random(bench.setting.runs) < bench.setting.epsilon
    anywhere = bench.rng.integers(arms, size=bench.setting.runs)
    return np.where(explore, anywhere, chosen)


def _ucb1(bench: Bench, step: int, context: np.ndarray) -> np.ndarray:
    if step < len(bench.setting.arms):
        return np.full(bench.setting.runs, step)
    return (bench.means + np.sqrt(2 * np.log(step + 1) / bench.plays)).argmax(axis=1)


def _thompson(bench: Bench, step: int, context: np.ndarray) -> np.ndarray:
    return bench.rng.beta(1 + bench.wins, 1 + bench.plays - bench.wins).argmax(axis=1)


def _linucb(bench: Bench, step: int, context: np.ndarray) -> np.ndarray:
    """A = I + Σ x xᵀ with x = (1, c) and c² = 1 is [[d, s], [s, d]], inverted by hand."""
    c = context[:, None]
    d, s = 1 + bench.plays, bench.contexts
    determinant = d * d - s * s
    level = (d * bench.wins - s * bench.context_wins) / determinant
    slope = (d * bench.context_wins - s * bench.wins) / determinant
    width = np.sqrt((2 * d - 2 * c * s) / determinant)
    return (level + slope * c + bench.setting.alpha * width).argmax(axis=1)


POLICIES: dict[str, Callable[[Bench, int, np.ndarray], np.ndarray]] = {
    "ε-greedy": _epsilon_greedy,
    "UCB1": _ucb1,
    "Thompson": _thompson,
    "LinUCB": _linucb,
}


def chances(setting: Setting) -> np.ndarray:
    """The chance of each arm in each context: shape (2, arms), contexts −1 and +1."""
    arms = np.array(setting.arms)
    signs = np.where(np.arange(len(arms)) % 2 == 0, 1.0, -1.0)
    moved = [arms + context * setting.swing * signs for context in (-1, 1)]
    return np.clip(np.array(moved), 0.0, 1.0)


@lru_cache(maxsize=64)
def play(setting: Setting) -> tuple[Course, ...]:
    """Each policy on these arms. The same setting gives the same figures."""
    luck = np.random.default_rng([setting.seed, 0])
    contexts = luck.integers(2, size=(setting.steps, setting.runs))
    draws = luck.random((setting.steps, setting.runs))
    return tuple(
        _course(name, setting, np.random.default_rng([setting.seed, number]), contexts, draws)
        for number, name in enumerate(POLICIES, start=1)
    )


def _course(
    name: str,
    setting: Setting,
    rng: np.random.Generator,
    contexts: np.ndarray,
    draws: np.ndarray,
) -> Course:
    table, bench, choose = chances(setting), Bench(setting, rng), POLICIES[name]
    best = table.max(axis=1)
    lost = np.empty((setting.steps, setting.runs))
    for step in range(setting.steps):
        which = contexts[step]
        context = which * 2 - 1
        arm = choose(bench, step, context)
        chance = table[which, arm]
        bench.note(arm, context, draws[step] < chance)
        lost[step] = best[which] - chance
    regret = lost.mean(axis=1).cumsum()
    totals = lost.sum(axis=0)
    error = totals.std(ddof=1) / np.sqrt(setting.runs) if setting.runs > 1 else 0.0
    share = float((lost < 1e-12).mean())
    return Course(name, tuple(round(float(one), 6) for one in regret), float(error), share)


def shown(steps: int) -> list[int]:
    """The steps of table and plot: 0, then evenly spread, the last one among them."""
    return sorted({round(steps * n / SHOWN) for n in range(SHOWN + 1)})
