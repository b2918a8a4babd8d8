"""Small charts as SVG: classes and currentColor only, so that dark mode and print come for free.

Coordinates are percentages, so a chart takes the width it gets and its words keep their size.
Each is one picture to a screen reader, with its meaning as its name; the figures stand in a table
beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Interval:
    """A mark with its interval, all 0–1, and what was expected."""

    score: float
    low: float
    high: float
    expected: float | None = None


@dataclass(frozen=True)
class Moment:
    """One point of a trend: when, how it is called, and its marks, 0–1."""

    day: str
    name: str
    score: float
    low: float
    high: float
    expected: float | None = None


@dataclass(frozen=True)
class Deviation:
    """One point of a drift: when, what it is of, and how far off it is, −reach to reach."""

    day: str
    name: str
    value: float


@dataclass(frozen=True)
class Level:
    """What was expected of some answers, and what they came to on average, 0–1."""

    name: str
    expected: float
    score: float
    low: float
    high: float


@dataclass(frozen=True)
class Column:
    """One column of a chart: its name below, its height 0–1, and the figure above it."""

    name: str
    height: float
    words: str
    # Among many columns only some have their words drawn; a screen reader hears all.
    is_named: bool = True


@dataclass(frozen=True)
class Square:
    """One day of a year: its week, its weekday from 0, and its step, 0 for nothing."""

    column: int
    row: int
    level: int


def bar(share: float) -> SafeString:
    """A bar filled from the left. Its figure stands beside it, so it is silent."""
    return format_html(
        '<svg class="chart-bar" aria-hidden="true" focusable="false">'
        '<rect class="well" width="100%" height="100%" rx="4"/>'
        '<rect class="fill{}" width="{}%" height="100%" rx="4"/></svg>',
        "" if share >= 0.5 else " low",
        _percent(share),
    )


def split(whole: float, half: float) -> SafeString:
    """A bar of what was made, then what was half made, of 1. Figures stand beside it."""
    return format_html(
        '<svg class="chart-bar" aria-hidden="true" focusable="false">'
        '<rect class="well" width="100%" height="100%" rx="4"/>'
        '<rect class="fill half" width="{}%" height="100%" rx="4"/>'
        '<rect class="fill" width="{}%" height="100%" rx="4"/></svg>',
        _percent(whole + half),
        _percent(whole),
    )


def columns(found: Sequence[Column], title: str) -> SafeString:
    """Columns side by side, each with its figure above and its name below."""
    words = "; ".join(f"{one.name}: {one.words}" for one in found)
    width = 100 / len(found)
    return format_html(
        '<svg class="chart-columns" role="img" aria-label="{}: {}.">{}</svg>',
        title,
        words,
        format_html_join(
            "",
            '<rect class="column" x="{}%" y="{}%" width="{}%" height="{}%"/>'
            '<text x="{}%" y="{}%">{}</text><text x="{}%" y="99%">{}</text>',
            (
                (
                    _short(width * n + width * 0.14), _short(88 - 74 * one.height),
                    _short(width * 0.72), _short(max(74 * one.height, 0.5)),
                    _short(width * (n + 0.5)), _short(85 - 74 * one.height),
                    one.words if one.is_named else "",
                    _short(width * (n + 0.5)), one.name if one.is_named else "",
                )
                for n, one in enumerate(found)
            ),
        ),
    )  # fmt: skip


def heat_map(squares: Sequence[Square], words: str) -> SafeString:
    """Days as squares, weeks side by side: the fuller a day, the larger and darker its square."""
    weeks = max((one.column for one in squares), default=0) + 1
    return format_html(
        '<svg class="chart-heat" role="img" aria-label="{}" viewBox="0 0 {} 70">{}</svg>',
        words,
        weeks * 10,
        format_html_join(
            "",
            '<rect class="level-{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>',
            (
                (
                    one.level,
                    10 * one.column + 5 - _side(one.level) / 2,
                    10 * one.row + 5 - _side(one.level) / 2,
                    *(_side(one.level),) * 2,
                )
                for one in squares
            ),
        ),
    )


def _side(level: int) -> float:
    """Of a square that stands in ten by ten."""
    return 2 if level == 0 else 4 + 1.25 * level


def interval(facts: Interval) -> SafeString:
    """The band a mark lies in, the mark itself, and a line where the candidate expected it."""
    words = f"Between {_percent(facts.low)} and {_percent(facts.high)} of 100"
    words += f", most likely {_percent(facts.score)}"
    expected = SafeString()
    if facts.expected is not None:
        words += f". You expected {_percent(facts.expected)}"
        expected = format_html(
            '<line class="expected" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>',
            _percent(facts.expected),
        )
    return format_html(
        '<svg class="chart-interval" role="img" aria-label="{}.">'
        '<rect class="well" y="25%" width="100%" height="50%" rx="5"/>'
        '<rect class="band" x="{}%" y="25%" width="{}%" height="50%"/>'
        '<line class="score" x1="{}%" x2="{}%" y1="15%" y2="85%"/>{}</svg>',
        words,
        _percent(facts.low),
        max(_percent(facts.high) - _percent(facts.low), 1),
        _percent(facts.score),
        _percent(facts.score),
        expected,
    )


def trend(moments: Sequence[Moment]) -> SafeString:
    """Marks over time, oldest first, with their intervals; what was expected as open circles."""
    first, last = moments[0], moments[-1]
    words = (
        f"Marks of {len(moments)} interviews from {first.day} to {last.day}: "
        f"{_percent(first.score)} first, {_percent(last.score)} last."
    )
    across = [10 + 86 * n / max(len(moments) - 1, 1) for n in range(len(moments))]
    spots = list(zip(across, moments, strict=True))
    return format_html(
        '<svg class="chart-trend" role="img" aria-label="{}">{}{}{}{}{}{}</svg>',
        words,
        _grid(),
        format_html_join(
            "",
            '<line class="line" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>',
            (
                (_short(x1), _height(a.score), _short(x2), _height(b.score))
                for (x1, a), (x2, b) in pairwise(spots)
            ),
        ),
        format_html_join(
            "",
            '<line class="whisker" x1="{0}%" x2="{0}%" y1="{1}%" y2="{2}%"/>',
            ((_short(x), _height(m.low), _height(m.high)) for x, m in spots),
        ),
        format_html_join(
            "",
            '<circle class="expected" cx="{}%" cy="{}%" r="5"/>',
            ((_short(x), _height(m.expected)) for x, m in spots if m.expected is not None),
        ),
        format_html_join(
            "",
            '<circle class="spot" cx="{}%" cy="{}%" r="4.5"><title>{}, {}: {}</title></circle>',
            ((_short(x), _height(m.score), m.day, m.name, _percent(m.score)) for x, m in spots),
        ),
        format_html(
            '<text x="0" y="99%">{}</text><text class="end" x="100%" y="99%">{}</text>',
            first.day,
            last.day if len(moments) > 1 else "",
        ),
    )


def calibration(levels: Sequence[Level]) -> SafeString:
    """What came of what was expected, 0–1 across and up; on the dashed line both are the same."""
    words = "; ".join(
        f"expected {_percent(one.expected)}, got {_percent(one.score)}" for one in levels
    )
    spots = [(_across(one.expected), one) for one in levels]
    return format_html(
        '<svg class="chart-trend" role="img" aria-label="Marks by what was expected: {}.">'
        "{}{}{}{}{}</svg>",
        words,
        _grid(),
        format_html(
            '<line class="even" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>',
            _across(0), _height(0), _across(1), _height(1),
        ),
        format_html_join(
            "",
            '<line class="whisker" x1="{0}%" x2="{0}%" y1="{1}%" y2="{2}%"/>',
            ((x, _height(one.low), _height(one.high)) for x, one in spots),
        ),
        format_html_join(
            "",
            '<circle class="spot" cx="{}%" cy="{}%" r="5"><title>{}: {}</title></circle>',
            ((x, _height(one.score), one.name, _percent(one.score)) for x, one in spots),
        ),
        format_html_join(
            "",
            '<text class="middle" x="{}%" y="99%">{}</text>',
            ((_across(at), _percent(at)) for at in (0, 0.25, 0.5, 0.75, 1)),
        ),
    )  # fmt: skip


def drift(moments: Sequence[Deviation], *, reach: float) -> SafeString:
    """How far off somebody was over time, oldest first, around a line that is nothing.

    What is further off than `reach` stands at the edge; its words keep the figure.
    """
    first, last = moments[0], moments[-1]
    words = (
        f"Mean difference over time, {len(moments)} times from {first.day} to {last.day}: "
        f"{first.value:+.2f} first, {last.value:+.2f} last."
    )
    across = [10 + 86 * n / max(len(moments) - 1, 1) for n in range(len(moments))]
    spots = [
        (_short(x), _height((min(max(one.value / reach, -1), 1) + 1) / 2), one)
        for x, one in zip(across, moments, strict=True)
    ]
    return format_html(
        '<svg class="chart-trend" role="img" aria-label="{}">{}{}{}{}</svg>',
        words,
        format_html_join(
            "",
            '<line class="grid" x1="0" x2="100%" y1="{0}%" y2="{0}%"/>'
            '<text x="0" y="{1}%">{2}</text>',
            (
                (_height(at), _short(_height(at) - 1.5), words)
                for at, words in ((0, f"−{reach:g}"), (0.5, "0"), (1, f"+{reach:g}"))
            ),
        ),
        format_html_join(
            "",
            '<line class="line" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>',
            ((x1, y1, x2, y2) for (x1, y1, _), (x2, y2, _) in pairwise(spots)),
        ),
        format_html_join(
            "",
            '<circle class="spot" cx="{}%" cy="{}%" r="4.5"><title>{}, {}: {}</title></circle>',
            ((x, y, one.day, one.name, f"{one.value:+.2f}") for x, y, one in spots),
        ),
        format_html(
            '<text x="0" y="99%">{}</text><text class="end" x="100%" y="99%">{}</text>',
            first.day,
            last.day if len(moments) > 1 else "",
        ),
    )


def _grid() -> SafeString:
    return format_html_join(
        "",
        '<line class="grid" x1="0" x2="100%" y1="{0}%" y2="{0}%"/><text x="0" y="{1}%">{2}</text>',
        ((_height(at), _short(_height(at) - 1.5), _percent(at)) for at in (0, 0.25, 0.5, 0.75, 1)),
    )


def _height(share: float) -> float:
    """From a mark to its place: 100 at the top with room for its word, 0 above the dates."""
    return _short(88 - 80 * share)


def _across(share: float) -> float:
    """The same across: room for the words of the axis on the left."""
    return _short(12 + 82 * share)


def _percent(share: float) -> int:
    return round(share * 100)


def _short(value: float) -> float:
    return round(value, 2)
