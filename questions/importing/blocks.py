"""The blocks of a document: headings, list items, paragraphs, code, tables, details.

Markdown as people paste it is broken Markdown: headings inside list items, `7\\.` from an editor,
steps that are not indented. So this is a tolerant reader of lines rather than a Markdown parser;
it never fails, is linear in the length of the text, and each block knows its lines.
"""

import bisect
import re
from dataclasses import dataclass, field

from questions.importing.reading import Deadline
from questions.importing.wording import label_of, likeness

HEADING, ITEM, TEXT, CODE, TABLE, RULE, SUMMARY, MARKUP, QUOTE = (
    "heading",
    "item",
    "text",
    "code",
    "table",
    "rule",
    "summary",
    "markup",
    "quote",
)

_FENCE = re.compile(r"^\s*(?:(?:[-*+]|\d{1,4}[.)])\s+)?(`{3,}|~{3,})([^`]*)$")
_HEADING = re.compile(r"^ {0,3}(?:\*\*)?(#{1,6})(?:\s+|(?=[^\s#\d!]))(.*)$")
_ESCAPED = re.compile(r"^(\s*)(?:\\(?=[-*+#])|(\d{1,4})\\(?=[.)]))")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^<>]*>(.*?)(?:</h\1>\s*)?$", re.I)
_RULE = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={4,}|—{3,}|--\s*)$")
_TABLE_RULE = re.compile(r"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)+(?:\|\s*)?$")
_BULLET = re.compile(r"^(\s*)([-*+•‣◦▪▫●○■□➢➤►–])\s+(.*)$")
_NUMBER = re.compile(
    r"^(\s*)(?:(\*\*|__)\s*)?\(?#?(\d{1,4})(?:\\?[.)．、]|\)|:(?=\s)|\s[-–—](?=\s))(?:(?=\*\*|__|#{1,6}\s)|\s+|(?=[^\W\d]))(.*)$"
)
_DECIMAL = re.compile(r"(?:\d{1,3}\.)+(\d{1,3})[.)]?\s")
_CHAT = re.compile(
    r"^\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]m)?\]?\s+[^:\s][^:]{0,30}:(?:\s+(.*))?$", re.I
)
_WIKI = re.compile(r"^h([1-6])\.\s+(\S.*)$")
_OPENS_FENCE = re.compile(r"^(.{1,40}?)\s(`{3,}|~{3,})\w*\s*$")
_LETTER = re.compile(r"^(\s*)(?:\*\*)?\(?([a-zA-Z]|[ivx]{2,4})[.)]\s+(.*)$")
_ASKED = re.compile(
    r"^(\s*)(?:[-*+]\s+|\d{1,4}[.)]\s+)?(\*{1,3}|_{1,3})?"
    r"(?:Q(?:ues?\b)?\s*[#-]?\s*\.?\s*(\d{1,4})\s*(?:[.:)：]|[-–—](?=\s)|\s)+|Q\s*[:：]\s*|Q[.)]\s+|Question\s*#?\s*(\d{1,4})\s*(?:[.:)：]|[-–—](?=\s))?\s*"
    r"|Question\s*[:：]\s*|(?:Pregunta|Frage|Вопрос|问题|问)\s*\d*\s*[:：.]\s*)(.*)$",
    re.I,
)
_DETAILS = re.compile(r"</?details\b[^<>]*>|<summary\b[^<>]*>|</summary>", re.I)
_ONLY_TAGS = re.compile(r"^\s*(?:</?[a-zA-Z][^<>]*>\s*)+$")
_RAW = re.compile(r"^\s*<(script|style|pre)\b", re.I)
_BOLD_LINE = re.compile(r"^(\*\*|__)(?:(?!\1).)+\1[^\w]{0,6}$")
_ONE_ITEM = re.compile(r"^\s*(?:[-*+]\s+)+(?=[-*+]\s)")


@dataclass
class Block:
    """Lines `first` to `last` of the document, counted from 1. `parts` are its lines without marks.

    An item has a `marker`: `-`, `1` (numbered), `a` (lettered) or `Q` (labelled as a question);
    `number` where it has one, `mark` the sign of a bullet.
    """

    kind: str
    first: int
    last: int
    parts: list[str] = field(default_factory=list)
    indent: int = 0
    level: int = 0
    marker: str = ""
    number: int | None = None
    after_blank: bool = True
    mark: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.parts[:60])[:6000]


