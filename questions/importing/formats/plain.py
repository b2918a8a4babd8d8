"""Plain text and Markdown: shown as they are."""

from collections.abc import Mapping

from questions.importing.document import find_questions
from questions.importing.formats.source import Document
from questions.importing.reading import Deadline, decode


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    text = decode(data, name)
    found = find_questions(text, name=name, deadline=deadline)
    is_markdown = name.lower().endswith((".md", ".markdown", ".mdx"))
    return Document(
        name, "Markdown" if is_markdown else "text", text, found.questions, found.left_out
    )
