"""The words a search found, marked in the title and in a piece of the prompt.

PostgreSQL says which words match, for it stemmed them. It gets plain text and marks with control
characters, which no plain text here contains; only when all is escaped do they become `<mark>`.
Title and prompt alone are shown: the key is never searched, and never quoted.
"""

import re
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from questions import search
from questions.models import Question, QuestionVersion

START, STOP = "\x02", "\x03"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
# A line and a half on a wide page, three or four on a phone.
_PIECE = f"StartSel={START}, StopSel={STOP}, MaxWords=32, MinWords=18, ShortWord=2"
_WHOLE = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"
# `tsquery` is what Django writes for a SearchQuery, its words beside it.
_HEADLINES = """
SELECT ts_headline('english', found.title, asked.words, %s),
    ts_headline('english', found.prompt, asked.words, %s)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS found(title, prompt, place),
    (SELECT {tsquery} AS words) AS asked
ORDER BY found.place
"""
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.DOTALL | re.MULTILINE)
_DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_FORMULA = re.compile(r"\$([^$\n]+)\$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINE_MARKS = re.compile(r"^\s*(?:[#>]+|[-*+]|\d+[.)])\s+", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|`|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|\|")


def mark(questions: list[Question], text: str) -> None:
    """Give each question `marked_title` and `piece`: safe HTML, `piece` empty without a match."""
    prompts = dict(
        QuestionVersion.objects.filter(pk__in=[row.current_id for row in questions]).values_list(
            "pk", "prompt"
        )
    )
    titles = [_CONTROLS.sub("", row.title) for row in questions]
    plain_prompts = [plain(prompts.get(row.current_id, "")) for row in questions]
    begun = search.begun_word(text)
    headlines = _headlines(search.any_word(text), titles, plain_prompts)
    for row, prompt, (title, piece) in zip(questions, plain_prompts, headlines, strict=True):
        row.marked_title = _html(_mark_begun(title, begun))
        row.piece = _html(_cut(_mark_begun(piece, begun), prompt))


def _headlines(query: SearchQuery, titles: list[str], prompts: list[str]) -> list[tuple[str, str]]:
    compiler = Question.objects.all().query.get_compiler(connection=connection)
    tsquery, values = compiler.compile(query.resolve_expression(compiler.query))
    with connection.cursor() as cursor:
        cursor.execute(
            _HEADLINES.format(tsquery=tsquery), [_WHOLE, _PIECE, titles, prompts, *values]
        )
        return cursor.fetchall()


def _mark_begun(text: str, begun: str) -> str:
    """Words that begin with what is being typed: half a word has no stem to be known by."""
    if not begun:
        return text
    word = re.compile(rf"(?<![\w{START}])({re.escape(begun)}\w*)", re.IGNORECASE)
    return word.sub(rf"{START}\1{STOP}", text)


def _cut(piece: str, prompt: str) -> str:
    """The piece with “…” where the prompt goes on; empty when nothing in it is marked."""
    bare = piece.replace(START, "").replace(STOP, "")
    if bare == piece:
        return ""
    before = "" if prompt.startswith(bare) else "… "
    return f"{before}{piece}{'' if prompt.endswith(bare) else ' …'}"


def _html(text: str) -> SafeString:
    marked = escape(text).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped above, and the marks are ours


@lru_cache(maxsize=4000)
def plain(markdown: str) -> str:
    """The words of a Markdown text without its signs; code blocks and large formulas left out."""
    text = _FENCE.sub(" ", _CONTROLS.sub("", markdown))
    text = _DISPLAY.sub(" … ", text)
    text = _FORMULA.sub(lambda found: "…" if "\\" in found[1] else found[1], text)
    text = _LINK.sub(r"\1", text)
    text = _MARKS.sub("", _LINE_MARKS.sub("", text))
    return " ".join(text.split())