class Scanner:
    """Cuts lines into blocks. `lines` stays what was given: answers are cut from it."""

    def __init__(self, lines: list[str], deadline: Deadline) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self._deadline = deadline
        self._open: Block | None = None  # the paragraph or item that a next line may continue
        self._blank = True
        self._wiki = sum(bool(_WIKI.match(line)) for line in lines) > 1
        self._fences: dict[tuple[str, int], list[int]] = {}
        self._closers: dict[str, list[int]] = {}
        self._index()

    def _index(self) -> None:
        """Where fences and raw HTML may close, so that an unclosed one costs nothing to notice."""
        for at, line in enumerate(self.lines):
            bare = line.strip()
            if bare[:3] in ("```", "~~~") and bare == bare[0] * len(bare):
                for length in range(3, min(len(bare), 12) + 1):
                    self._fences.setdefault((bare[0], length), []).append(at)
            if "</" in line or "-->" in line:
                low = line[:5000].lower()
                for end in ("</script", "</style", "</pre", "</summary", "-->"):
                    if end in low:
                        self._closers.setdefault(end, []).append(at)

    def scan(self) -> list[Block]:
        at = self._front_matter()
        while at < len(self.lines):
            if at % 256 == 0:
                self._deadline.check(at + 1)
            at = self._take(at)
        return [part for block in self.blocks for part in _one_a_line(block)]

    def _front_matter(self) -> int:
        if self.lines and self.lines[0].strip() == "---":
            for at in range(1, min(len(self.lines), 200)):
                if self.lines[at].strip() in ("---", "..."):
                    body = [line for line in self.lines[1:at] if line.strip()]
                    if all(re.match(r"\s*[\w-]+\s*:|\s+|-\s|#", line) for line in body):
                        return at + 1
        return 0

    def _take(self, at: int) -> int:
        """Read the line `at`, and those that belong to it; the line to go on with."""
        line = self.lines[at]
        if not line.strip():
            self._open, self._blank = None, True
            return at + 1
        if "\\" in line:
            line = unescaped(line)
        bare = line.lstrip()
        if len(line) - len(bare) > 40:  # deeper than anybody nests; keeps the patterns linear
            line = " " * 40 + bare
        if found := _CHAT.match(line[:200]):
            said = found[1] or ""
            if not (_ASKED.match(said) or _NUMBER.match(said)):
                return self._add(MARKUP, at, at)
            line = line[found.start(1) :]
        end = self._long_block(at, line)
        if end is None:
            self._one_line(at, line[:20_000])
            end = at + 1
        self._blank = False
        return end

    def _long_block(self, at: int, line: str) -> int | None:
        if found := _FENCE.match(line[:500]):
            end = self._next(self._fences.get((found[1][0], min(len(found[1]), 12))), at)
            if end is None:  # never closed: as far as the next empty line, and no further
                end = at
                while end + 1 < len(self.lines) and self.lines[end + 1].strip():
                    end += 1
            return self._add(CODE, at, end)
        opens = _OPENS_FENCE.match(line.strip()) if "```" in line or "~~~" in line else None
        if opens and label_of(opens[1]):
            end = self._next(self._fences.get((opens[2][0], min(len(opens[2]), 12))), at)
            if end is not None:
                return self._add(CODE, at, end, [line.strip()])
        if found := _RAW.match(line):
            tag = f"</{found[1].lower()}"
            end = at if tag in line[:5000].lower() else self._next(self._closers.get(tag), at)
            return None if end is None else self._add(CODE, at, end)
        if line.lstrip().startswith("<!--"):
            end = at if "-->" in line[:5000] else self._next(self._closers.get("-->"), at)
            return None if end is None else self._add(MARKUP, at, end)
        low = line[:5000].lower()
        if "<summary" in low and "</summary" not in low:
            return self._wide_summary(at)
        has_rule = "|" in line and at + 1 < len(self.lines)
        if has_rule and _TABLE_RULE.match(self.lines[at + 1][:500]):
            end = at + 1
            while end + 1 < len(self.lines) and "|" in self.lines[end + 1]:
                end += 1
            labelled = not line.lstrip().startswith("|") and label_of(line[:200])
            return self._add(TABLE, at, end, [line.strip()] if labelled else [])
        return None

    def _wide_summary(self, at: int) -> int | None:
        """A `<summary>` that ends on one of the next lines is one block of all of them."""
        end = self._next(self._closers.get("</summary"), at)
        if end is None or end - at > 12:
            return None
        known = len(self.blocks)
        self._details(at, " ".join(line.strip() for line in self.lines[at : end + 1])[:20_000])
        for block in self.blocks[known:]:
            block.last = end + 1
        return end + 1

    def _add(self, kind: str, first: int, last: int, parts: list[str] | None = None) -> int:
        """A block of whole lines; `parts` when its first line begins with a label."""
        block = Block(kind, first + 1, last + 1, parts or [], indent=_indent(self.lines[first]))
        block.after_blank = self._blank
        self.blocks.append(block)
        self._open = None
        return last + 1

    def _next(self, places: list[int] | None, at: int) -> int | None:
        if not places:
            return None
        after = bisect.bisect_right(places, at)
        return places[after] if after < len(places) else None

    def _one_line(self, at: int, line: str) -> None:
        found = _DETAILS.search(line)
        if found and not line[: found.start()].strip().endswith("`"):
            self._details(at, line)
            return
        if _ONLY_TAGS.match(line) and "`" not in line:
            self._add(MARKUP, at, at)
            return
        if self._setext(at, line):
            return
        if _RULE.match(line):
            self._add(RULE, at, at)
            return
        block = self._heading(at, line) or self._item(at, line)
        if block is None and line.lstrip().startswith(">"):
            block = Block(QUOTE, at + 1, at + 1, [line.lstrip(" >")], indent=_indent(line))
        if block is None:
            self._words(at, line)
            return
        block.after_blank = self._blank
        self.blocks.append(block)
        self._open = None if block.kind in (HEADING, QUOTE) else block

    def _details(self, at: int, line: str) -> None:
        """`<details><summary>Show</summary> text`: tags and what they hold are blocks."""
        item = _BULLET.match(line) or _NUMBER.match(line)
        rest = line[: _DETAILS.search(line).start()]
        if item and not rest.strip(" -*+0123456789.)"):
            line = line[len(rest) :]
            rest = ""
        if rest.strip():
            self._one_line(at, rest)
        in_summary = False
        place = len(rest)
        self._open = None
        tags = list(_DETAILS.finditer(line, place))
        for tag, after in zip(tags, [*tags[1:], None], strict=True):
            name = tag[0].lower()
            in_summary = name.startswith("<summary")
            text = line[tag.end() : after.start() if after else len(line)].strip()
            kind = SUMMARY if in_summary else TEXT
            plain = re.sub(r"<[^<>]*>", "", text).strip()
            if not in_summary:
                self._open = None
                self.blocks.append(Block(MARKUP, at + 1, at + 1, [name], indent=_indent(line)))
            if plain:
                words = plain if in_summary else text
                block = Block(kind, at + 1, at + 1, [words], indent=_indent(line))
                self.blocks.append(block)
                self._open = block
            elif in_summary and after is None:
                block = Block(SUMMARY, at + 1, at + 1, [], indent=_indent(line))
                self.blocks.append(block)
                self._open = block

    def _setext(self, at: int, line: str) -> bool:
        last = self._open
        bare = line.strip()
        if last is None or last.kind != TEXT or len(last.parts) != 1 or len(last.text) > 120:
            return False
        if len(bare) < 3 or (bare.strip("=") and bare.strip("-")):
            return False
        last.kind, last.level, last.last = HEADING, 1 if bare[0] == "=" else 2, at + 1
        self._open = None
        return True

    def _heading(self, at: int, line: str) -> Block | None:
        number, rest, indent = None, line, _indent(line)
        inside = _NUMBER.match(line) or _BULLET.match(line)
        if inside and re.match(r"#{1,6}\s", inside[inside.re.groups]):
            rest = inside[inside.re.groups]
            number = int(inside[3]) if inside.re is _NUMBER else None
        if found := _HTML_HEADING.match(rest):
            title = re.sub(r"<[^<>]*>", "", found[2])
            return Block(HEADING, at + 1, at + 1, [title], indent=indent, level=int(found[1]))
        if found := _WIKI.match(rest):
            return Block(HEADING, at + 1, at + 1, [found[2]], indent=indent, level=int(found[1]))
        found = _HEADING.match(rest) if not (self._wiki and rest.startswith("# ")) else None
        if not found or not found[2].strip(" #*"):
            return None
        if number is None and (own := _NUMBER.match(found[2])):
            number = int(own[3])
        elif number is None and (own := _DECIMAL.match(found[2])):
            number = int(own[1])
        level, title = len(found[1]), found[2].strip()
        return Block(HEADING, at + 1, at + 1, [title], level=level, number=number, indent=indent)

    def _item(self, at: int, line: str) -> Block | None:
        if found := _ASKED.match(line):
            text = _closed(found[2], found[5])
            number = found[3] or found[4]
            return Block(
                ITEM,
                at + 1,
                at + 1,
                [text] if text else [],
                indent=len(found[1].expandtabs(4)),
                marker="Q",
                number=int(number) if number else None,
            )
        line = _ONE_ITEM.sub("", line)
        if found := _NUMBER.match(line):
            text = _closed(found[2], found[4])
            if self._open is not None and self._open.kind == TEXT and int(found[3]) > 500:
                return None  # a year at the start of a wrapped line
            return Block(
                ITEM,
                at + 1,
                at + 1,
                [text],
                indent=len(found[1].expandtabs(4)),
                marker="1",
                number=int(found[3]),
            )
        if found := _BULLET.match(line):
            indent = len(found[1].expandtabs(4))
            marker = "-"
            if found[2] == "–" and self._open is not None:
                return None
            block = Block(ITEM, at + 1, at + 1, [found[3].strip()], indent=indent, marker=marker)
            block.mark = found[2]
            return block
        if (found := _LETTER.match(line)) and not self._answers(found[2]):
            indent = len(found[1].expandtabs(4))
            return Block(ITEM, at + 1, at + 1, [found[3].strip()], indent=indent, marker="a")
        return None

    def _answers(self, letter: str) -> bool:
        """“A.” below “Q.” is no item of a list."""
        return letter == "A" and any(block.marker == "Q" for block in self.blocks[-3:])

    def _words(self, at: int, line: str) -> None:
        """A line of prose: goes on with the open block, or begins one when it carries a label."""
        text = line.strip()
        titled = self._open is not None and bool(
            _BOLD_LINE.match("".join(self._open.parts[-1:])[:600])
        )
        titled = titled and self._open.kind == TEXT and len(self._open.parts) == 1
        if self._open is not None and not titled and not (label_of(text) and _stands_out(text)):
            self._open.parts.append(text)
            self._open.last = at + 1
            return
        block = Block(TEXT, at + 1, at + 1, [text], indent=_indent(line), after_blank=self._blank)
        self.blocks.append(block)
        self._open = block


