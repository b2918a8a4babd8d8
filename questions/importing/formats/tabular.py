"""A table of rows into questions: header, columns, sections, options. CSV and XLSX share it."""

import re
from collections.abc import Mapping

from questions.importing.document import LeftOut
from questions.importing.formats.columns import guess, place_of
from questions.importing.formats.records import (
    Record,
    html_columns,
    question_of,
    write_record,
)
from questions.importing.formats.roles import (
    ANSWER,
    QUESTION,
    SECTION,
    UNUSED,
    WEAK,
    plain_name,
    role_of,
)
from questions.importing.formats.source import Column, Document, Transcript
from questions.importing.reading import Deadline
from questions.importing.wording import likeness

_WIDEST = 200  # columns; what stands further right is no question
_HEADER_WITHIN = 10  # rows above it may hold a title


def read_rows(
    document: Document,
    page: Transcript,
    rows: list[tuple[int, list[str]]],
    *,
    deadline: Deadline,
    mapping: Mapping[str, str],
    sheet: str | None = None,
) -> None:
    """Add the questions of a table to the document. `rows` are (number in the file, cells)."""
    rows = [(number, list(cells[:_WIDEST])) for number, cells in rows]
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not rows:
        return
    header = header_of([cells for _, cells in rows[:60]])
    names = rows[header][1] if header is not None else []
    body = rows[header + 1 :] if header is not None else rows
    width = max(len(names), max((len(cells) for _, cells in body[:2000]), default=0))
    names = [name.strip() for name in names] + [""] * (width - len(names))
    columns = guess(
        names,
        [cells for _, cells in body],
        mapping,
        name=document.name,
        named=header is not None,
    )
    document.columns += columns
    if sheet:
        page.paragraph(f"# {sheet}")
    at = place_of(columns, QUESTION)
    if at is None:
        told = ", ".join(f"{c.letter} {c.name}".strip() for c in columns[:8])
        document.left_out.append(
            LeftOut(
                page.next_line,
                f"no column{f' of “{sheet}”' if sheet else ''} holds questions (there are {told}); "
                "say which with --map question=B",
            )
        )
    _read_body(document, page, columns, body, at, sheet, deadline)


def _read_body(
    document: Document,
    page: Transcript,
    columns: list[Column],
    body: list[tuple[int, list[str]]],
    at: int | None,
    sheet: str | None,
    deadline: Deadline,
) -> None:
    html = html_columns(columns, [cells for _, cells in body[:2000]])
    sure, reason = confidence_in(columns, at)
    fill_down = _fills_down(columns, [cells for _, cells in body])
    from_zero = counts_from_zero(columns, [cells for _, cells in body])
    section, above = None, {}
    for number, cells in body:
        deadline.check(number)
        cells += [""] * (len(columns) - len(cells))
        for place in fill_down:
            cells[place] = cells[place] if cells[place].strip() else above.get(place, "")
            above[place] = cells[place]
        if at is not None and (title := _title_row(cells, columns, at)):
            section = title
            page.paragraph(f"## {title}")
            continue
        path = " / ".join(filter(None, (sheet, section))) or None
        record = Record(cells, path)
        question = (
            question_of(columns, record, html=html, from_zero=from_zero) if at is not None else None
        )
        place = write_record(page, f"Row {number}", columns, record)
        if question is not None:
            question.source_line, question.source_end = place, page.next_line - 2
            question.confidence, question.reasons = sure, [reason]
            document.questions.append(question)
        elif at is not None and any(cell.strip() for cell in cells):
            document.left_out.append(LeftOut(place, f"row {number} has no question in it"))


def confidence_in(columns: list[Column], at: int | None) -> tuple[float, str]:
    """How sure it is that a column holds questions: its name says so, or its contents do."""
    if at is None:
        return 0.0, ""
    named = columns[at].name
    if role_of(named) == QUESTION:
        return 0.97, f"the column “{named}”"
    return 0.8, f"the column {columns[at].letter} {named}".rstrip() + ", by what stands in it"


def header_of(rows: list[list[str]]) -> int | None:
    """Which row names the columns; None when the first one is a question already."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        if _names_columns(row, width=max(map(len, rows))):
            return at
    first = [cell.strip() for cell in rows[0]]
    below = [cell.strip() for row in rows[1:] for cell in row if cell.strip()]
    short = all(0 < len(cell) < 30 and not cell.isdecimal() for cell in first)
    if len(rows) < 3 or not short or len(first) < 2 or len(set(first)) < len(first):
        return None
    asked = sum(likeness(cell) >= 0.6 for cell in first)
    longer = sum(map(len, below)) / max(1, len(below)) > 1.5 * sum(map(len, first)) / len(first)
    counted = any(
        all(row[at : at + 1] and row[at].strip().isdecimal() for row in rows[1:])
        for at in range(len(first))
    )
    return 0 if not asked and (longer or counted) and set(first).isdisjoint(below) else None


def _names_columns(row: list[str], *, width: int) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or any(len(cell) > 60 for cell in filled) or 2 * len(filled) < width:
        return False
    roles = [role_of(cell) for cell in filled if not cell.endswith("?")]
    if len(filled) == 1:
        return width == 1 and (roles == [QUESTION] or plain_name(filled[0]) in WEAK[:1])
    weak = [cell for cell in filled if plain_name(cell) in WEAK]
    plain = [cell for cell in filled if plain_name(cell) in UNUSED]
    known = len([role for role in roles if role]) + len(weak) + len(plain)
    tells = bool(weak) or not {QUESTION, ANSWER}.isdisjoint(roles)
    return QUESTION in roles or (known > 1 and tells)


def _fills_down(columns: list[Column], rows: list[list[str]]) -> list[int]:
    """Sections written once above their group: each name stands once, most cells are empty."""
    found = []
    for at, column in enumerate(columns):
        if column.role not in (SECTION, "subsection"):
            continue
        filled = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if filled and 2 * len(filled) <= len(rows) and len(set(filled)) == len(filled):
            found.append(at)
    return found


def _title_row(cells: list[str], columns: list[Column], at: int) -> str | None:
    """A row that holds one short text, and not where questions stand, names what follows."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if len(filled) != 1 or filled[0] == at or columns[filled[0]].role == ANSWER:
        return None
    text = " ".join(cells[filled[0]].split())
    is_title = len(text) < 80 and re.search(r"[^\W\d]", text) and likeness(text) < 0.6
    return text.rstrip(" :") if is_title else None


def counts_from_zero(columns: list[Column], rows: list[list]) -> bool:
    """Whether the number of the right option counts from 0: when it is 0 somewhere."""
    for at, column in enumerate(columns):
        if column.role in ("correct", ANSWER):
            return any(at < len(row) and str(row[at]).strip() == "0" for row in rows[:5000])
    return False
