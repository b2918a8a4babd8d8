"""Grids to fill in from memory: the comparisons of the content, and its table of trade-offs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from questions.bank.study import Study

TRADEOFFS = "trade-offs"
_TRADEOFF_COLUMNS = {
    "strength": "Strength",
    "weakness": "Weakness",
    "interpretability": "Can be read",
    "training": "Training",
    "inference": "Inference",
    "data": "Data",
}


@dataclass(frozen=True)
class Cell:
    """What belongs there, and other ways to say it. `key` names it within its grid."""

    key: str
    row: str
    column: str
    text: str
    accept: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    slug: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """`along` says where the things that are compared stand: a cell is told from those of the
    other things, in its row where they are the columns, else in its column.

    `blank` is the one column that is hidden where the others are shown; empty: all are hidden.
    """

    slug: str
    title: str
    description: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    questions: tuple[str, ...]
    along: Literal["columns", "rows"]
    blank: str = ""

    @property
    def name(self) -> str:
        """What an attempt at it is kept under."""
        return f"{self.slug}:{self.blank}" if self.blank else self.slug

    @property
    def hidden(self) -> tuple[Cell, ...]:
        """The cells to fill in."""
        return tuple(cell for row in self.rows for cell in row.cells if self.hides(cell))

    @property
    def blank_title(self) -> str:
        return dict(self.columns).get(self.blank, "")

    def hides(self, cell: Cell) -> bool:
        return self.blank in ("", cell.column)

    def rivals(self, cell: Cell) -> tuple[Cell, ...]:
        """The same aspect of all things that are compared, its own among them."""
        if self.along == "columns":
            return next(row.cells for row in self.rows if row.slug == cell.row)
        return tuple(c for row in self.rows for c in row.cells if c.column == cell.column)

    def thing(self, cell: Cell) -> str:
        """The title of what a cell is about."""
        if self.along == "columns":
            return dict(self.columns)[cell.column]
        return next(row.title for row in self.rows if row.slug == cell.row)

    def blanked(self, column: str) -> Grid | None:
        """The same with one column hidden and the others shown; None where it has no such one."""
        return replace(self, blank=column) if column in dict(self.columns) else None


def grids(study: Study) -> list[Grid]:
    """All there are, in the order of their files."""
    made = [
        Grid(
            slug=one.slug,
            title=one.title,
            description=one.description,
            columns=tuple((column.slug, column.title) for column in one.columns),
            rows=tuple(
                Row(
                    row.slug,
                    row.title,
                    tuple(_cell(row.slug, c.column, c.text, c.accept) for c in row.cells),
                )
                for row in one.rows
            ),
            questions=one.questions,
            along="columns",
        )
        for one in study.comparisons
    ]
    return [*made, *_tradeoffs(study)]


def grid_of(study: Study, name: str) -> Grid | None:
    """The grid that an attempt was kept under, or nothing when the content has it no longer."""
    slug, _, blank = name.partition(":")
    found = next((one for one in grids(study) if one.slug == slug), None)
    return found.blanked(blank) if found and blank else found


def _tradeoffs(study: Study) -> list[Grid]:
    if not study.tradeoffs:
        return []
    rows = tuple(
        Row(
            one.slug,
            one.method,
            tuple(
                _cell(one.slug, name, getattr(one, name), getattr(one.accept, name))
                for name in _TRADEOFF_COLUMNS
            ),
        )
        for one in study.tradeoffs
    )
    return [
        Grid(
            slug=TRADEOFFS,
            title="Trade-offs of six methods" if len(rows) == 6 else "Trade-offs of methods",
            description="On tables of middling size. Rules of thumb: what you remember is what you"
            " can defend.",
            columns=tuple(_TRADEOFF_COLUMNS.items()),
            rows=rows,
            questions=(),
            along="rows",
        )
    ]


def _cell(row: str, column: str, text: str, accept: tuple[str, ...]) -> Cell:
    return Cell(f"{row}.{column}", row, column, text, accept)