def _one_a_line(block: Block) -> list[Block]:
    """A paragraph whose lines are a question each, as pasted from a list that lost its marks.

    A first line that ends in a colon is the title of the list.
    """
    if block.kind != TEXT or not 1 < len(block.parts) < 400:
        return [block]
    titled = block.parts[0].endswith(":")
    parts = block.parts[titled:]
    asking = sum(likeness(part) >= 0.6 for part in parts)
    whole = all(part[:1].isupper() or part[:1] == "¿" for part in parts)
    sure = sum(likeness(part) >= 0.8 for part in parts)
    if not whole or len(parts) < 2 or asking < 0.6 * len(parts) or sure < 0.3 * len(parts):
        return [block]
    if len(parts) < 3 and not titled:
        return [block]
    split = []
    for line, part in enumerate(block.parts, start=block.first):
        kind = TEXT if titled and line == block.first else ITEM
        split.append(Block(kind, line, line, [part], indent=block.indent, marker="-"))
    split[0].after_blank = block.after_blank
    return split


def unescaped(line: str) -> str:
    """A line whose Markdown an editor escaped on paste: `7\\. \\*\\*Why?\\*\\*`."""
    line = _ESCAPED.sub(r"\1\2", line[:20_000])
    return line.replace("\\*\\*", "**") if line.count("\\*\\*") > 1 else line


def _stands_out(text: str) -> bool:
    """A label in the middle of a paragraph begins with a capital, a mark or a foreign letter."""
    first = text.lstrip("*_ <>")[:1]
    return not first.islower() or text.startswith(("*", "_", "<"))


def _closed(opening: str | None, text: str) -> str:
    """The text of an item whose emphasis began before its number; its emphasis is restored."""
    text = text.strip()
    if not opening:
        return text
    if text.startswith(opening):  # **7)** text
        return text[len(opening) :].strip()
    return opening + text if opening in text else text


def _indent(line: str) -> int:
    head = line[:400]
    return len(head.expandtabs(4)) - len(head.expandtabs(4).lstrip())
