"""Questions in a Markdown table: a column named for questions, others named for what they hold."""

import re

from questions.importing.blocks import Block
from questions.importing.question import Question
from questions.importing.sections import Scope
from questions.importing.titles import minutes_in, tier_in, title_of
from questions.importing.wording import ANSWER, FOLLOW_UPS, POINTS, TIPS, label_of, likeness

_QUESTION = re.compile(r"questions?|prompts?|q|problems?|task|ask|interview questions?", re.I)
_CELL_END = re.compile(r"(?<!\\)\|")


def questions_in_table(block: Block, lines: list[str], scope: Scope) -> list[Question]:
    """One question a row; none when no column asks, or when the cells are links into the page."""
    rows = [cells_of(line) for line in lines[block.first - 1 : block.last]]
    names = [title_of(cell).text for cell in rows[0]]
    column = next((at for at, name in enumerate(names) if _QUESTION.fullmatch(name)), None)
    body = rows[2:]
    if column is None or not body:
        return []
    linked = sum("](#" in "".join(row) for row in body)
    asked = sum(likeness(title_of(row[column]).text) >= 0.6 for row in body if column < len(row))
    if linked > 0.5 * len(body) or asked < 0.3 * len(body):
        return []
    found = []
    for number, row in enumerate(body, start=block.first + 2):
        title = title_of(row[column]) if column < len(row) else None
        if title is None or not re.search(r"\w", title.text):
            continue
        question = Question(title.text, number, section=" / ".join(scope.path) or None)
        facts = title.facts.over(scope.facts)
        question.minutes, question.tier = facts.minutes, facts.tier
        question.kind, question.priority = facts.kind, facts.priority
        for name, cell in zip(names, row, strict=False):
            if cell.strip() and name != names[column]:
                _fill(question, name, re.sub(r"<br\s*/?>", "\n", cell.replace("\\|", "|")))
        found.append(question)
    return found


def _fill(question: Question, name: str, cell: str) -> None:
    label = label_of(name)
    role = label[0] if label else None
    if role == ANSWER:
        question.answer = cell
    elif role in (POINTS, TIPS, FOLLOW_UPS):
        getattr(question, role).append(cell)
    elif re.match(r"difficulty|level|tier", name, re.I):
        question.tier = tier_in(cell) or (int(cell) if cell in ("1", "2", "3", "4") else None)
    elif re.match(r"time|min|duration", name, re.I):
        question.minutes = minutes_in(cell) or (int(cell) if cell.isdecimal() else None)
    elif re.fullmatch(r"topic|category|section|area|subject|chapter|theme", name, re.I):
        question.section = " / ".join(filter(None, (question.section, title_of(cell).text)))
    elif re.match(r"priority", name, re.I) and re.fullmatch(r"P[0-5]", cell.strip()):
        question.priority = cell.strip()


def cells_of(line: str) -> list[str]:
    """The cells of a row of a Markdown table; `\\|` is part of a cell."""
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in _CELL_END.split(bare)]
