"""XLSX: every sheet a table, each under the sheet's name."""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from questions.importing.document import LeftOut
from questions.importing.formats.archives import MOST_IN_PACKAGE, Archive, refuse_entities
from questions.importing.formats.source import Document, Transcript
from questions.importing.formats.tabular import read_rows
from questions.importing.reading import Deadline, Unreadable

# Drop-down lists and colours that it does not know are nothing that an import would want.
warnings.filterwarnings("ignore", module="openpyxl")
_PLAIN_SHEET = re.compile(r"(?:sheet|tabelle|hoja|feuil|foglio|лист|工作表)\s*\d*", re.I)
_MOST_ROWS = 300_000
_WIDEST = 200


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    archive = Archive(data, name, deadline, most=MOST_IN_PACKAGE)
    parts = [part for part in archive.names if part.endswith((".xml", ".rels", ".vml"))]
    refuse_entities(archive, parts)
    sheets = [part for part in parts if part.startswith("xl/worksheets/")]
    formulas = any(b"<f>" in part or b"<f " in part for part in map(archive.read, sheets))
    values = _opened(data, name, shown=True)
    typed = _opened(data, name, shown=False) if formulas else None
    document, page = Document(name, "XLSX", ""), Transcript()
    tables = {}
    for sheet in values.worksheets:
        if sheet.sheet_state == "visible":
            tables[sheet.title] = _rows(sheet, typed, name, deadline)
        else:
            document.left_out.append(LeftOut(1, f"the hidden sheet “{sheet.title}”"))
    filled = [title for title, rows in tables.items() if rows]
    for title in filled:
        told = not _PLAIN_SHEET.fullmatch(title)
        read_rows(
            document,
            page,
            tables[title],
            deadline=deadline,
            mapping=mapping if len(filled) == 1 else _fitting(mapping, tables[title]),
            sheet=title if told else None,
        )
    document.text = page.text
    if not filled:
        raise Unreadable(f"{name}: the workbook is empty.")
    return document


def _opened(data: bytes, name: str, *, shown: bool):
    try:
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=shown, keep_links=False
        )
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,  # of the XML
        OSError,
        EOFError,
    ) as error:
        raise Unreadable(
            f"{name}: this workbook is damaged ({_in_short(error)}). Open it and save it again."
        ) from None


def _rows(sheet, typed, name: str, deadline: Deadline) -> list[tuple[int, list[str]]]:
    rows = []
    try:
        sheet.reset_dimensions()
        shown = sheet.iter_rows(values_only=True)
        also = None
        if typed is not None:
            typed[sheet.title].reset_dimensions()
            also = typed[sheet.title].iter_rows(values_only=True)
        for number, values in enumerate(shown, start=1):
            deadline.check(number)
            cells = [_text(value) for value in values[:_WIDEST]]
            if also is not None:  # a formula nobody has calculated yet: as typed
                cells = [
                    cell or _text(formula) for cell, formula in zip(cells, next(also), strict=False)
                ]
            if any(cells):
                rows.append((number, cells))
            if len(rows) > _MOST_ROWS:
                raise Unreadable(
                    f"{name}: sheet {sheet.title}: more than {_MOST_ROWS:,} rows. Split the table."
                )
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        StopIteration,
        zipfile.BadZipFile,
        OSError,
        EOFError,
    ) as error:
        raise Unreadable(
            f"{name}: sheet {sheet.title}: row {len(rows) + 1} is damaged ({_in_short(error)}). "
            "Open the workbook and save it again."
        ) from None
    return rows


def _fitting(mapping: Mapping[str, str], rows: list[tuple[int, list[str]]]) -> dict[str, str]:
    """Of a mapping by names, what a sheet among several has; letters fit every sheet."""
    names = {cell.strip().lower() for _, cells in rows[:10] for cell in cells}

    def fits(target: str) -> bool:
        wanted = target.strip()
        return wanted.lower() in names or bool(re.fullmatch(r"#?[A-Za-z]{1,2}|\d{1,3}", wanted))

    return {
        role: target
        for role, target in mapping.items()
        if fits(target) or all(map(fits, target.split("+")))
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n")


def _in_short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
