"""Formulas of other programs as the bank writes them: TeX between dollars."""

import re

# Code is passed over: a backslash before a bracket means something else there.
_CODE_OR_TEX = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.S)


def with_dollars(text: str) -> str:
    """`\\(x\\)` becomes `$x$` and `\\[x\\]` becomes `$$x$$`, outside of code."""
    return _CODE_OR_TEX.sub(_dollars, text) if "\\" in text else text


def _dollars(found: re.Match[str]) -> str:
    code, inline, display = found.groups()
    if code is not None:
        return code
    return f"${inline.strip()}$" if inline is not None else f"$${display.strip()}$$"


def formula_of(element) -> str | None:
    """TeX that a page carries beside the drawn formula."""
    classes = element.get("class") or ""
    if element.tag == "script":
        return _math_script(element)
    if element.tag != "math" and not re.search(r"\bkatex(?:-display)?\b|\bMathJax\b", classes):
        return None
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower():
            tex = (note.text or "").strip()
            display = element.get("display") == "block" or "katex-display" in classes
            return (f"\n$${tex}$$\n" if display else f"${tex}$") if tex else ""
    return " ".join(element.text_content().split()) if element.tag == "math" else None


def _math_script(element) -> str:
    kind = element.get("type") or ""
    if not kind.startswith("math/tex"):
        return ""
    tex = (element.text or "").strip()
    return f"\n$${tex}$$\n" if "display" in kind else f"${tex}$"
