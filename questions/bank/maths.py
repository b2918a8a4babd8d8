"""Is the LaTeX between dollars sane: closed, balanced, and seen as a formula at all?"""

import re
from collections.abc import Iterator

from questions.bank.outline import Block
from questions.bank.problems import Reporter

_INLINE_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_DOLLARS = re.compile(r"(?<!\\)(?:\\\\)*(\$\$?)")
_BEGINS_ANEW = re.compile(r"[-*+] |\||\d+[.)] ")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z*]+)\}")


def check_maths(prose: Block, report: Reporter) -> None:
    """Report each formula that would not show as its author meant; `prose` has no code blocks."""
    for line, formula in formulas(prose, report):
        if problem := _what_is_wrong(formula):
            report.error(line, f"in ${_short(formula)}$: {problem}")


def formulas(prose: Block, report: Reporter) -> Iterator[tuple[int, str]]:
    """Each formula with its first line; dollars without a partner are reported."""
    for line, paragraph in _paragraphs(prose):
        if "$" in paragraph:
            yield from _in_paragraph(line, _INLINE_CODE.sub(_blanked, paragraph), report)


def _in_paragraph(first: int, text: str, report: Reporter) -> Iterator[tuple[int, str]]:
    position = 0
    while opening := _DOLLARS.search(text, position):
        mark, start = opening[1], opening.end()
        line = first + text.count("\n", 0, opening.start(1))
        closing = _closing(text, start, mark)
        if closing is None:
            report.error(line, f"this {mark} opens no formula; close it, or write \\$ for a dollar")
            return
        formula = text[start : closing.start(1)]
        position = closing.end()
        if not formula.strip():
            report.error(line, "there is nothing between these dollars; write \\$ for a dollar")
        elif mark == "$" and formula != formula.strip():
            report.error(
                line,
                f"in ${_short(formula)}$: a space just inside the dollars keeps it from being a"
                " formula; take the space out, or write \\$ for a dollar",
            )
        else:
            yield line, formula


def _closing(text: str, start: int, mark: str) -> re.Match[str] | None:
    for found in _DOLLARS.finditer(text, start):
        if found[1] == mark:
            return found
    return None


def _what_is_wrong(formula: str) -> str | None:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", formula):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return "a } closes nothing"
    if depth:
        return "a { is never closed"
    if len(re.findall(r"\\left\b", formula)) != len(re.findall(r"\\right\b", formula)):
        return "\\left and \\right do not pair up"
    opened: list[str] = []
    for what, name in _ENVIRONMENT.findall(formula):
        if what == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return f"\\end{{{name}}} closes nothing"
    if opened:
        return f"\\begin{{{opened[-1]}}} is never closed"
    if formula.endswith("\\") and not formula.endswith("\\\\"):
        return "it ends in a lone backslash"
    return None


def _paragraphs(block: Block) -> Iterator[tuple[int, str]]:
    """Runs of lines without an empty one; a formula never reaches over an empty line.

    A bullet and a table row begin anew: a formula cannot begin in one and end in the next.
    """
    gathered: list[str] = []
    start = block.line
    in_display = False
    for number, line in enumerate(block.lines, start=block.line):
        stripped = line.lstrip()
        begins = _BEGINS_ANEW.match(stripped) and not in_display
        if (not stripped or begins) and gathered:
            yield start, "\n".join(gathered)
            gathered, in_display = [], False
        if stripped:
            start = start if gathered else number
            gathered.append(line)
            in_display ^= line.count("$$") % 2 == 1
    if gathered:
        yield start, "\n".join(gathered)


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _short(formula: str) -> str:
    return formula if len(formula) <= 40 else formula[:37] + "…"
