"""CSV and TSV: which character separates, and the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping

from questions.importing.formats.roles import ANSWER, QUESTION, role_of
from questions.importing.formats.source import Document, Transcript
from questions.importing.formats.tabular import read_rows
from questions.importing.reading import LARGEST, Deadline, Unreadable, decode

_SEPARATORS = ("\t", ",", ";", "|")
_SAMPLE = 200_000  # characters looked at to find the separator
_SEP_LINE = re.compile(r"\Asep=(.)\n", re.I)
csv.field_size_limit(LARGEST)


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    text = decode(data, name)
    separator, skipped = separator_of(text, name)
    rows = rows_of(text[skipped:], separator, name, deadline)
    kind = "TSV" if separator == "\t" else "CSV"
    document, page = Document(name, kind, ""), Transcript()
    if skipped:
        rows = [(number + 1, cells) for number, cells in rows]
    read_rows(document, page, rows, deadline=deadline, mapping=mapping)
    document.text = page.text
    return document


def separator_of(text: str, name: str) -> tuple[str, int]:
    """The separator, and how many characters a line `sep=;` that states it takes."""
    if found := _SEP_LINE.match(text):
        return found[1], found.end()
    sample = text[:_SAMPLE]
    if name.lower().endswith((".tsv", ".tab")) and "\t" in sample:
        return "\t", 0
    scores = {separator: _evenness(sample, separator) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda separator: scores[separator])
    return (best if scores[best] > 0 else ","), 0


def _evenness(sample: str, separator: str) -> float:
    """How alike in width the rows are that a separator makes; 0 when it makes single cells."""
    rows = _parsed(sample, separator, most=300)
    widths = Counter(len(row) for row in rows if row and any(cell.strip() for cell in row))
    widths = widths or Counter([1])
    total = sum(widths.values())
    width, count = max(((w, c) for w, c in widths.items()), key=lambda pair: (pair[1], pair[0]))
    if width == 1:
        return 0.0
    return count / total + 0.001 * min(width, 20)


def _parsed(text: str, separator: str, *, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        pass
    return rows


def rows_of(
    text: str, separator: str, name: str, deadline: Deadline
) -> list[tuple[int, list[str]]]:
    """(line in the file, cells) of each row. A quote that never closes is taken as a letter."""
    rows = []
    lines = text.count("\n") + 1
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows, start = [], 1
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=separator,
            quoting=quoting,
            skipinitialspace=True,
        )
        try:
            for row in reader:
                deadline.check(start)
                rows.append((start, row))
                start = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(
                f"{name}: line {reader.line_num}: this row cannot be read ({error}). Mend it there."
            ) from None
        tall = max((cell.count("\n") for _, row in rows[-3:] for cell in row), default=0)
        if tall < 200 or 3 * tall < lines:
            break
    return rows


def looks_delimited(text: str) -> bool:
    """A text without a telling name that is a table: its first line names columns."""
    head = text.lstrip("\n").split("\n", 1)[0]
    for separator in _SEPARATORS[:3]:
        cells = [cell.strip(' "') for cell in head.split(separator)]
        roles = {role_of(cell) for cell in cells if len(cell) < 40}
        if 1 < len(cells) < 40 and QUESTION in roles and len(roles - {None}) > 1:
            return _evenness(text[:20_000], separator) >= 0.7
        if len(cells) > 1 and separator == "\t" and ANSWER in roles:
            return True
    lines = [line for line in text[:20_000].split("\n")[:-1] if line.strip()][:200]
    tabs = [line.count("\t") for line in lines if not line.startswith(("\t", " "))]
    return len(tabs) > 3 and min(tabs) == max(tabs) > 0
