"""Prose: list items, words, and what is left of a text when its line breaks are forgotten."""

import re

from questions.bank.outline import Block, Fences
from questions.bank.problems import Reporter

_MARKER = re.compile(r"^(?:[-*+]|\d{1,3}[.)])(?:\s+|$)")
_KEEPS_ITS_LINE = re.compile(r"^\s*(?:[-*+]\s|\d{1,3}[.)]\s|\||#|>|\$\$|```|~~~)")
_MATHS = re.compile(r"\$\$.+?\$\$|\$[^$\n]+?\$", re.DOTALL)
_MARKED = re.compile(r"[$`~]")
_INLINE_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def items(block: Block, report: Reporter) -> list[tuple[int, str]]:
    """The items of a list with the lines they begin on; wrapped lines belong to their item."""
    found: list[tuple[int, list[str]]] = []
    after_gap = False
    for number, line in enumerate(block.lines, start=block.line):
        if not line.strip():
            after_gap = True
            if found:
                found[-1][1].append("")
            continue
        if marker := _MARKER.match(line):
            found.append((number, [line[marker.end() :].strip()]))
        elif line.lstrip().startswith(("```", "~~~")):
            report.error(number, "a code block cannot stand inside a list; put the code into words")
            return []
        elif not found or (after_gap and not line.startswith((" ", "\t"))):
            report.error(number, "this section is a list: begin the line with “- ”, or indent it")
        else:
            found[-1][1].append(line.rstrip())
        after_gap = False
    for number, lines in found:
        if not any(lines):
            report.error(number, "this item is empty; write it or delete it")
    return [(number, unwrap(_dedented(lines))) for number, lines in found]


def unwrap(text: str) -> str:
    """The text with each paragraph on one line; code, lists, tables and displays keep theirs."""
    if "\n" not in text:
        return " ".join(text.split())
    out: list[str] = []
    fences = Fences()
    may_join = False
    for number, raw in enumerate(text.split("\n")):
        line = raw.rstrip()
        if fences.inside(number, raw):
            out.append(line)
            may_join = False
        elif not line.strip():
            if out and out[-1]:
                out.append("")
            may_join = False
        elif may_join and not _KEEPS_ITS_LINE.match(line):
            out[-1] += " " + " ".join(line.split())
        else:
            indent = line[: len(line) - len(line.lstrip())] if _KEEPS_ITS_LINE.match(line) else ""
            out.append(indent + " ".join(line.split()))
            may_join = True
    return "\n".join(out).strip("\n")


def prose(text: str) -> str:
    """The text without code blocks, inline code and formulas, each formula one placeholder word."""
    if not _MARKED.search(text):
        return text
    kept = []
    fences = Fences()
    for number, line in enumerate(text.split("\n")):
        kept.append("" if fences.inside(number, line) else line)
    return _INLINE_CODE.sub(" ", _MATHS.sub(" x ", "\n".join(kept)))


def words(text: str) -> list[str]:
    """The words of the prose, lower case; a formula counts as one."""
    return _WORD.findall(prose(text).lower())


def same_words(text: str) -> str:
    """A form in which two phrases are equal when they say the same with the same words."""
    return " ".join(re.findall(r"\w+|[^\w\s.,;:!?'’\"“”]", text.casefold()))


def _dedented(lines: list[str]) -> str:
    """Continuation lines moved left together, so that nesting below the item survives."""
    rest = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return "\n".join([lines[0], *(line[indent:] for line in lines[1:])]).strip("\n")
