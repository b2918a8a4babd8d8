"""HTML into Markdown: what a page says, without what surrounds it.

Pages bring `<details>`, definition lists and elements of their own making; the words in them stay,
code and formulas as they are. Text is not escaped: `List<T>` in a page is `List<T>` here.
"""

import re

import lxml.html
from lxml import etree

from questions.importing.formats.formulas import formula_of, with_dollars
from questions.importing.formats.surroundings import is_left_out
from questions.importing.formats.turns import ANSWER, QUESTION, turns_of
from questions.importing.question import fenced
from questions.importing.reading import Deadline, Unreadable
from questions.importing.wording import label_of

_DEEPEST = 120  # levels of elements; below it only the text is taken
_BLOCKS_TEXT = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre search "
    "section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "dfn": "*"}
_CODE = frozenset(("code", "kbd", "samp", "tt", "var"))
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:)[-\s]*([\w+#.-]{1,20})")
_PAGE = re.compile(r"<(?:html|head|body)\b", re.I)
_SPACE = re.compile(r"[ \t\n\r\f\xa0\u200b]+")
_TAG = re.compile(
    r"<(p|div|ul|ol|li|pre|code|strong|em|b|i|u|span|h[1-6]|table|blockquote|sub|sup|a|font|dl)"
    r"\b[^<>]*>.*?</\1\s*>|<br\s*/?>|<(?:p|div|img)\b[^<>]*>",
    re.I | re.S,
)
_LABEL = re.compile(r"(?<=\S) (?=(\*\*[^*\n]{2,30}(?::\*\*|\*\*:)))")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|nbsp|#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)


def is_markup(text: str) -> bool:
    """Whether a value is written in HTML, not merely about it: a tag that closes, or a `<br>`."""
    return "<" in text and bool(_TAG.search(text))


def holds_entities(text: str) -> bool:
    return bool(_ENTITY.search(text))


def markdown_of(html: str, *, deadline: Deadline | None = None, name: str = "the page") -> str:
    """The Markdown of a fragment or a page of HTML."""
    if not html.strip():
        return ""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    if not _PAGE.search(html[:5000]):
        html = f"<body>{html}"
    try:
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise Unreadable(
            f"{name}: its elements are nested more than 250 deep. Import the text of it instead."
        )
    return with_dollars(_Writer(root, deadline).markdown())


class _Writer:
    def __init__(self, root, deadline: Deadline | None) -> None:
        self._root, self._deadline = root, deadline
        self._turns = turns_of(root)
        self._blocky: dict = {}

    def markdown(self) -> str:
        body = self._root.find("body")
        start = self._main(body if body is not None else self._root)
        return "\n\n".join(self._blocks(start, 0)).strip("\n")

    def _main(self, body):
        """The `<main>` part of a page, where it holds at least half of the words."""
        for path in (".//main", ".//*[@role='main']", ".//article"):
            found = body.findall(path)
            if len(found) == 1 and 2 * _size(found[0]) >= _size(body):
                return found[0]
        return body

    def _blocks(self, element, depth: int) -> list[str]:
        """The paragraphs, lists, tables … below an element, each as Markdown."""
        if self._deadline is not None:
            self._deadline.check(element.sourceline or 1)
        if depth > _DEEPEST:
            return [text] if (text := _squeezed(element.text_content())) else []
        found: list[str] = []
        line: list[str] = [_collapsed(element.text)]

        def flush() -> None:
            text = _tidy("".join(line))
            line.clear()
            if text:
                found.append(text)

        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif is_left_out(child):
                if child.tag == "header":
                    flush()
                    found += self._headings_in(child, depth)
            elif self._is_block(child):
                flush()
                found += self._turned(child, depth + 1)
            else:
                line.append(self._inline(child, depth + 1))
            line.append(_collapsed(child.tail))
        flush()
        return found

    def _headings_in(self, element, depth: int) -> list[str]:
        return [
            block
            for heading in element.iter(*_HEADINGS)
            if not any(
                is_left_out(above) for above in heading.iterancestors() if above is not element
            )
            for block in self._block(heading, depth)
        ]

    def _turned(self, element, depth: int) -> list[str]:
        """The blocks of an element, labelled where the page marks it as a question or an answer."""
        blocks = self._block(element, depth)
        turn = self._turns.get(element)
        if not blocks or turn is None:
            return blocks
        if turn == QUESTION:
            plain = blocks[0].startswith(("#", "```", "|", "- ", "Q:", "<details"))
            return blocks if plain else [f"Q: {blocks[0]}", *blocks[1:]]
        if turn == ANSWER and not re.match(r"\W*(?:answer|a)\s*[:.]", blocks[0], re.I):
            return ["Answer:", *blocks]
        return blocks

    def _is_block(self, element) -> bool:
        """Elements that stand alone; those of a page's own making when blocks or siblings do."""
        if element.tag in _BLOCKS or "-" in element.tag:
            return True
        if element not in self._blocky:
            below = element.iterdescendants(*_BLOCKS)
            self._blocky[element] = next(below, None) is not None
        return self._blocky[element] or element in self._turns

    def _block(self, element, depth: int) -> list[str]:
        tag = element.tag
        if tag in _HEADINGS:
            text = _squeezed(self._inline_children(element, depth))
            return [f"{'#' * _HEADINGS[tag]} {text}"] if text else []
        if tag == "pre":
            return _code_block(element)
        if tag in ("ul", "ol", "menu"):
            return self._list(element, depth)
        if tag == "table":
            return self._table(element, depth)
        if tag == "dl":
            return self._definitions(element, depth)
        if tag == "details":
            return self._details(element, depth)
        if tag == "hr":
            return ["---"]
        blocks = self._blocks(element, depth)
        if tag == "blockquote":
            quoted = "\n\n".join(blocks).split("\n")
            return ["\n".join(f"> {line}".rstrip() for line in quoted)] if blocks else []
        return blocks

    def _list(self, element, depth: int) -> list[str]:
        numbered = element.tag == "ol"
        lettered = element.get("type") in ("a", "A")
        start = element.get("start", "")
        number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
        items: list[str] = []
        for child in element:
            if not isinstance(child.tag, str) or is_left_out(child):
                continue
            if child.tag != "li":
                blocks = self._turned(child, depth + 1)
                if child.tag in ("ul", "ol") and items:  # a list beside its item, as editors do
                    items[-1] += "\n" + _indented("\n".join(blocks), 3)
                else:
                    items += blocks
                continue
            value = child.get("value", "")
            number = int(value) if re.fullmatch(r"\d{1,6}", value) else number
            mark = f"{number}." if numbered else "-"
            if numbered and lettered and number < 27:
                mark = f"{chr(96 + number)}."
            blocks = self._turned_item(child, depth + 1)
            number += 1
            if blocks:
                items.append(f"{mark} " + _indented(_joined(blocks), len(mark) + 1).lstrip())
        return ["\n".join(items)] if items else []

    def _turned_item(self, element, depth: int) -> list[str]:
        return [block for block in self._blocks(element, depth) if block]

    def _definitions(self, element, depth: int) -> list[str]:
        """Terms that ask are questions, and what describes them their answers."""
        entries = [e for e in element.iter("dt", "dd") if next(e.iterancestors("dl")) is element]
        asked = any(self._turns.get(entry) == QUESTION for entry in entries)
        found: list[str] = []
        answering = False
        for entry in entries:
            blocks = self._blocks(entry, depth + 1)
            if not blocks:
                continue
            if entry.tag == "dt":
                first = f"Q: {blocks[0]}" if asked else f"**{blocks[0]}**"
                found += [first if "\n" not in first else blocks[0], *blocks[1:]]
            else:
                found += ["Answer:", *blocks] if asked and not answering else blocks
            answering = entry.tag == "dd"
        return found

    def _details(self, element, depth: int) -> list[str]:
        summary = element.find("summary")
        title = _squeezed(self._inline_children(summary, depth)) if summary is not None else ""
        rest = self._blocks_but(element, summary, depth)
        opening = f"<details>\n<summary>{title}</summary>" if title else "<details>"
        return [opening, *rest, "</details>"]

    def _blocks_but(self, element, summary, depth: int) -> list[str]:
        if summary is None:
            return self._blocks(element, depth)
        tail = summary.tail
        element.remove(summary)
        element.text = (element.text or "") + (tail or "")
        return self._blocks(element, depth)

    def _table(self, element, depth: int) -> list[str]:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        cells = [row for row in cells if row]
        width = max((len(row) for row in cells), default=0)
        nested = next(element.iterdescendants("table", "ul", "ol", "pre"), None) is not None
        if width < 2 or (nested and len(cells) < 2):
            return [block for row in cells for cell in row for block in self._blocks(cell, depth)]
        lines = []
        for number, row in enumerate(cells):
            texts = [_cell("\n".join(self._blocks(cell, depth + 1))) for cell in row]
            texts += [""] * (width - len(texts))
            lines.append("| " + " | ".join(texts) + " |")
            if number == 0:
                lines.append("|" + "---|" * width)
        return ["\n".join(lines)]

    def _inline_children(self, element, depth: int) -> str:
        parts = [_collapsed(element.text)]
        for child in element:
            if isinstance(child.tag, str) and not is_left_out(child):
                parts.append(self._inline(child, depth + 1))
            parts.append(_collapsed(child.tail))
        return "".join(parts)

    def _inline(self, element, depth: int) -> str:
        tag = element.tag
        if depth > _DEEPEST:
            return _collapsed(element.text_content())
        if (formula := formula_of(element)) is not None:
            return formula
        if tag == "br":
            return "\n"
        if tag in ("wbr", "input", "button"):
            return ""
        if tag in _CODE and tag != "var":
            return _code_span(element.text_content())
        if tag == "img":
            return _picture(element)
        text = self._inline_children(element, depth)
        if tag in _EMPHASIS:
            return _wrapped(text, _EMPHASIS[tag])
        if tag in ("sub", "sup") and text.strip():
            mark = "_" if tag == "sub" else "^"
            return mark + (text if re.fullmatch(r"\w", text) else "{" + text.strip() + "}")
        if tag == "a":
            return _link(element, text)
        return text


def _size(element) -> int:
    return len(element.text_content())


def _collapsed(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _tidy(text: str) -> str:
    """A paragraph: no spaces around its line breaks, no empty lines in it; a label begins one."""
    if "**" in text:
        text = _LABEL.sub(lambda found: "\n" if label_of(found[1]) else " ", text)
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _indented(text: str, width: int) -> str:
    return "\n".join(" " * width + line if line else "" for line in text.split("\n"))


def _joined(blocks: list[str]) -> str:
    """The blocks of a list item: a list directly below its words, other blocks apart."""
    text = blocks[0]
    for block in blocks[1:]:
        text += ("\n" if re.match(r"(?:-|\d+\.|[a-z]\.) ", block) else "\n\n") + block
    return text


def _wrapped(text: str, mark: str) -> str:
    bare = text.strip()
    if not bare or "\n" in bare or mark[0] in (bare[0], bare[-1]):
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{bare}{mark}{after}"


def _code_span(text: str) -> str:
    text = text.replace("\n", " ").replace("\xa0", " ")
    if not text.strip():
        return text
    ticks = "`"
    while ticks in text:
        ticks += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _code_block(element) -> list[str]:
    for line_break in list(element.iter("br")):
        line_break.tail = "\n" + (line_break.tail or "")
    text = element.text_content().replace("\r\n", "\n").replace("\xa0", " ")
    text = text.removeprefix("\n").rstrip()
    if not text.strip():
        return []
    names = [element.get("class") or "", element.get("lang") or ""]
    names += [child.get("class") or "" for child in element.iter("code")]
    above = element.getparent()
    names.append((above.get("class") or "") if above is not None else "")
    found = next((match for name in names if (match := _LANGUAGE.search(name))), None)
    return [fenced(text, found[1] if found else "")]


def _cell(text: str) -> str:
    return text.replace("\n\n", "\n").replace("|", "\\|").replace("\n", "<br>")


def _link(element, text: str) -> str:
    href = (element.get("href") or "").strip()
    if not text.strip() or not href or re.match(r"javascript:|data:", href, re.I):
        return text
    return f"[{_squeezed(text)}]({_address(href)})"


def _address(href: str) -> str:
    return re.sub(r"[\s()<>]", lambda found: f"%{ord(found[0]):02X}", href)


def _picture(element) -> str:
    """A picture's words; its file does not travel."""
    alt = _squeezed(element.get("alt") or "")
    source = (element.get("src") or "").strip()
    classes = element.get("class") or ""
    if alt and re.search(r"\b(?:tex|latex|math|equation|mwe-math)", classes, re.I):
        return f"${alt.strip('$')}$"
    if not alt or source.startswith(("data:", "blob:")) or not source:
        return f" {alt} " if alt else ""
    return f"![{alt}]({_address(source)})"
