"""Guessing which column is which: by its name, and by what stands in it."""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questions.importing.formats.roles import (
    ANSWER,
    QUESTION,
    ROLES,
    SECTION,
    SEVERAL,
    UNUSED,
    UNUSED_ROLE,
    WEAK,
    option_of,
    plain_name,
    role_named,
    role_of,
    weak_answer,
)
from questions.importing.formats.source import Column
from questions.importing.reading import Unreadable
from questions.importing.titles import kind_in_title, minutes_in, tier_in
from questions.importing.wording import likeness

_PLACES = re.compile(r"#[A-Za-z]{1,2}(\s*\+\s*#[A-Za-z]{1,2})*")
_SAMPLED = 400  # rows that are looked at, from all over the table
_SURE = 1.5  # a question column scores at least this; a name alone is enough, asking cells are too


@dataclass(frozen=True)
class Look:
    """What stands in a column, as shares of its filled cells."""

    filled: float
    asking: float
    numeric: float
    distinct: float
    length: float  # median characters
    is_count: bool


def letter_of(at: int) -> str:
    """0 is A, 26 is AA, as in spreadsheets."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = string.ascii_uppercase[rest] + letters
    return letters


def guess(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    mapping: Mapping[str, str],
    *,
    name: str,
    named: bool = True,
) -> list[Column]:
    """The columns of a table with their roles; what `mapping` says comes first.

    `names` are the cells of the header (`named`), or empty. Nobody gets the role `question` when no
    column looks as if it asked anything.
    """
    step = max(1, len(rows) // _SAMPLED)
    sampled = rows[::step][: 2 * _SAMPLED]
    looks = [
        _look([row[at] if at < len(row) else "" for row in sampled]) for at in range(len(names))
    ]
    columns = [
        Column(letter_of(at), title, samples=_samples(sampled, at))
        for at, title in enumerate(names)
    ]
    if mapping:
        _map(columns, mapping, name, named)
        if any(column.role == QUESTION for column in columns):
            _name_the_rest(columns)
            return columns
    free = [at for at, column in enumerate(columns) if column.role is None]
    for column in columns:
        column.role = None if column.role == UNUSED_ROLE else column.role
    for at in free:
        columns[at].role = role_of(columns[at].name) if named else None
        if columns[at].role in SEVERAL and looks[at].numeric > 0.8:
            columns[at].role = None  # “points” that are marks
    _choose_question(columns, looks, free, named)
    _choose_answer(columns, looks, free, named)
    _choose_others(columns, looks, free, named, sampled)
    _keep_one_each(columns)
    return columns


def place_of(columns: list[Column], role: str) -> int | None:
    return next((at for at, column in enumerate(columns) if column.role == role), None)


def _look(cells: list[str]) -> Look:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return Look(0, 0, 0, 0, 0, False)
    lengths = sorted(map(len, filled))
    count = len(filled)
    numbers = [int(cell) for cell in filled if re.fullmatch(r"\d{1,6}", cell)]
    return Look(
        count / len(cells),
        sum(likeness(cell) >= 0.6 for cell in filled) / count,
        sum(bool(re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?%?", cell)) for cell in filled) / count,
        len(set(filled)) / count,
        lengths[count // 2],
        len(numbers) == count > 1 and numbers == sorted(set(numbers)),
    )


def _samples(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    found = (" ".join(row[at].split()) for row in rows if at < len(row) and row[at].strip())
    return [
        cell if len(cell) < 80 else f"{cell[:79]}…" for cell, _ in zip(found, "123", strict=False)
    ]


def _map(columns: list[Column], mapping: Mapping[str, str], name: str, named: bool) -> None:
    for word, targets in mapping.items():
        role = role_named(word)
        if role is None:
            raise Unreadable(f"{name}: “{word}” is no part of a question. Use {', '.join(ROLES)}.")
        for target in [targets] if _columns_named(columns, targets, named) else targets.split("+"):
            found = _columns_named(columns, target, named)
            if not found and role == UNUSED_ROLE and _PLACES.fullmatch(target.strip()):
                continue  # left out of a wider sheet
            if not found:
                known = ", ".join(f"{c.letter} {c.name}".strip() for c in columns[:12])
                raise Unreadable(
                    f"{name}: line 1: there is no column “{target}” for {word}. "
                    f"The columns are {known}."
                )
            found[0].role = role


def _columns_named(columns: list[Column], target: str, named: bool) -> list[Column]:
    """By the name in the header, the letter, or the number from 1; `#B` is always a letter."""
    wanted = target.strip()
    if _PLACES.fullmatch(wanted):
        return [c for c in columns if f"#{c.letter}" == wanted.upper()]
    found = [c for c in columns if named and c.name.strip().lower() == wanted.lower()]
    found = found or [c for c in columns if c.letter == wanted.upper()]
    found = found or [c for c in columns if named and plain_name(c.name) == plain_name(wanted)]
    if not found and wanted.isdecimal() and 0 < int(wanted[:6]) <= len(columns):
        found = [columns[int(wanted[:6]) - 1]]
    return found


def _name_the_rest(columns: list[Column]) -> None:
    """With a mapping, other columns count by their plain names only, once each."""
    taken = {column.role for column in columns} | {QUESTION}
    for column in columns:
        if column.role is None:
            role = role_of(column.name)
            if role and role not in taken:
                column.role = role
        elif column.role == UNUSED_ROLE:
            column.role = None


def _choose_question(
    columns: list[Column], looks: list[Look], free: list[int], named: bool
) -> None:
    scores = {}
    for at in free:
        look, column = looks[at], columns[at]
        if not look.filled or look.numeric > 0.8:
            continue
        score = 2 * look.asking * min(1, 2 * look.filled)
        plain = plain_name(column.name) if named else ""
        if column.role == QUESTION:
            score += 3
        elif column.role is not None:
            score -= 2
        elif named and plain in WEAK:
            score += 1.2 - 0.1 * WEAK.index(plain)
        elif named and (plain in UNUSED or option_of(column.name)):
            score -= 2
        if look.length > 600:
            score -= 0.5
        scores[at] = score - 0.01 * at
    for at in free:
        if columns[at].role == QUESTION:
            columns[at].role = None
    if not scores:
        return
    best = max(scores, key=scores.get)
    alone = len(columns) == 1 and looks[best].asking >= 0.4
    titled = named and plain_name(columns[best].name) in WEAK[:1] and looks[best].asking > 0.2
    if scores[best] >= (_SURE - 0.5 if not named else _SURE) or alone or titled:
        columns[best].role = QUESTION
        for at in scores:  # a question column beside the one taken: a title, or its other language
            if at != best and named and role_of(columns[at].name) == QUESTION:
                columns[at].role = None


def _choose_answer(columns: list[Column], looks: list[Look], free: list[int], named: bool) -> None:
    if place_of(columns, ANSWER) is not None or place_of(columns, QUESTION) is None:
        return
    if named:
        weak = [at for at in free if columns[at].role is None and weak_answer(columns[at].name)]
        if weak:
            columns[max(weak, key=lambda at: looks[at].length)].role = ANSWER
            return
        free = [at for at in free if plain_name(columns[at].name) not in UNUSED]
    question = place_of(columns, QUESTION)
    pair = not named and len(columns) == 2
    texts = [
        at
        for at in free
        if columns[at].role is None
        and looks[at].numeric < 0.5
        and looks[at].distinct > 0.6
        and (pair or looks[at].length > (15 if named else 8))
    ]
    after = [at for at in texts if at > question] or texts
    if after:
        columns[max(after, key=lambda at: looks[at].length)].role = ANSWER


def _choose_others(
    columns: list[Column], looks: list[Look], free: list[int], named: bool, rows: Sequence
) -> None:
    options = [at for at in free if option_of(columns[at].name)] if named else []
    letters = {option_of(columns[at].name) for at in options}
    if {"a", "b"} <= letters or {"1", "2"} <= letters:
        for at in options:
            columns[at].role = "options"
    if place_of(columns, QUESTION) is None:
        return
    for at in free:
        column, look = columns[at], looks[at]
        if column.role is not None or not look.filled:
            continue
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if named and plain_name(column.name) in UNUSED:
            continue
        column.role = _role_by_values(cells, look)
    if not named and place_of(columns, SECTION) is None:
        for at in free:
            short = looks[at].length < 40 and looks[at].numeric < 0.2 and looks[at].filled
            few = looks[at].distinct < 0.6 or at < (place_of(columns, QUESTION) or 0)
            if columns[at].role is None and short and few:
                columns[at].role = SECTION
                return


def _role_by_values(cells: list[str], look: Look) -> str | None:
    """Facts have few values that say what they are: `P1`, `hard`, `coding`, `15 min`."""
    if look.length > 25:
        return None
    for role, says in (
        ("priority", lambda cell: re.fullmatch(r"P[0-5]", cell)),
        ("tier", lambda cell: not cell.isdecimal() and tier_in(cell)),
        ("minutes", lambda cell: not cell.isdecimal() and minutes_in(cell)),
        ("kind", kind_in_title),
    ):
        if sum(bool(says(cell)) for cell in cells) >= 0.8 * len(cells):
            return role
    return None


def _keep_one_each(columns: list[Column]) -> None:
    """Of two answers the first counts; lists may be spread over several columns."""
    seen: set[str] = set()
    for column in columns:
        if column.role in seen and column.role not in SEVERAL:
            column.role = "explanation" if column.role == ANSWER else None
        if column.role:
            seen.add(column.role)
