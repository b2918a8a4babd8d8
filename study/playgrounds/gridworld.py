"""Q-learning in a small world, beside what value iteration says is best.

One moves up, right, down or left. With chance `slip` the step goes to one of the two sides instead,
half of it each. Into a wall one stays where one is. Each step costs 0.04; the goal pays 1 and the
pit costs 1, and both end the episode.

Value iteration knows the world: V(s) ← max_a Σ p (r + γ V(s′)) until nothing moves by more than
10⁻¹⁰. Q-learning (Watkins and Dayan, 1992) only walks in it: ε-greedy from a random cell, with

    Q(s, a) ← Q(s, a) + α_n (r + γ max Q(s′, ·) − Q(s, a)),   α_n = α / (1 + n / 40)

for the n-th visit of (s, a). These rates sum to infinity and their squares do not, as the theorem
asks; every cell is begun in, so every pair is visited again and again.
"""

import random
from dataclasses import dataclass
from functools import cached_property, lru_cache

MAPS = {
    "room": ("....G", ".#.#X", ".#...", "S...."),
    "cliff": ("......", "......", ".XXXX.", "S....G"),
    "detour": ("S.#..", "..#.X", "..#..", "....G"),
}
STEP, GOAL, PIT = -0.04, 1.0, -1.0
ARROWS = ("↑", "→", "↓", "←")
WORDS = ("up", "right", "down", "left")
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))

MOST_EPISODES = 2000
# An episode that has not ended by then is given up; and all episodes together.
LONGEST = 60
MOST_STEPS = 40_000
CHECKS = 25
HALVED_AFTER = 40
STILL = 1e-10
# Two actions whose values differ by less are equally good.
AS_GOOD = 1e-6

Cell = tuple[int, int]


@dataclass(frozen=True)
class Setting:
    """`gamma`, `alpha`, `epsilon`, `slip`: 0–1."""

    map: str
    gamma: float
    alpha: float
    epsilon: float
    slip: float
    episodes: int
    seed: int


class World:
    """The cells of a map, and where each action leads from each: [(chance, cell, reward)]."""

    def __init__(self, name: str, slip: float) -> None:
        self.rows, self.slip = MAPS[name], slip

    @cached_property
    def free(self) -> list[Cell]:
        """Where one can stand and move on."""
        return [
            (y, x)
            for y, row in enumerate(self.rows)
            for x, mark in enumerate(row)
            if mark not in "#GX"
        ]

    def mark(self, cell: Cell) -> str:
        return self.rows[cell[0]][cell[1]]

    def ends(self, cell: Cell) -> bool:
        return self.mark(cell) in "GX"

    @cached_property
    def outcomes(self) -> dict[Cell, list[list[tuple[float, Cell, float]]]]:
        return {cell: [self._after(cell, action) for action in range(4)] for cell in self.free}

    def _after(self, cell: Cell, action: int) -> list[tuple[float, Cell, float]]:
        ways = [(1 - self.slip, action)]
        if self.slip:
            ways += [(self.slip / 2, (action + turn) % 4) for turn in (1, 3)]
        return [(chance, there := self._step(cell, way), self._pays(there)) for chance, way in ways]

    def _step(self, cell: Cell, action: int) -> Cell:
        y, x = cell[0] + MOVES[action][0], cell[1] + MOVES[action][1]
        inside = 0 <= y < len(self.rows) and 0 <= x < len(self.rows[0])
        return (y, x) if inside and self.rows[y][x] != "#" else cell

    def _pays(self, there: Cell) -> float:
        return STEP + {"G": GOAL, "X": PIT}.get(self.mark(there), 0.0)


Values = dict[Cell, list[float]]


def value_iteration(world: World, gamma: float) -> Values:
    """Q*(s, a) of each free cell."""
    values = dict.fromkeys(world.free, 0.0)
    while True:
        known = {cell: _looked_ahead(world, gamma, values, cell) for cell in world.free}
        moved = max(abs(max(known[cell]) - values[cell]) for cell in world.free)
        values = {cell: max(q) for cell, q in known.items()}
        if moved < STILL:
            return known


def _looked_ahead(world: World, gamma: float, values: dict[Cell, float], cell: Cell) -> list[float]:
    """Where an episode ends there is nothing more to gain."""
    return [
        sum(chance * (reward + gamma * values.get(there, 0.0)) for chance, there, reward in after)
        for after in world.outcomes[cell]
    ]


@dataclass(frozen=True)
class Learned:
    """What Q-learning came to. `course`: after how many episodes, the largest error of V."""

    setting: Setting
    world: World
    known: Values
    learned: Values
    course: tuple[tuple[int, float], ...]
    steps: int
    episodes: int

    def is_best(self, cell: Cell) -> bool:
        """Whether the learned greedy action is one that value iteration finds best."""
        best = self.known[cell]
        return best[greedy(self.learned[cell])] >= max(best) - AS_GOOD

    @property
    def agreeing(self) -> int:
        return sum(self.is_best(cell) for cell in self.world.free)

    @property
    def error(self) -> float:
        return _error(self.known, self.learned)


def greedy(values: list[float]) -> int:
    return values.index(max(values))


@lru_cache(maxsize=64)
def learn(setting: Setting) -> Learned:
    """Learn this world. The same setting gives the same figures."""
    world = World(setting.map, setting.slip)
    known = value_iteration(world, setting.gamma)
    chance = random.Random(f"gridworld {setting.seed}")  # noqa: S311 - a simulation
    learned: Values = {cell: [0.0] * 4 for cell in world.free}
    visits = {cell: [0] * 4 for cell in world.free}
    every = max(1, setting.episodes // CHECKS)
    course, steps, episode = [(0, _error(known, learned))], 0, 0
    while episode < setting.episodes and steps < MOST_STEPS:
        steps += _episode(world, setting, learned, visits, chance)
        episode += 1
        if episode % every == 0 or episode == setting.episodes:
            course.append((episode, _error(known, learned)))
    if course[-1][0] != episode:
        course.append((episode, _error(known, learned)))
    return Learned(setting, world, known, learned, tuple(course), steps, episode)


def _episode(
    world: World, setting: Setting, learned: Values, visits: dict, chance: random.Random
) -> int:
    """Walk until the end, learning at each step; how many steps it took."""
    cell = world.free[int(chance.random() * len(world.free))]
    for step in range(1, LONGEST + 1):
        values = learned[cell]
        explores = chance.random() < setting.epsilon
        action = int(chance.random() * 4) if explores else greedy(values)
        there, reward = _fall(world.outcomes[cell][action], chance.random())
        over = world.ends(there)
        hoped = reward if over else reward + setting.gamma * max(learned[there])
        rate = setting.alpha / (1 + visits[cell][action] / HALVED_AFTER)
        values[action] += rate * (hoped - values[action])
        visits[cell][action] += 1
        if over:
            return step
        cell = there
    return LONGEST


def _fall(after: list[tuple[float, Cell, float]], where: float) -> tuple[Cell, float]:
    for chance, there, reward in after:
        where -= chance
        if where < 0:
            return there, reward
    return after[-1][1:]


def _error(known: Values, learned: Values) -> float:
    return max(abs(max(known[cell]) - max(learned[cell])) for cell in known)
