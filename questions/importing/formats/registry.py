"""Which module reads which format, and the one door to all of them."""

import importlib
from collections.abc import Mapping

from questions.importing.formats import detecting
from questions.importing.formats.source import Document
from questions.importing.reading import LARGEST, Deadline, Unreadable
from questions.importing.review import name_problems

# A format's module is loaded when a file needs it: the libraries behind them are heavy. Each has
# `read(data, name, *, deadline, mapping) -> Document`.
READERS = {
    "text": "plain",
    "Markdown": "plain",
    "bank": "bank",
    "HTML": "webpage",
    "DOCX": "word",
    "PDF": "pdf",
    "CSV": "delimited",
    "TSV": "delimited",
    "XLSX": "workbook",
    "JSON": "trees",
    "JSON Lines": "trees",
    "YAML": "trees",
    "GIFT": "gift",
    "Moodle XML": "moodle",
    "QTI": "qti",
    "QTI package": "qti",
    "Anki": "anki",
    "ZIP": "bundle",
}
# Of these the reader of text has said already what to look at.
_READ_AS_TEXT = ("text", "Markdown", "HTML", "DOCX", "PDF", "ZIP")


def read_document(
    data: bytes,
    name: str,
    *,
    deadline: Deadline | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Document:
    """The questions of a file of any format that docs/importing.md lists, with where they stand.

    The content decides the format, the name only where that leaves it open. `mapping` says which
    column of a table, or key of records, is which part: `{"question": "B", "answer": "Model"}`.
    Raises Unreadable, and nothing else, with the file's name, the place and the way on: a file over
    20 MB or 20 seconds, damaged, protected by a password, empty, or of a format that is not read.
    """
    deadline = deadline or Deadline(name)
    if len(data) > LARGEST:
        raise Unreadable(f"{name}: larger than {LARGEST // 2**20} MB. Split the document.")
    kind = detecting.format_of(data, name, deadline)
    return read_as(kind, data, name, deadline=deadline, mapping=mapping or {})


def read_as(
    kind: str, data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]
) -> Document:
    """Read a file whose format is known: a key of `READERS`."""
    module = importlib.import_module(f"questions.importing.formats.{READERS[kind]}")
    try:
        document = module.read(data, name, deadline=deadline, mapping=mapping)
    except RecursionError:
        raise Unreadable(
            f"{name}: is nested too deeply to be read. Flatten it, or import its text."
        ) from None
    except MemoryError:
        raise Unreadable(f"{name}: needs too much memory to be read. Split the document.") from None
    if kind not in _READ_AS_TEXT:
        name_problems(document.questions)
    if note := detecting.misnamed(kind, name):
        document.notes.insert(0, note)
    return document
