"""A grid as a page or a file shows it: the list, results cell by cell, CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from study.attempts import Results
from study.comparisons import marking
from study.comparisons.grids import Cell, Grid
from study.models import Attempt

# Results before this one that a cell shows.
LOOKED_BACK = 5


@dataclass(frozen=True)
class Line:
    """One way to fill a grid in, and what was made of it so far."""

    grid: Grid
    results: Results | None
    is_begun: bool


@dataclass(frozen=True)
class Marked:
    """One cell with its mark; `mark` is None where it was shown and not asked for."""

    cell: Cell
    column: str
    mark: Mapping[str, Any] | None
    credit: float
    before: list[float]

    @property
    def had(self) -> bool:
        return self.credit == 1

    @property
    def word(self) -> str:
        """What it counts, in a word."""
        return {1.0: "right", 0.5: "half"}.get(self.credit, "not yet")


def lines(
    all_grids: Iterable[Grid], known: Mapping[str, Results], begun: set[str]
) -> list[tuple[Grid, list[Line]]]:
    """Of each grid the whole, then each of its columns by itself."""
    return [
        (
            grid,
            [
                Line(one, known.get(one.name), one.name in begun)
                for one in (grid, *filter(None, (grid.blanked(c) for c, _ in grid.columns)))
            ],
        )
        for grid in all_grids
    ]


def beside(grid: Grid, given: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Texts of another tab that a cell keeps beside its own, under the cell's name."""
    kept = given.get("beside", {})
    titles = dict(grid.columns)
    return [
        (f"{row.title}, {titles[cell.column]}", kept[cell.key])
        for row in grid.rows
        for cell in row.cells
        if kept.get(cell.key)
    ]


def rows(grid: Grid, made: Attempt, earlier: Iterable[Attempt]) -> list[tuple[Any, list[Marked]]]:
    """Row by row, each cell with its mark and with what it counted before, the newest first."""
    marks = made.marks["cells"]
    before = [one.marks["cells"] for one in earlier][:LOOKED_BACK]
    titles = dict(grid.columns)
    return [
        (
            row,
            [
                Marked(
                    cell,
                    titles[cell.column],
                    marks.get(cell.key),
                    marking.credit(marks[cell.key]) if cell.key in marks else 0.0,
                    [marking.credit(old[cell.key]) for old in before if cell.key in old],
                )
                for cell in row.cells
            ],
        )
        for row in grid.rows
    ]


def as_csv(grid: Grid, made: Attempt) -> str:
    """One line a cell. A text that a spreadsheet would take for a formula gets an apostrophe."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["row", "column", "typed", "belongs there", "counts", "reason"])
    for row, cells in rows(grid, made, []):
        for one in cells:
            if one.mark is not None:
                facts = (row.title, one.column, one.mark["text"], one.cell.text)
                writer.writerow([*map(_plain, facts), one.credit, _plain(one.mark["reason"])])
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
