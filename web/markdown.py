"""Markdown to safe HTML: maths left as TeX for the browser, code highlighted here.

Anyone may have typed the text: raw HTML is off in the parser, and what comes out passes an
allow-list all the same.
"""

from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_CLASSES = {
    tag: {"class"} for tag in ("code", "span", "div", "section", "ul", "li", "a", "sup", "pre")
}
_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
for _tag, _names in _CLASSES.items():
    _ATTRIBUTES.setdefault(_tag, set()).update(_names)
_ATTRIBUTES["a"].add("id")
_ATTRIBUTES["li"].add("id")
_ATTRIBUTES["input"] = {"type", "checked", "disabled", "class"}
_TAGS = nh3.ALLOWED_TAGS | {"section", "input", "dl", "dt", "dd"}


def _maths(tex: str, options: dict) -> str:
    kind = "math display" if options.get("display_mode") else "math"
    return f'<span class="{kind}">{escape(tex)}</span>'


def _code(source: str, language: str, _attributes: str) -> str:
    try:
        return highlight(source, get_lexer_by_name(language), HtmlFormatter(nowrap=True))
    except ClassNotFound:
        return ""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False, "typographer": True, "highlight": _code})
        .enable(["table", "strikethrough", "smartquotes"])
        .use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_maths)
        .use(footnote_plugin)
        .use(tasklists_plugin)
        .use(deflist_plugin)
    )


# The prompts of a sitting are rendered for everyone who sits it: remember the last few hundred.
@lru_cache(maxsize=400)
def to_html(text: str) -> str:
    """Sanitised HTML of one Markdown text."""
    html = nh3.clean(
        _parser().render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    # Wide code scrolls sideways: the keyboard must be able to get there.
    return html.replace("<pre>", '<pre tabindex="0">')


# Rubric points and tips: dozens of short lines on a page, the same for everyone.
@lru_cache(maxsize=4000)
def inline_html(text: str) -> str:
    """The same for one line that stands inside another element."""
    return nh3.clean(_parser().renderInline(text), tags=_TAGS, attributes=_ATTRIBUTES)
