"""GIFT, the text format of Moodle: each question an essay, its key in the general feedback.

Syntax: docs.moodle.org, “GIFT format”. A blank line ends a question, so line breaks are written
as \\n; ~ = # { } : and the backslash are escaped.
"""

import re

from questions.exporting.rubric import rubric
from questions.exporting.selection import Entry, Selection

_SPECIAL = re.compile(r"[\\~=#{}:]")


def as_gift(selection: Selection) -> str:
    """A file of essays under a category for each area."""
    parts = [f"// {' '.join(selection.title.split())}\n"]
    category = None
    for entry in selection.questions:
        if entry.area != category:
            category = entry.area
            title = " ".join(selection.area_title(entry.area).split()).replace("/", "//")
            parts.append(f"$CATEGORY: $course$/top/{title}\n")
        parts.append(_question(entry))
    return "\n".join(parts)


def _question(entry: Entry) -> str:
    words = entry.words
    tags = " ".join(f"[tag:{tag}]" for tag in (words.kind, f"tier {words.tier}", words.priority))
    feedback = words.model_answer
    if points := rubric(words):
        feedback += f"\n\n**Key points**\n\n{points}"
    answer = f"{{####[markdown]{escaped(feedback.strip())}}}" if feedback.strip() else "{}"
    return (
        f"// [id:{entry.slug}] {tags}\n"
        f"::{escaped(' '.join(words.title.split()))}::[markdown]{escaped(words.prompt)} {answer}\n"
    )


def escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\n", "\\n")
