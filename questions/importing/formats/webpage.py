"""HTML pages: turned into Markdown, then read like any Markdown."""

from collections.abc import Mapping

from questions.importing.document import find_questions
from questions.importing.formats.declared import text_of
from questions.importing.formats.markup import markdown_of
from questions.importing.formats.source import Document
from questions.importing.reading import Deadline, Unreadable


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    text = markdown_of(text_of(data, name), deadline=deadline, name=name)
    if not text.strip():
        raise Unreadable(
            f"{name}: this page holds no text; perhaps a script fills it in. Save it from the "
            "browser once it is shown, or print it as PDF."
        )
    found = find_questions(text, name=name, deadline=deadline)
    return Document(name, "HTML", text, found.questions, found.left_out)
