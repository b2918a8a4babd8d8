"""The numbers of Word's automatic lists, counted as Word counts them."""

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

_LETTERS = ("lowerLetter", "upperLetter")
_ROMANS = ("lowerRoman", "upperRoman")


@dataclass(frozen=True)
class Mark:
    """`1.`, `a.` or `-`, and how far the item is indented, in spaces."""

    mark: str
    indent: int


class Numbers:
    """Counts the items of each list of a document; `of` is asked for every paragraph in order."""

    def __init__(self, document: WordDocument) -> None:
        self._levels: dict[str, dict[int, tuple[str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._started: set[str] = set()
        self._starts: dict[tuple[str, int], int] = {}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError, AttributeError):
            return
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {}
            for level in abstract.findall(qn("w:lvl")):
                at = level.get(qn("w:ilvl"), "0")
                style, start = level.find(qn("w:numFmt")), level.find(qn("w:start"))
                levels[_int(at)] = (
                    style.get(qn("w:val"), "decimal") if style is not None else "decimal",
                    _int(start.get(qn("w:val"), "1")) if start is not None else 1,
                )
            self._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for number in root.findall(qn("w:num")):
            key, of = number.get(qn("w:numId")), number.find(qn("w:abstractNumId"))
            if of is not None:
                self._abstract[key] = of.get(qn("w:val"))
            for override in number.findall(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    at = _int(override.get(qn("w:ilvl"), "0"))
                    self._starts[key, at] = _int(start.get(qn("w:val"), "1"))

    def of(self, paragraph, style) -> Mark | None:
        """The mark of a paragraph; None when it is no item, or its number is switched off."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        key, level = style.numbering or ("", 0)
        if own is not None:
            number, deep = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
            key = number.get(qn("w:val"), "") if number is not None else key
            level = min(_int(deep.get(qn("w:val"), "0")), 8) if deep is not None else level
        if not key or key == "0" or key not in self._abstract:
            return self._by_style(style)
        if not "".join(paragraph.itertext(qn("w:t"))).strip():
            return None
        kind, start = self._levels.get(self._abstract[key], {}).get(level, ("decimal", 1))
        if kind in ("bullet", "none"):
            return Mark("-", 3 * level)
        return Mark(_shown(kind, self._next(key, level, start)), 3 * level)

    def _next(self, key: str, level: int, start: int) -> int:
        """Lists of one abstract numbering count on, unless one of them says where it starts."""
        abstract = self._abstract[key]
        if (key, level) in self._starts and key not in self._started:
            self._started.add(key)
            self._counts.pop((abstract, level), None)
            start = self._starts[key, level]
        number = self._counts.get((abstract, level), start - 1) + 1
        self._counts[abstract, level] = number
        for deeper in range(level + 1, 9):
            self._counts.pop((abstract, deeper), None)
        return number

    def _by_style(self, style) -> Mark | None:
        """Documents without a numbering of their own still name their list styles."""
        name = style.name.lower()
        if name.startswith("list bullet"):
            return Mark("-", 3 * (_int(name[-1]) - 1 if name[-1].isdigit() else 0))
        if name.startswith("list number"):
            return Mark("1.", 3 * (_int(name[-1]) - 1 if name[-1].isdigit() else 0))
        return None


def _shown(kind: str, number: int) -> str:
    if kind in _LETTERS and 0 < number < 27:
        return f"{chr(96 + number)}."
    if kind in _ROMANS and 0 < number < 40:
        return f"{_roman(number)}."
    return f"{number}."


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            text, number = text + letters, number - value
    return text


def _int(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 0
