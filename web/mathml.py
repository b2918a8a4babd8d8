"""Formulas as MathML, for a page that runs no script. What is not understood stays as its TeX.

latex2mathml reads the TeX; its tree, never its text, is taken on: elements and attributes of a
list, every character escaped. So nothing typed into a formula becomes anything but a formula.
"""

import re
import unicodedata
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

# As web/markdown.py writes a formula. Typed text cannot write it: raw HTML is off there.
_FORMULA = re.compile(r'<span class="math( display)?">([^<]*)</span>')
# Longer ones are no formula, and a reader that recurses is not asked about them.
LONGEST = 2000
# What makes new commands could make them out of themselves, without end.
_DEFINES = re.compile(r"\\(?:re|provide)?newcommand|\\[egx]?def(?![a-z])|\\let(?![a-z])")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
# Elements, with how many parts an element must have where that is laid down.
_ELEMENTS: dict[str, int | None] = {
    **dict.fromkeys(("mrow", "mi", "mo", "mn", "mtext", "mspace", "msqrt", "mstyle", "mphantom")),
    **dict.fromkeys(("mtable", "mtr", "mtd", "mpadded", "menclose")),
    **dict.fromkeys(("msub", "msup", "mover", "munder", "mfrac", "mroot"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
_ATTRIBUTES = {
    *("stretchy", "fence", "form", "separator", "minsize", "maxsize", "movablelimits"),
    *("accent", "accentunder", "width", "height", "depth", "lspace", "rspace", "linethickness"),
    *("displaystyle", "scriptlevel", "notation", "columnalign", "columnspacing", "rowspacing"),
}
_VALUE = re.compile(r"[A-Za-z0-9 .%+-]{1,40}")
# Browsers know letters of these kinds by their own characters, not by an attribute.
_ALPHABETS = {
    "bold": ("MATHEMATICAL BOLD",),
    "italic": ("MATHEMATICAL ITALIC",),
    "bold-italic": ("MATHEMATICAL BOLD ITALIC",),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "sans-serif": ("MATHEMATICAL SANS-SERIF",),
    "monospace": ("MATHEMATICAL MONOSPACE",),
}
# Named widths are gone from MathML Core.
_WIDTHS = {"negativethinmathspace": "-0.167em"}
# The reader knows \max and \min, and \arg only together with them as \argmax.
_ARG = re.compile(r"\\arg(?![A-Za-z])")


class NotUnderstood(Exception):
    """This TeX has something in it that cannot be shown as MathML."""


def in_html(html: str) -> str:
    """The same page with each of its formulas as MathML; those not understood as they were."""
    return _FORMULA.sub(_formula, html)


@lru_cache(maxsize=2000)
def of_tex(tex: str, *, display: bool = False) -> str | None:
    """One formula as MathML, with its TeX for whoever copies it; None when it is not understood."""
    braces = _ESCAPED.sub("", tex)
    is_open = braces.count("{") != braces.count("}")
    if len(tex) > LONGEST or is_open or _DEFINES.search(tex):
        return None
    try:
        drawn = "".join(_written(part) for part in _read(tex))
    except (NotUnderstood, RecursionError):
        return None
    block = ' display="block"' if display else ""
    source = escape(tex.strip(), quote=False)
    return (
        f'<math xmlns="http://www.w3.org/1998/Math/MathML"{block}><semantics>{drawn}'
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )


def _formula(found: re.Match) -> str:
    return of_tex(unescape(found[2]), display=bool(found[1])) or found[0]


def _read(tex: str) -> Element:
    """The library's tree of one formula. NotUnderstood where it has none."""
    try:
        return Converter().convert_to_element(_ARG.sub(r"\\operatorname{arg}", tex))
    # A reader of what anybody types fails in more ways than it names.
    except Exception as error:
        raise NotUnderstood(tex) from error


def _written(element: Element) -> str:
    """One element with what is in it. Raises NotUnderstood for what is not on the list."""
    if element.tag not in _ELEMENTS or _ELEMENTS[element.tag] not in (None, len(element)):
        raise NotUnderstood(element.tag)
    facts = dict(element.attrib)
    variant = facts.pop("mathvariant", "")
    text = _in_alphabet(unescape(element.text or ""), variant)
    if (element.tail or "").strip() or ("\\" in text and element.tag != "mtext"):
        raise NotUnderstood(text)
    kept = ['mathvariant="normal"'] if variant == "normal" else []
    for name, value in facts.items():
        value = _WIDTHS.get(value, value)
        if name in _ATTRIBUTES and _VALUE.fullmatch(value):
            kept.append(f'{name}="{value}"')
    inside = escape(text, quote=False) + "".join(_written(part) for part in element)
    return f"<{' '.join((element.tag, *kept))}>{inside}</{element.tag}>"


def _in_alphabet(text: str, variant: str) -> str:
    """Letters and digits as those of their alphabet: bold, double-struck and the like."""
    names = _ALPHABETS.get(variant, ())
    return "".join(_letter(letter, names) for letter in text) if names else text


def _letter(letter: str, names: tuple[str, ...]) -> str:
    """`letter` of the first alphabet that has it; as it was where none has."""
    known = unicodedata.name(letter, "")
    kind, _, rest = known.removeprefix("LATIN ").partition(" LETTER ")
    tail = f"{kind} {rest}" if rest else known
    for name in names:
        try:
            return unicodedata.lookup(f"{name} {tail}")
        except KeyError:
            continue
    return letter
