"""JSON and CSV: everything for programs, and a table for people with a spreadsheet."""

import csv
import io
import json
from dataclasses import asdict, fields

from questions.bank.words import Point, Sample, Words
from questions.exporting.selection import Entry, Selection

FORMAT, VERSION = "greenroom-questions", 1
COLUMNS = (
    "slug", "area", "title", "kind", "tier", "minutes", "priority", "audience", "language",
    "status", "prompt", "model_answer", "key_points", "red_flags", "mistakes", "tips", "hints",
    "follow_ups", "references", "licence", "author",
)  # fmt: skip
# A spreadsheet would run a cell that begins with one of these (OWASP, “CSV injection”).
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def as_json(selection: Selection) -> str:
    """All of it; docs/exporting.md lists the keys. The same questions give the same text."""
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "title": selection.title,
        "areas": [asdict(area) for area in selection.areas],
        "questions": [_facts(entry) for entry in selection.questions],
        "sets": [asdict(one) for one in selection.sets],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def _facts(entry: Entry) -> dict:
    words = {one.name: getattr(entry.words, one.name) for one in fields(Words)}
    points, samples = words.pop("points"), words.pop("samples")
    return {
        "slug": entry.slug,
        "area": entry.area,
        "status": entry.status,
        "language": entry.language,
        "has_key": entry.has_key,
        **words,
        "key_points": [_without_line(point) for point in points],
        "calibration_answers": [
            _without_line(sample) | {"reasons": dict(sample.reasons)} for sample in samples
        ],
    }


def _without_line(part: Point | Sample) -> dict:
    return {name: value for name, value in asdict(part).items() if name != "line"}


def as_csv(selection: Selection) -> str:
    """One row a question; lists have one entry a line within their cell. Begins with a BOM,
    without which Excel takes the text for Windows-1252.
    """
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(COLUMNS)
    for entry in selection.questions:
        rows.writerow([_cell(entry, column) for column in COLUMNS])
    return "\ufeff" + target.getvalue()


def _cell(entry: Entry, column: str) -> str:
    if column == "key_points":
        value: object = [point.text for point in entry.words.points]
    else:
        value = getattr(entry, column, None) or getattr(entry.words, column, "")
    if isinstance(value, list | tuple):
        value = "\n".join(" ".join(one.split()) for one in value)
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS) else text
