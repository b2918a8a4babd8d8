"""Our own format, docs/bank-format.md: one question a file, with its whole rubric.

Only what an import keeps is read here. Whether a file keeps all the rules of the bank is for
`load_bank` to say; a question that does not is imported all the same.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from questions.importing.bodies import entries_of
from questions.importing.document import LeftOut
from questions.importing.formats.source import Document
from questions.importing.formats.yaml_values import yaml_values
from questions.importing.question import Question
from questions.importing.reading import Deadline, decode

_FACTS = re.compile(r"\A\s*---\n(.*?\n)---\n", re.S)
_POINT = re.compile(r"^### +([\w-]+) +\((must|should|bonus), *([1-3])\)\s*$", re.M)
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_LISTS = {"Tips": "tips", "Follow-ups": "follow_ups", "References": "references"}


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    text = decode(data, name)
    document = Document(name, "bank", text)
    facts = yaml_values(_FACTS.match(text)[1], name, deadline)
    facts = facts if isinstance(facts, dict) else {}
    sections = _sections(text.split("\n"))
    line, prompt = sections["Prompt"]
    if not prompt.strip():
        document.left_out.append(LeftOut(line, "its prompt is empty"))
        return document
    folder = PurePosixPath(name.replace("\\", "/")).parent.name
    question = Question(
        prompt,
        line,
        section=folder or None,
        answer=sections.get("Model answer", (0, ""))[1] or None,
        key_points=_points(sections.get("Key points", (0, ""))[1]),
        kind=facts.get("kind"),
        minutes=_number(facts.get("minutes"), 1, 120),
        tier=_number(facts.get("tier"), 1, 4),
        priority=facts.get("priority"),
    )
    for title, role in _LISTS.items():
        setattr(question, role, entries_of(sections.get(title, (0, ""))[1]))
    question.tips += entries_of(sections.get("Hints", (0, ""))[1])
    question.code = [_source(sections[t][1]) for t in ("Starter code",) if t in sections]
    question.title = facts["title"] if isinstance(facts.get("title"), str) else None
    question.source_end = len(text.rstrip().split("\n"))
    document.questions.append(question)
    return document


def _sections(lines: list[str]) -> dict[str, tuple[int, str]]:
    """Title of each `##` section → the line its text begins on, and the text."""
    found: dict[str, tuple[int, str]] = {}
    title, first, fence = None, 0, ""
    for number, line in enumerate([*lines, "## "], start=1):
        if opened := _FENCE.match(line):
            if not fence:
                fence = opened[1]
            elif opened[1].startswith(fence) and line.strip() == opened[1]:
                fence = ""
        is_heading = line.startswith("## ") and not fence
        if not is_heading and number <= len(lines):
            continue
        if title is not None:
            body = lines[first : number - 1]
            blank = next((at for at, text in enumerate(body) if text.strip()), 0)
            found.setdefault(title, (first + blank + 1, "\n".join(body).strip("\n")))
        title, first = line[3:].strip(), number
    return found


def _points(text: str) -> list[str]:
    """The statement of each key point, without phrasings, misconceptions and probes."""
    parts = _POINT.split(text)
    points = []
    for body in parts[4::4]:
        statement = re.split(r"^- +(?:accept|misconception|probe|allow_list):", body, flags=re.M)[0]
        if statement.strip():
            points.append(" ".join(statement.split()))
    return points


def _source(text: str) -> str:
    lines = text.strip("\n").split("\n")
    return "\n".join(lines[1:-1]) if len(lines) > 2 and _FENCE.match(lines[0]) else text


def _number(value: object, least: int, most: int) -> int | None:
    text = value if isinstance(value, str) else ""
    number = int(text) if re.fullmatch(r"\d{1,3}", text) else None
    return number if number is not None and least <= number <= most else None
