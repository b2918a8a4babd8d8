"""What is wrong with a file, where, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """An error stops the bank from being loaded; a warning does not."""

    path: Path
    line: int
    message: str
    is_error: bool = True

    def __str__(self) -> str:
        grade = "error" if self.is_error else "warning"
        return f"{_short(self.path)}:{self.line}: {grade}: {self.message}"


@dataclass
class Reporter:
    """Collects the problems of one file."""

    path: Path
    problems: list[Problem] = field(default_factory=list)

    def error(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))

    def warning(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message, is_error=False))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean “tier”?`, or the words there are when none of them is near."""
    known = list(known)
    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    if near:
        return f"; did you mean “{by_lower[near[0]]}”?"
    return f"; known are {', '.join(known)}"


def _short(path: Path) -> Path:
    """As one would type it from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
