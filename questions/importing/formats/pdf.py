"""PDF: the text of its pages without what repeats on each, then read like any text.

Two columns stay as the file orders them. A scan holds no text, and that is said.
"""

import io
import logging
from collections.abc import Mapping

import pypdf
from pypdf.errors import PyPdfError

from questions.importing.document import find_questions
from questions.importing.formats.pages import without_repeats
from questions.importing.formats.source import Document
from questions.importing.reading import Deadline, Unreadable

# What it makes of a careless file is told by what was read, not in the log of the server.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
_MOST_PAGES = 2000
_SCANNED = 0.2  # share of pages without text above which a document without much text is a scan


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    pages = _pages(data, name, deadline)
    written = [page for page in pages if page.strip()]
    if not written:
        raise Unreadable(
            f"{name}: its {_count(len(pages))} hold no text, as after scanning. "
            "Run it through text recognition (OCR) first."
        )
    text = without_repeats(pages)
    found = find_questions(text, name=name, deadline=deadline)
    document = Document(name, "PDF", text, found.questions, found.left_out)
    empty = len(pages) - len(written)
    if empty > _SCANNED * len(pages):
        document.notes.append(f"{_count(empty)} of {len(pages)} without text; perhaps scanned.")
    return document


def _pages(data: bytes, name: str, deadline: Deadline) -> list[str]:
    found: list[str] = []

    def in_time(*_: object) -> None:
        deadline.check(len(found) + 1)

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name}: is protected by a password. Save it without one.")
        for page in reader.pages:
            in_time()
            if len(found) == _MOST_PAGES:
                raise Unreadable(f"{name}: has more than {_MOST_PAGES} pages. Split the document.")
            found.append(page.extract_text(visitor_operand_before=in_time) or "")
    except Unreadable:
        raise
    except (PyPdfError, RecursionError) as error:
        raise Unreadable(_damaged(name, len(found), error)) from None
    except Exception as error:  # a broken PDF breaks its reader in every way there is
        in_time()
        raise Unreadable(_damaged(name, len(found), error)) from None
    return found


def _damaged(name: str, pages: int, error: BaseException) -> str:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return (
        f"{name}: page {pages + 1}: this PDF is damaged ({reason}). "
        "Open it and print it as PDF again."
    )


def _count(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"
