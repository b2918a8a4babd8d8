"""The figures behind a plot as rows of words: what the page draws, what its table and CSV show."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from study.playgrounds import bandits, campaign, gridworld

Row = Sequence[object]


def of_bandits(courses: Sequence[bandits.Course], steps: Iterable[int]) -> list[Row]:
    """Mean regret so far, by step."""
    head = ("Step", *(one.name for one in courses))
    return [head, *((step, *(f"{one.after(step):.3f}" for one in courses)) for step in steps)]


def of_campaign(outcome: campaign.Outcome, people: Iterable[int]) -> list[Row]:
    """Additional sales, by how many are treated."""
    curves = (*outcome.curves, outcome.straight)
    head = ("People treated", *(one.name for one in curves))
    return [head, *((n, *(f"{one.at(n):.2f}" for one in curves)) for n in people)]


def of_learning(learned: gridworld.Learned) -> list[Row]:
    """The largest error of a cell's value, by episode."""
    head = ("Episodes", "Largest error")
    return [head, *((episode, f"{error:.4f}") for episode, error in learned.course)]


def of_cells(learned: gridworld.Learned) -> list[Row]:
    """What is known and what was learned of each cell, by row and column from 1."""
    head = ("Row", "Column", "Best", "Value", "Learned", "Learned value", "Agrees")
    rows = [
        (
            cell[0] + 1,
            cell[1] + 1,
            gridworld.WORDS[gridworld.greedy(known)],
            f"{max(known):.4f}",
            gridworld.WORDS[gridworld.greedy(learned.learned[cell])],
            f"{max(learned.learned[cell]):.4f}",
            "yes" if learned.is_best(cell) else "no",
        )
        for cell, known in learned.known.items()
    ]
    return [head, *rows]


def as_csv(rows: Iterable[Row]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


@dataclass(frozen=True)
class Square:
    """A cell as it is drawn: its look, its arrow or mark, its value, and all of it in words."""

    look: str
    mark: str
    value: str
    words: str


_LOOKS = {"#": ("wall", "", "a wall"), "G": ("goal", "G", "the goal"), "X": ("pit", "×", "a pit")}


def as_map(learned: gridworld.Learned, *, of_known: bool) -> list[list[Square]]:
    """The world with the greedy action of each cell, learned or known, row by row."""
    values = learned.known if of_known else learned.learned
    return [
        [_square(learned, values, (y, x)) for x in range(len(row))]
        for y, row in enumerate(learned.world.rows)
    ]


def _square(learned: gridworld.Learned, values: gridworld.Values, cell: gridworld.Cell) -> Square:
    mark = learned.world.mark(cell)
    if mark in _LOOKS:
        look, sign, words = _LOOKS[mark]
        return Square(look, sign, "", words)
    action = gridworld.greedy(values[cell])
    agrees = values is learned.known or learned.is_best(cell)
    value = f"{max(values[cell]):.2f}".replace("-", "−")
    words = f"{gridworld.WORDS[action]}, worth {value}"
    return Square(
        "free" if agrees else "free off",
        gridworld.ARROWS[action],
        value,
        words if agrees else f"{words}, not the best",
    )
