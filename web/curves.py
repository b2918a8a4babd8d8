"""Curves from a small CSV table, such as a loss by step: one line a column, over the first column.

Lines differ by their dashes, not by colour alone; their names stand below the picture. Rows that do
not hold a number (a loss that became NaN) break the line there, which is what they should show.
"""

import csv
import io
import math
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 700, 260
LEFT, RIGHT, TOP, BOTTOM = 78, 8, 14, 34


@dataclass(frozen=True)
class Table:
    """A header, and rows of words as they were written."""

    names: list[str]
    rows: list[list[str]]

    def column(self, number: int) -> list[float | None]:
        return [_number(row[number]) for row in self.rows]


def table(text: str) -> Table | None:
    """The table in a CSV text; None when it is not one of two columns or more with two rows."""
    rows = [row for row in csv.reader(io.StringIO(text.strip())) if row]
    if len(rows) < 3 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return None
    return Table([name.strip() for name in rows[0]], rows[1:])


def draw(found: Table) -> SafeString:
    """The picture of a table; to a screen reader, its names and where each line begins and ends."""
    across = found.column(0)
    if any(x is None for x in across):
        across = [float(n) for n in range(len(found.rows))]
    lines = [found.column(n) for n in range(1, len(found.names))]
    values = [y for line in lines for y in line if y is not None]
    if not values:
        return SafeString()
    x_of = _scale(min(across), max(across), LEFT, WIDTH - RIGHT)
    y_of = _scale(min(values), max(values), HEIGHT - BOTTOM, TOP)
    return format_html(
        '<svg class="chart-curves" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH,
        HEIGHT,
        "; ".join(_words(name, line) for name, line in zip(found.names[1:], lines, strict=True)),
        _axes(found, across, values, x_of, y_of),
        format_html_join(
            "",
            '<polyline class="curve-{}" points="{}"/>',
            (
                (number % 4, points)
                for number, line in enumerate(lines)
                for points in _pieces(across, line, x_of, y_of)
            ),
        ),
    )


def legend(found: Table) -> SafeString:
    """A piece of each line with its name, hidden from a screen reader: the picture says them."""
    return format_html_join(
        "",
        '<li><svg viewBox="0 0 26 4" aria-hidden="true">'
        '<line class="curve-{}" x2="26" y1="2" y2="2"/></svg> {}</li>',
        ((n % 4, name) for n, name in enumerate(found.names[1:])),
    )


def _axes(found: Table, across: list, values: list[float], x_of, y_of) -> SafeString:
    low, high = min(values), max(values)
    levels = sorted({low, (low + high) / 2, high})
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="end" x="{}" y="{}">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, y_of(level), y_of(level), LEFT - 8, y_of(level) + 4,
             f"{level:.4g}")
            for level in levels
        ),
    )  # fmt: skip
    foot = format_html(
        '<text x="{}" y="{}">{}</text><text class="end" x="{}" y="{}">{}</text>'
        '<text class="middle" x="{}" y="{}">{}</text>',
        LEFT,
        HEIGHT - 12,
        found.rows[0][0],
        WIDTH - RIGHT,
        HEIGHT - 12,
        found.rows[-1][0],
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 12,
        found.names[0],
    )
    return grid + foot


def _pieces(across: list, line: list[float | None], x_of, y_of) -> list[str]:
    """The line as strings of points, broken where there is no number."""
    spots = list(zip(across, line, strict=True))
    runs = (list(run) for there, run in groupby(spots, lambda spot: spot[1] is not None) if there)
    return [" ".join(f"{x_of(x)},{y_of(y)}" for x, y in run) for run in runs]


def _words(name: str, line: list[float | None]) -> str:
    numbers = [y for y in line if y is not None]
    if not numbers:
        return f"{name}: no numbers"
    broken = "" if len(numbers) == len(line) else ", with gaps"
    return f"{name}: from {numbers[0]:.4g} to {numbers[-1]:.4g}{broken}"


def _scale(low: float, high: float, start: float, end: float):
    span = (high - low) or 1.0
    return lambda value: round(start + (value - low) / span * (end - start), 1)


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
