"""What is in a bank, counted from its files: tables for a terminal or for a page.

Only for banks without errors: what cannot be read cannot be counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.bank import programs, schema
from questions.bank.library import Library
from questions.bank.questions import BankQuestion
from questions.bank.sources import left_out

TOTAL = "together"
# Stands for 0, so that gaps are seen.
NONE = "·"


@dataclass(frozen=True)
class Table:
    """A heading and rows of equal length; the first cell of a row names it, the others count."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def tables(library: Library) -> list[Table]:
    """All questions count, whatever their status; the contents say how many are ready."""
    questions = list(library.questions.values())
    found = [
        _crossed("Areas and kinds", questions, "area", tuple(library.areas), "kind", schema.KINDS),
        _crossed("Tiers and kinds", questions, "tier", schema.TIERS, "kind", schema.KINDS),
        _crossed(
            "Priorities and tiers", questions, "priority", schema.PRIORITIES, "tier", schema.TIERS
        ),
        _contents(library, questions),
    ]
    return [*found, _coverage(library)] if library.sources else found


def as_text(found: Iterable[Table]) -> str:
    return "\n\n".join(f"{one.title}\n\n{_columns(one)}" for one in found)


def as_markdown(found: Iterable[Table]) -> str:
    return "\n\n".join(f"### {one.title}\n\n{_pipes(one)}" for one in found)


def _crossed(
    title: str,
    questions: Sequence[BankQuestion],
    row_by: str,
    row_values: Sequence[str | int],
    column_by: str,
    column_values: Sequence[str | int],
) -> Table:
    """How many questions have this and that, with sums at the right and below."""
    pairs = Counter((getattr(one, row_by), getattr(one, column_by)) for one in questions)
    counted = [[pairs[row, column] for column in column_values] for row in row_values]
    sums = [sum(column) for column in zip(*counted, strict=True)]
    head = (row_by, *(_name(column_by, value) for value in column_values), TOTAL)
    named = [_name(row_by, value) for value in row_values]
    rows = [
        (name, *numbers, sum(numbers))
        for name, numbers in zip((*named, TOTAL), (*counted, sums), strict=True)
    ]
    return Table(title, head, tuple(rows))


def _name(fact: str, value: str | int) -> str:
    return f"{fact} {value}" if isinstance(value, int) else value


def _contents(library: Library, questions: Sequence[BankQuestion]) -> Table:
    status = Counter(one.status for one in questions)
    points = [point for one in questions for point in one.points]
    levels = Counter(point.level for point in points)
    shelves = Counter(one.shelf for one in library.sets.values())
    draws = [[item for item in one.items if item.draw] for one in library.sets.values()]
    rows = (
        ("questions", len(questions)),
        *((f"… {name}", status[name]) for name in schema.STATUSES),
        ("key points", len(points)),
        *((f"… {name}", levels[name]) for name in schema.LEVELS),
        ("accepted phrasings", sum(len(point.accept) for point in points)),
        ("misconceptions", sum(len(point.misconceptions) for point in points)),
        ("sample answers", sum(len(one.samples) for one in questions)),
        ("reference solutions", sum("reference_solution" in one.parts for one in questions)),
        ("wrong solutions, kept to be refused", _parts(questions, "wrong_solutions")),
        ("tests that candidates see", _tests(questions, "public_tests")),
        ("tests that candidates do not see", _tests(questions, "hidden_tests")),
        ("artefacts to ask for", _parts(questions, "artefacts")),
        ("steps of derivations", _parts(questions, "steps")),
        ("sets", len(draws)),
        *((f"… on the shelf “{name}”", shelves[name]) for name in schema.SHELVES),
        ("… that draw some of their questions", sum(map(bool, draws))),
        ("… that ask the same ones every time", draws.count([])),
    )
    return Table("Contents", ("what", "how many"), rows)


def _parts(questions: Sequence[BankQuestion], key: str) -> int:
    return sum(len(one.parts.get(key, ())) for one in questions)


def _tests(questions: Sequence[BankQuestion], key: str) -> int:
    trees = (programs.tree_of(one.parts[key]) for one in questions if key in one.parts)
    return sum(len(programs.test_names(tree)) for tree in trees)


def _coverage(library: Library) -> Table:
    waiting = left_out(library.questions, library.sources)
    rows: tuple[tuple[str | int, ...], ...] = (
        ("items of sources.yaml", len(library.sources)),
        ("… with a ready question", len(library.sources) - len(waiting)),
        ("… still without one", len(waiting)),
        *((f"{name}: {library.sources[name]}", 0) for name in waiting),
    )
    return Table("What it set out to cover", ("what", "how many"), rows)


def _columns(table: Table) -> str:
    rows = [table.head, *(tuple(_cell(cell) for cell in row) for row in table.rows)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.head))]
    lines = ([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])] for row in rows)
    return "\n".join("  ".join(line) for line in lines)


def _pipes(table: Table) -> str:
    rule = ("---", *("---:" for _ in table.head[1:]))
    rows = [table.head, rule, *(tuple(_cell(cell) for cell in row) for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(cell: str | int) -> str:
    return NONE if cell == 0 else str(cell)
