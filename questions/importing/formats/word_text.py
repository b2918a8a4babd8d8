"""A Word document as Markdown.

The numbers of automatic lists are not in the text (`w:numPr`); they are counted here as Word counts
them. Headings are known by their style or outline level, code by its style or its typeface.
"""

import re
from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from questions.importing.formats.word_numbers import Numbers
from questions.importing.formats.word_runs import is_mono, words_of
from questions.importing.question import fenced
from questions.importing.reading import Deadline

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|заголовок)\s*([1-9])", re.I)
_CODE_STYLE = re.compile(r"code|source|preformatted|listing|macro text|verbatim|terminal", re.I)
_QUOTE_STYLE = re.compile(r"(?:intense )?quote|block text", re.I)
_CONTENTS_STYLE = re.compile(r"toc\b|toc \d|table of contents|index \d", re.I)


def markdown_of_word(document: WordDocument, deadline: Deadline) -> str:
    return _Writer(document, deadline).markdown()


class _Writer:
    def __init__(self, document: WordDocument, deadline: Deadline) -> None:
        self._document, self._deadline = document, deadline
        self._styles = _Styles(document)
        self._numbers = Numbers(document)
        self._links = {
            key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external
        }
        self._count = 0

    def markdown(self) -> str:
        return _joined(self._blocks(self._document.element.body))

    def _blocks(self, parent) -> Iterator[tuple[str, str]]:
        """(kind, Markdown) of each paragraph and table, in their order."""
        for child in parent:
            self._count += 1
            self._deadline.check(self._count)
            tag = child.tag
            if tag == qn("w:p"):
                yield from self._paragraph(child)
            elif tag == qn("w:tbl"):
                yield from self._table(child)
            elif tag == qn("w:sdt"):
                if (content := child.find(qn("w:sdtContent"))) is not None:
                    yield from self._blocks(content)
            elif tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
                yield from self._blocks(child)

    def _paragraph(self, element) -> Iterator[tuple[str, str]]:
        style = self._styles.of(element)
        if _CONTENTS_STYLE.match(style.name):
            return
        mono = is_mono(element, style.fonts)
        if mono or _CODE_STYLE.search(style.name):
            yield "code", words_of(element, self._links, plain=True)
            return
        number = self._numbers.of(element, style)
        text = words_of(element, self._links, all_bold=style.bold).strip()
        if not text:
            return
        if level := self._heading(element, style):
            bare = re.sub(r"^\*\*(.*)\*\*$", r"\1", text.replace("\n", " "))
            mark = f"{number.mark} " if number and number.mark != "-" else ""
            yield "heading", f"{'#' * min(level, 6)} {mark}{bare}"
        elif number is not None:
            inside = text.replace("\n", "\n" + " " * (number.indent + len(number.mark) + 1))
            yield "item", f"{' ' * number.indent}{number.mark} {inside}"
        elif _QUOTE_STYLE.fullmatch(style.name):
            yield "text", "> " + text.replace("\n", "\n> ")
        else:
            yield "text", text

    def _heading(self, element, style) -> int:
        if found := _HEADING.match(style.name):
            return int(found[1])
        if style.name.lower() in ("title", "titel", "titre", "título"):
            return 1
        own = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        value = own.get(qn("w:val")) if own is not None else style.outline
        return int(value) + 1 if value is not None and value.isdigit() and int(value) < 9 else 0

    def _table(self, element) -> Iterator[tuple[str, str]]:
        rows = []
        for row in element.findall(qn("w:tr")):
            cells = [
                list(self._blocks(cell)) for cell in row.iter(qn("w:tc")) if _row_of(cell) is row
            ]
            rows.append(cells)
        width = max((len(row) for row in rows), default=0)
        if width == 0:
            return
        if width == 1 or (len(rows) == 1 and any(k == "code" for cell in rows[0] for k, _ in cell)):
            for row in rows:  # a frame around text or code
                for cell in row:
                    yield from cell
            return
        lines = []
        for at, row in enumerate(rows):
            texts = [_cell(_joined(iter(cell))) for cell in row] + [""] * (width - len(row))
            lines.append("| " + " | ".join(texts) + " |")
            if at == 0:
                lines.append("|" + "---|" * width)
        yield "table", "\n".join(lines)


class _Style:
    """What a paragraph's style says: its name, whether it is bold, its numbering, its typefaces."""

    def __init__(self, name: str = "", bold: bool = False, outline: str | None = None) -> None:
        self.name, self.bold, self.outline = name, bold, outline
        self.fonts: list[str] = []
        self.numbering: tuple[str, int] | None = None


class _Styles:
    def __init__(self, document: WordDocument) -> None:
        self._known: dict[str, _Style] = {}
        self._elements = {}
        self._default = None
        for style in document.styles.element.findall(qn("w:style")):
            if style.get(qn("w:type"), "paragraph") != "paragraph":
                continue
            self._elements[style.get(qn("w:styleId"))] = style
            if style.get(qn("w:default")) in ("1", "true"):
                self._default = style.get(qn("w:styleId"))

    def of(self, paragraph) -> _Style:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        key = named.get(qn("w:val")) if named is not None else self._default
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _read(self, key: str | None) -> _Style:
        """The style with what it takes from those it is based on."""
        found = _Style()
        seen: set[str | None] = set()
        while key in self._elements and key not in seen:
            seen.add(key)
            element = self._elements[key]
            name = element.find(qn("w:name"))
            found.name = found.name or (name.get(qn("w:val")) if name is not None else "") or ""
            bold = element.find(f"{qn('w:rPr')}/{qn('w:b')}")
            if bold is not None and len(seen) == 1:
                found.bold = bold.get(qn("w:val"), "1") not in ("0", "false")
            fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            if fonts is not None and not found.fonts:
                found.fonts = list(fonts.attrib.values())
            outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if found.outline is None and outline is not None:
                found.outline = outline.get(qn("w:val"))
            number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found.numbering is None and number is not None:
                found.numbering = _numbering(number)
            based = element.find(qn("w:basedOn"))
            key = based.get(qn("w:val")) if based is not None else None
        return found


def _numbering(element) -> tuple[str, int]:
    number, level = element.find(qn("w:numId")), element.find(qn("w:ilvl"))
    deep = level.get(qn("w:val"), "0") if level is not None else "0"
    return (
        number.get(qn("w:val"), "") if number is not None else "",
        min(int(deep), 8) if deep.isdigit() else 0,
    )


def _row_of(cell):
    return next(cell.iterancestors(qn("w:tr")))


def _cell(text: str) -> str:
    text = text.replace("|", "\\|")
    return re.sub(r"\n+", "<br>", text)


def _joined(blocks: Iterator[tuple[str, str]]) -> str:
    """Blocks apart, items of a list close together, lines of code in one fence."""
    found: list[str] = []
    code: list[str] = []
    before = ""
    for kind, text in [*blocks, ("end", "")]:
        if kind != "code" and code:
            inside = "\n".join(code).strip("\n")
            if inside.strip():
                found.append(("\n" if found else "") + fenced(inside))
            code, before = [], "code"
        if kind == "code":
            code.append(text)
        elif kind != "end":
            apart = found and not (kind == before == "item")
            found.append(("\n" if apart else "") + text)
            before = kind
    return "\n".join(found)
