"""Where the headings are: a Markdown text cut into blocks, code fences respected."""

import re
from dataclasses import dataclass

from questions.bank.problems import Reporter

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([^`]*)$")


@dataclass(frozen=True)
class Block:
    """Consecutive lines of a file; `line` is the number of the first of them, from 1."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Without empty lines around it and without spaces at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.lines).strip("\n")

    @property
    def is_empty(self) -> bool:
        return not any(line.strip() for line in self.lines)

    @property
    def first_line(self) -> int:
        """The number of the first line that says something."""
        for number, line in enumerate(self.lines, start=self.line):
            if line.strip():
                return number
        return self.line


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it."""

    title: str
    line: int
    body: Block


@dataclass(frozen=True)
class CodeBlock:
    language: str
    line: int
    source: str


class Fences:
    """Follows code fences line by line: `inside` is true for every line that is code or a fence."""

    def __init__(self) -> None:
        self.opened_at: int | None = None
        self._closer: re.Pattern[str] | None = None

    def inside(self, number: int, line: str) -> bool:
        if "```" not in line and "~~~" not in line:
            return self.opened_at is not None
        if self.opened_at is not None:
            if self._closer and self._closer.match(line):
                self.opened_at = None
            return True
        if found := _FENCE.match(line):
            self.opened_at = number
            mark = found[1]
            self._closer = re.compile(rf"^ {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$")
            return True
        return False


def split(block: Block, *, level: int, report: Reporter) -> tuple[Block, list[Part]]:
    """What stands before the first heading of this level, and the parts under such headings.

    A heading of a higher level is a mistake and reported; a lower one belongs to the text. An
    unclosed code fence is reported where it was opened.
    """
    heads = [(block.line - 1, "")]
    fences = Fences()
    for number, line in enumerate(block.lines, start=block.line):
        if fences.inside(number, line) or not line.startswith("#"):
            continue
        marks = len(line) - len(line.lstrip("#"))
        title = line[marks:].strip()
        if marks > 6 or not line[marks:].startswith((" ", "\t")):
            continue
        if marks == level:
            heads.append((number, title))
        elif marks < level:
            report.error(number, f"no heading of level {marks} may stand here: {line.strip()}")
    if fences.opened_at is not None:
        report.error(fences.opened_at, "this code block is never closed; end it with ```")
    ends = [number - 1 for number, _ in heads[1:]] + [block.line + len(block.lines) - 1]
    parts = [
        Part(title, number, _lines_of(block, number + 1, end))
        for (number, title), end in zip(heads, ends, strict=True)
    ]
    return parts[0].body, parts[1:]


def code_blocks(block: Block) -> tuple[list[CodeBlock], Block]:
    """The fenced code of a block, and the block with code and fences blanked out."""
    fences = Fences()
    found: list[CodeBlock] = []
    rest: list[str] = []
    language, start, source = "", 0, []
    for number, line in enumerate(block.lines, start=block.line):
        was_open = fences.opened_at is not None
        if not fences.inside(number, line):
            rest.append(line)
            continue
        rest.append("")
        if not was_open:
            opening = _FENCE.match(line)
            language = opening[2].strip().split(" ")[0] if opening else ""
            start, source = number, []
        elif fences.opened_at is None:
            found.append(CodeBlock(language, start + 1, "\n".join(source).rstrip() + "\n"))
        else:
            source.append(line.rstrip())
    return found, Block(block.line, tuple(rest))


def _lines_of(block: Block, first: int, last: int) -> Block:
    return Block(first, block.lines[first - block.line : last - block.line + 1])
