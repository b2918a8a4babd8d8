"""Notes in Markdown about a question: for those who mark, or shown after an answer.

Most are points to look for, or an explanation; some hold the other as well, under a label.
"""

import re

from questions.importing.bodies import entries_of
from questions.importing.question import Question
from questions.importing.wording import ANSWER, FOLLOW_UPS, POINTS, REFERENCES, TIPS, label_of

_LISTS = (POINTS, TIPS, FOLLOW_UPS, REFERENCES)
# How our own exports write a key point for people who mark elsewhere.
_WEIGHED = re.compile(r"\s*\((?:must|should|bonus), [1-3]\)$")
_JUDGING = re.compile(r"\s*- (?:accept|misconception|probe|allow_list): ")


def take_notes(question: Question, notes: str, *, first: str = POINTS) -> None:
    """Add notes to a question: they are `first` (key points, or the answer) until a label.

    A label (“Model answer:”, “Tips:”, “## Key points”) stands outside of lists.
    """
    parts: list[tuple[str, list[str]]] = [(first, [])]
    for line in notes.split("\n"):
        label = _label_in(line, before=parts[-1][1])
        if label is not None:
            parts.append((label[0], [line[len(line) - len(label[1]) :]] if label[1] else []))
        else:
            parts[-1][1].append(line)
    for role, lines in parts:
        text = "\n".join(lines).strip("\n")
        if not text.strip():
            continue
        if role == ANSWER:
            question.answer = "\n\n".join(filter(None, [question.answer, text]))
        else:
            entries = [_statement(entry) if role == POINTS else entry for entry in entries_of(text)]
            getattr(question, role).extend(entries)


def _label_in(line: str, *, before: list[str]) -> tuple[str, str] | None:
    """The label a line begins with: before a colon, or alone below an empty line."""
    if line.startswith((" ", "- ", "|", "```")):
        return None
    label = label_of(line[:200])
    if label is None or label[0] not in (ANSWER, *_LISTS) or len(line) - len(label[1]) >= 60:
        return None
    if not label[1]:
        return label if not before or not before[-1].strip() else None
    opening = line[: len(line) - len(label[1])].rstrip(" *_")
    return label if opening.endswith((":", "：")) else None


def _statement(point: str) -> str:
    """A key point without its level and weight, and without what helps to judge it."""
    lines = [line for line in point.split("\n") if not _JUDGING.match(line)]
    lines[0] = _WEIGHED.sub("", lines[0])
    return "\n".join(lines).strip()
