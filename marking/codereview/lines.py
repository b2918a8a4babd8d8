"""Lines of a program: where some of them stand in its next version, and what the two have apart.

A place is followed by the longest runs of lines that two versions have in common, in their order
(Ratcliff and Obershelp's matching, as `difflib` does it). A place moves only when every one of its
lines lies in one such run; so what stands there afterwards is, letter by letter, what stood there
before. In every other case the lines are gone, and it is said so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Unchanged lines shown around a change.
AROUND = 3


def lines_of(text: str) -> list[str]:
    """Lines end at a line feed and at nothing else: a form feed stands inside one."""
    return text.split("\n")


@dataclass(frozen=True)
class Span:
    """Lines `first` to `last`, both meant; the first of a program is 1."""

    first: int
    last: int

    def of(self, lines: Sequence[str]) -> str:
        return "\n".join(lines[self.first - 1 : self.last])

    def lies_in(self, lines: Sequence[str]) -> bool:
        return 1 <= self.first <= self.last <= len(lines)


class Moves:
    """How the lines of one version came into another."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._runs = _runs_in_common(old, new)

    def place_of(self, span: Span) -> Span | None:
        """Where these lines stand now; None when they no longer stand together as they did."""
        for old, new, length in self._runs:
            if old < span.first and span.last <= old + length:
                return Span(span.first - old + new, span.last - old + new)
        return None


def _runs_in_common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """(lines before it in the old, in the new, its length). What both begin and end with is not
    searched through: most changes are small, and the search is quadratic."""
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
    inner = [(head + a, head + b, size) for a, b, size in matcher.get_matching_blocks() if size]
    ends = (len(old) - tail, len(new) - tail, tail)
    return _joined([(0, 0, head), *inner, ends])


def _joined(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Runs that touch in both versions are one."""
    joined: list[tuple[int, int, int]] = []
    for old, new, length in runs:
        if joined and (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]) == (old, new):
            before = joined.pop()
            joined.append((before[0], before[1], before[2] + length))
        elif length:
            joined.append((old, new, length))
    return joined


@dataclass(frozen=True)
class Change:
    """One line of a comparison; `old` and `new` are its numbers, none where it does not stand."""

    sign: str
    old: int | None
    new: int | None
    text: str

    @property
    def words(self) -> str:
        return {"-": "gone", "+": "new"}.get(self.sign, "")


def changes(old: Sequence[str], new: Sequence[str]) -> list[list[Change]]:
    """What is gone and what is new, in pieces, each with a few unchanged lines around it."""
    rows = list(_every_line(old, new))
    near = [
        any(row.sign for row in rows[max(0, n - AROUND) : n + AROUND + 1]) for n in range(len(rows))
    ]
    pieces: list[list[Change]] = []
    for n, row in enumerate(rows):
        if near[n]:
            if n == 0 or not near[n - 1]:
                pieces.append([])
            pieces[-1].append(row)
    return pieces


def _every_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    at_old = at_new = 0
    for run_old, run_new, length in [*_runs_in_common(old, new), (len(old), len(new), 0)]:
        for n in range(at_old, run_old):
            yield Change("-", n + 1, None, old[n])
        for n in range(at_new, run_new):
            yield Change("+", None, n + 1, new[n])
        for n in range(length):
            yield Change("", run_old + n + 1, run_new + n + 1, old[run_old + n])
        at_old, at_new = run_old + length, run_new + length
