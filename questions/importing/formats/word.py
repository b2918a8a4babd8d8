"""DOCX: paragraphs, automatic numbers, tables and code as Markdown, then read like any Markdown."""

import io
import zipfile
from collections.abc import Mapping

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from questions.importing.document import find_questions
from questions.importing.formats.archives import MOST_IN_PACKAGE, Archive, refuse_entities
from questions.importing.formats.source import Document
from questions.importing.formats.word_text import markdown_of_word
from questions.importing.reading import Deadline, Unreadable


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    archive = Archive(data, name, deadline, most=MOST_IN_PACKAGE)
    refuse_entities(archive, [part for part in archive.names if part.endswith((".xml", ".rels"))])
    for part in archive.names:
        archive.look(part)  # python-docx unpacks pictures too
    try:
        text = markdown_of_word(docx.Document(io.BytesIO(data)), deadline)
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        etree.LxmlError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        EOFError,
    ) as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise Unreadable(
            f"{name}: this document is damaged ({reason}). Open it and save it again."
        ) from None
    if not text.strip():
        raise Unreadable(f"{name}: this document holds no text; perhaps it is all pictures.")
    found = find_questions(text, name=name, deadline=deadline)
    return Document(name, "DOCX", text, found.questions, found.left_out)
