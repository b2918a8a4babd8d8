"""Questions out of Greenroom: a selection in, a file in one of the formats out. Plain Python.

docs/exporting.md says what each format keeps and what it cannot hold.
"""

from collections.abc import Callable
from dataclasses import dataclass

from questions.exporting.anki import as_apkg
from questions.exporting.bank_markdown import bank_zip, question_file, set_file
from questions.exporting.gift import as_gift
from questions.exporting.moodle import as_moodle_xml
from questions.exporting.plain import as_csv, as_json
from questions.exporting.qti import qti_zip
from questions.exporting.selection import Area, Entry, Item, Selection, SetEntry


@dataclass(frozen=True)
class Format:
    """One way out. `keeps` is the sentence a person reads before they choose it."""

    key: str
    label: str
    ending: str
    media_type: str
    write: Callable[[Selection], str | bytes]
    keeps: str


FORMATS = {
    one.key: one
    for one in (
        Format(
            *("markdown", "Markdown files", "zip", "application/zip", bank_zip),
            "Everything, in the bank's own format: one readable file a question, and the sets.",
        ),
        Format(
            *("json", "JSON", "json", "application/json", as_json),
            "Everything, for programs.",
        ),
        Format(
            *("csv", "Spreadsheet (CSV)", "csv", "text/csv", as_csv),
            "One row a question. Of the rubric the key points; no tests, artefacts or sets.",
        ),
        Format(
            *("gift", "GIFT", "gift.txt", "text/plain", as_gift),
            "Essays for Moodle. Model answer and rubric in the feedback; no tests or artefacts.",
        ),
        Format(
            *("moodle", "Moodle XML", "xml", "application/xml", as_moodle_xml),
            "Essays with the rubric for the marker and starter code; no tests, artefacts or sets.",
        ),
        Format(
            *("qti", "QTI 3", "zip", "application/zip", qti_zip),
            "Items with the rubric for the scorer, and sets as tests; draws stay behind.",
        ),
        Format(
            *("anki", "Anki deck", "apkg", "application/apkg", as_apkg),
            "Cards: the prompt in front, model answer and key points behind.",
        ),
    )
}

__all__ = [
    "FORMATS",
    "Area",
    "Entry",
    "Format",
    "Item",
    "Selection",
    "SetEntry",
    "question_file",
    "set_file",
]
