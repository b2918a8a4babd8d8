"""Markdown as the XHTML that other programs take, formulas between the marks MathJax reads."""

from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin


def _maths(tex: str, options: dict) -> str:
    left, right = (r"\[", r"\]") if options.get("display_mode") else (r"\(", r"\)")
    return f"{left}{escape(tex.strip())}{right}"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False, "xhtmlOut": True})
        .enable(["table", "strikethrough"])
        .use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_maths)
    )


def to_xhtml(text: str) -> str:
    """Well-formed XHTML of one Markdown text; raw HTML in it is shown, not kept."""
    return _parser().render(text).strip()
