"""How everybody judged an interview as a whole, side by side: a column a person, a row a
dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interview.dimensions import FAMILIES, Family
from marking.redaction import THE_CANDIDATE
from marking.words import Words


@dataclass(frozen=True)
class Row:
    """One dimension; the levels in the order of the people, None where one said nothing."""

    label: str
    levels: tuple[int | None, ...]


@dataclass(frozen=True)
class Part:
    family: Family
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Levels:
    """People by name, and what each said; only families somebody said something of."""

    names: tuple[str, ...]
    parts: tuple[Part, ...]


def side_by_side(written: Sequence[Words], own: Mapping[str, int]) -> Levels | None:
    """Of sheets that are open, and the candidate's own `own`, by dimension. None where nobody
    judged anything."""
    columns = [(one.name, {each.name: each.level for each in one.judged}) for one in written]
    columns = [(name, said) for name, said in ((THE_CANDIDATE, own), *columns) if said]
    parts = tuple(
        Part(
            family,
            tuple(
                Row(one.label, tuple(said.get(one.name) for _, said in columns))
                for one in family.dimensions
            ),
        )
        for family in FAMILIES
        if any(one.name in said for _, said in columns for one in family.dimensions)
    )
    return Levels(tuple(name for name, _ in columns), parts) if parts else None
