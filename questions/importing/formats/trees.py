"""JSON, JSON Lines and YAML: lists of objects, under whatever names, however nested."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from questions.importing.document import LeftOut
from questions.importing.formats import branches, own_json
from questions.importing.formats.columns import guess, place_of
from questions.importing.formats.records import Record, html_columns, question_of, write_record
from questions.importing.formats.roles import QUESTION, role_of
from questions.importing.formats.source import Column, Document, Transcript
from questions.importing.formats.tabular import confidence_in, counts_from_zero
from questions.importing.formats.yaml_values import yaml_values
from questions.importing.reading import Deadline, Unreadable, decode


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    text = decode(data, name)
    kind, value = _values(text, name, deadline)
    document, page = Document(name, kind, ""), Transcript()
    groups = list(branches.groups_in(value, deadline))
    ours = own_json.questions_in(value, groups)
    if ours is not None:
        for question in ours:
            deadline.check(page.next_line)
            page.question(question)
        document.questions = ours
    elif own_json.is_set(value):
        page.paragraph(text.strip())
        document.left_out.append(LeftOut(1, "a set, which names questions and holds none"))
    elif groups:
        _read_records(document, page, groups, deadline, mapping)
    else:
        page.paragraph(json.dumps(value, ensure_ascii=False, indent=2, default=str)[:100_000])
        document.left_out.append(
            LeftOut(1, "no list of objects, or of texts that ask, was found in it")
        )
    document.text = page.text
    return document


def _values(text: str, name: str, deadline: Deadline) -> tuple[str, object]:
    bare = text.lstrip()
    if bare[:1] not in ("{", "["):
        if name.lower().endswith((".json", ".jsonl", ".ndjson")):
            return "JSON", _json(text, name)
        return "YAML", yaml_values(text, name, deadline)
    try:
        return "JSON", json.loads(text)
    except json.JSONDecodeError:
        if name.lower().endswith((".yaml", ".yml")):
            return "YAML", yaml_values(text, name, deadline)
        return "JSON Lines", list(_json_lines(text, name, deadline))
    except ValueError as error:
        raise Unreadable(f"{name}: this JSON cannot be read ({error}).") from None


def _json(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unreadable(f"{name}: line {getattr(error, 'lineno', 1)}: this is not JSON.") from None


def _json_lines(text: str, name: str, deadline: Deadline) -> Iterator[object]:
    for number, line in enumerate(text.split("\n"), start=1):
        deadline.check(number)
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError:
                raise Unreadable(
                    f"{name}: line {number}: this line is not JSON, though those before it are. "
                    "Mend it there."
                ) from None


@dataclass
class _Table:
    """Objects as rows: `names` in the order in which they first occur."""

    names: list[str] = field(default_factory=list)
    rows: list[list] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def _table_of(groups: list[branches.Group], deadline: Deadline) -> _Table:
    table = _Table()
    known: dict[str, int] = {}
    for group in groups:
        for record in group.records:
            for key in record:
                if key not in known and len(known) < 200:
                    known[key] = len(known)
    table.names = list(known)
    for group in groups:
        for record in group.records:
            deadline.check(len(table.rows) + 1)
            row: list = [""] * len(known)
            options, right = {}, []
            for key, value in record.items():
                if key not in known:
                    continue
                row[known[key]] = branches.texts_of(value)
                if role_of(key) == "options":
                    right = branches.right_of(value)
                if isinstance(value, dict) and role_of(key) == "options":
                    options = {str(k): branches.text_of(v) for k, v in value.items()}
                    row[known[key]] = ""
            table.rows.append(row)
            table.records.append(Record(row, " / ".join(group.path) or None, options, right))
    return table


def _read_records(
    document: Document,
    page: Transcript,
    groups: list[branches.Group],
    deadline: Deadline,
    mapping: Mapping[str, str],
) -> None:
    table = _table_of(groups, deadline)
    plain = [[branches.text_of(cell) for cell in row] for row in table.rows]
    columns = guess(table.names, plain, mapping, name=document.name)
    document.columns = columns
    asked = place_of(columns, QUESTION)
    if asked is None:
        told = ", ".join(table.names[:10])
        document.left_out.append(
            LeftOut(
                1, f"no key holds questions (there are {told}); say which with --map question=KEY"
            )
        )
    html = html_columns(columns, plain)
    from_zero = counts_from_zero(columns, plain) or any("index" in c.name.lower() for c in columns)
    for number, record in enumerate(table.records, start=1):
        deadline.check(number)
        question = None
        used = columns
        if asked is not None:
            used = columns if record.values[asked] else _other_question(columns, record, asked)
            question = question_of(used, record, html=html, from_zero=from_zero)
        place = write_record(page, f"Object {number}", used, record)
        if question is not None:
            question.source_line, question.source_end = place, page.next_line - 2
            sure, reason = confidence_in(used, place_of(used, QUESTION))
            question.confidence, question.reasons = sure, [reason.replace("column", "key", 1)]
            document.questions.append(question)
        elif asked is not None:
            document.left_out.append(LeftOut(place, f"object {number} has no question in it"))


def _other_question(columns: list[Column], record: Record, asked: int) -> list[Column]:
    """Objects of one document may name it differently: `question` here, `prompt` there."""
    for at, column in enumerate(columns):
        if at != asked and record.values[at] and role_of(column.name) == QUESTION:
            used = [Column(c.letter, c.name, c.role) for c in columns]
            used[at].role, used[asked].role = QUESTION, None
            return used
    return columns
