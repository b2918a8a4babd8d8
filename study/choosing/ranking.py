"""Which method to begin with: the rules of `selection_rules.yaml`, ranked for one situation.

All of it is a heuristic. A rule whose task or data do not fit is ruled out and says so; the others
stand in this order: those whose number of rows fits, those that keep more of the needs, those the
row of `dataset_sizes.yaml` begins with, and last the order of the file. Nothing is left to chance,
so the same question always gets the same answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from questions.bank.study import Study
from questions.bank.study.choosing import DatasetSize, SelectionRule

# More rows than anybody has.
MOST_ROWS = 10**9


@dataclass(frozen=True)
class Asked:
    """A situation. What is empty, or None, was not said and does not count."""

    data: str = ""
    task: str = ""
    rows: int | None = None
    needs: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.data or self.task or self.needs) and self.rows is None


@dataclass(frozen=True)
class Clause:
    """One part of a rule that fired: `part` as the file calls it, and what it says here."""

    part: str
    words: str


@dataclass(frozen=True)
class Suggestion:
    """A method with what speaks for it here and what against it."""

    rule: SelectionRule
    reasons: tuple[Clause, ...]
    against: tuple[Clause, ...]
    rows_fit: bool
    kept: int
    begins: bool

    @property
    def strength(self) -> tuple[bool, int, bool]:
        """What the order goes by; two of the same strength stand as in the file."""
        return self.rows_fit, self.kept, self.begins


@dataclass(frozen=True)
class Ranking:
    asked: Asked
    size: DatasetSize | None
    suggestions: tuple[Suggestion, ...]
    out: tuple[tuple[SelectionRule, Clause], ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """{slug: place}, from 1; what is ruled out has none."""
        return {one.rule.slug: place for place, one in enumerate(self.suggestions, start=1)}

    def of(self, slug: str) -> Suggestion | None:
        return next((one for one in self.suggestions if one.rule.slug == slug), None)


def said(word: str) -> str:
    """A word of the files as one says it: “sequence-labelling” has no hyphen."""
    return word.replace("-", " ")


def size_of(sizes: Sequence[DatasetSize], rows: int) -> DatasetSize | None:
    """The one row of the table that this many rows fall into; its least belongs to it."""
    for size in sizes:
        if size.rows.least <= rows and (not size.rows.below or rows < size.rows.below):
            return size
    return None


def rank(study: Study, asked: Asked) -> Ranking:
    """Methods for this situation, best first, and those it rules out with the reason."""
    size = None if asked.rows is None else size_of(study.dataset_sizes, asked.rows)
    fitting, out = [], []
    for rule in study.selection_rules:
        if clause := _ruled_out(rule, asked):
            out.append((rule, clause))
        else:
            fitting.append(_suggestion(rule, asked, size))
    fitting.sort(key=lambda one: one.strength, reverse=True)
    return Ranking(asked, size, tuple(fitting), tuple(out))


def _ruled_out(rule: SelectionRule, asked: Asked) -> Clause | None:
    if asked.task and asked.task not in rule.fits.tasks:
        return Clause("task", f"not for {said(asked.task)}; for {_all(rule.fits.tasks)}")
    if asked.data and asked.data not in rule.fits.data:
        return Clause("data", f"not for {said(asked.data)} data; for {_all(rule.fits.data)}")
    return None


def _suggestion(rule: SelectionRule, asked: Asked, size: DatasetSize | None) -> Suggestion:
    kept = [need for need in asked.needs if need in rule.fits.needs]
    begins = size is not None and rule.slug in size.begin_with
    rows_fit = asked.rows is None or _holds(rule, asked.rows)
    return Suggestion(
        rule,
        tuple(_reasons(rule, asked, kept, size if begins else None)),
        tuple(_against(rule, asked, kept)),
        rows_fit,
        len(kept),
        begins,
    )


def _reasons(
    rule: SelectionRule, asked: Asked, kept: list[str], size: DatasetSize | None
) -> Iterator[Clause]:
    if asked.task:
        yield Clause("task", f"made for {said(asked.task)}")
    if asked.data:
        yield Clause("data", f"works on {said(asked.data)} data")
    if asked.rows is not None and _holds(rule, asked.rows):
        yield Clause("rows", f"{asked.rows:,} rows lie in its range, {_range(rule)}")
    if kept:
        yield Clause("needs", f"gives you: {_all(kept)}")
    if size:
        yield Clause("size", f"among those to begin with: {size.title.lower()}")


def _against(rule: SelectionRule, asked: Asked, kept: list[str]) -> Iterator[Clause]:
    if asked.rows is not None and not _holds(rule, asked.rows):
        yield Clause("rows", f"{asked.rows:,} rows lie outside its range, {_range(rule)}")
    missing = [need for need in asked.needs if need not in kept]
    if missing:
        yield Clause("needs", f"its rule does not promise: {_all(missing)}")


def _holds(rule: SelectionRule, rows: int) -> bool:
    """Both ends of a rule's range belong to it."""
    known = rule.fits.rows
    return known.least <= rows and (not known.most or rows <= known.most)


def _range(rule: SelectionRule) -> str:
    known = rule.fits.rows
    return f"{known.least:,} to {known.most:,}" if known.most else f"{known.least:,} or more"


def _all(words: Sequence[str]) -> str:
    return ", ".join(said(word) for word in words)
