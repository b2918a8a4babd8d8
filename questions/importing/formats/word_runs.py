"""The words of a Word paragraph: bold, italic, code and links as Markdown marks them."""

import re
from itertools import groupby

from docx.oxml.ns import qn

_MONO = re.compile(
    r"courier|consolas|menlo|monaco|mono\b|lucida console|inconsolata|fira code|source code|"
    r"jetbrains|cascadia|andale|hack\b|roboto mono",
    re.I,
)
_SKIPPED = frozenset(
    qn(f"w:{name}")
    for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "drawing", "pict", "object")
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def words_of(
    paragraph, links: dict[str, str], *, plain: bool = False, all_bold: bool = False
) -> str:
    """The text of a paragraph. `plain` leaves marks out: code. `all_bold`: its style is bold."""
    pieces = _pieces(paragraph, links, "", all_bold)
    if plain:
        return "".join(text for text, _, _ in pieces)
    found = ""
    merged = [
        (key, "".join(text for text, _, _ in group))
        for key, group in groupby(pieces, lambda p: p[1:])
    ]
    for (marks, link), text in merged:
        shown = _marked(text, marks)
        found += f"[{shown.strip()}]({link})" if link and shown.strip() else shown
    return re.sub(r"[ \xa0]{2,}", " ", found.replace("\xa0", " "))


def is_mono(paragraph, fonts: list[str]) -> bool:
    """Whether all of a paragraph's words are in a typeface of equal widths."""
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(run.itertext(qn("w:t"))).strip()]
    if not runs:
        return any(_MONO.search(font) for font in fonts)
    return all(_is_mono_run(run, fonts) for run in runs)


def _is_mono_run(run, fonts: list[str]) -> bool:
    own = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    names = list(own.attrib.values()) if own is not None else fonts
    return any(_MONO.search(name) for name in names)


def _pieces(parent, links: dict[str, str], link: str, bold: bool) -> list[tuple[str, str, str]]:
    """(text, marks, link) of every run; deleted words, fields and drawings are no words."""
    found = []
    for child in parent:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == qn("w:r"):
            if text := _run_text(child):
                found.append((text, _marks(child, bold), link))
        elif child.tag == qn("w:hyperlink"):
            target = links.get(child.get(qn("r:id"), ""), "")
            target = target if re.match(r"https?:|mailto:", target, re.I) else ""
            anchor = child.get(qn("w:anchor"))
            target = target or (f"#{anchor}" if anchor else "")
            found += _pieces(child, links, re.sub(r"[\s()]", "", target), bold)
        elif child.tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
            formula = "".join(text.text or "" for text in child.iter(f"{_MATH}t")).strip()
            if formula:
                found.append((f"${formula}$", "", link))
        else:
            found += _pieces(child, links, link, bold)
    return found


def _run_text(run) -> str:
    parts = []
    for child in run:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append("\t")
        elif (child.tag == qn("w:br") and child.get(qn("w:type")) != "page") or child.tag == qn(
            "w:cr"
        ):
            parts.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif child.tag == qn("w:sym"):
            parts.append(" ")
    return "".join(parts)


def _marks(run, bold: bool) -> str:
    rules = run.find(qn("w:rPr"))
    if rules is None:
        return "**" if bold else ""
    own = rules.find(qn("w:b"))
    is_bold = own.get(qn("w:val"), "1") not in ("0", "false") if own is not None else bold
    if _is_mono_run(run, []):
        return "`"
    slanted = rules.find(qn("w:i"))
    is_slanted = slanted is not None and slanted.get(qn("w:val"), "1") not in ("0", "false")
    return "**" if is_bold else "*" if is_slanted else ""


def _marked(text: str, marks: str) -> str:
    bare = text.strip()
    if not marks or not bare or (marks != "`" and marks[0] in bare):
        return text
    if marks == "`" and ("`" in bare or "\n" in bare):
        return text
    if "\n" in bare:
        return "\n".join(_marked(line, marks) for line in text.split("\n"))
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{marks}{bare}{marks}{after}"
