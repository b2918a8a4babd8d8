"""A ZIP of files of any format, one after the other; a ZIP in it is opened too, but no deeper."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace

from questions.importing.document import LeftOut
from questions.importing.formats import registry
from questions.importing.formats.archives import MOST_ENTRIES, Archive, Overfull
from questions.importing.formats.detecting import format_of
from questions.importing.formats.source import Document, Transcript
from questions.importing.question import Question
from questions.importing.reading import Deadline, Unreadable

_SYSTEM = ("__MACOSX", ".", "Thumbs.db", "desktop.ini")
_LINES = [field.name for field in fields(Question) if field.name in ("source_line", "source_end")]


def read(
    data: bytes,
    name: str,
    *,
    deadline: Deadline,
    mapping: Mapping[str, str],
    inside: bool = False,
) -> Document:
    """All questions of all files that can be read; what cannot is left out with its reason."""
    archive = Archive(data, name, deadline, most=MOST_ENTRIES)
    document, page = Document(name, "ZIP", ""), Transcript()
    reasons: list[str] = []
    for member in sorted(archive.names, key=_in_order):
        if any(part.startswith(_SYSTEM) and part != ".." for part in member.split("/")):
            continue
        if archive.is_link(member):
            _leave_out(document, page, member, f"{member}: is a link to another file")
            continue
        try:
            content = _content(archive, member, document)
            part = _read_member(content, f"{name}/{member}", deadline, mapping, inside)
        except Overfull:
            raise
        except Unreadable as error:
            deadline.check(1)
            reasons.append(str(error))
            said = str(error).removeprefix(f"{name}/").removeprefix(f"{name}: ")
            _leave_out(document, page, member, said)
        else:
            _append(document, page, part, member)
    if not document.parts:
        why = f" {reasons[0]}" if reasons else ""
        raise Unreadable(f"{name}: holds no file that can be read.{why}")
    document.text = page.text
    return document


def _content(archive: Archive, member: str, document: Document) -> bytes:
    """The bytes of a member. That it is damaged or refused is said up front: a file that nobody
    can read is no surprise in a ZIP, one that was meant to be read is.
    """
    try:
        return archive.read(member)
    except Unreadable as error:
        document.notes.append(f"Left out: {str(error).removeprefix(f'{archive.name}: ')}")
        raise


def _read_member(
    data: bytes, path: str, deadline: Deadline, mapping: Mapping[str, str], inside: bool
) -> Document:
    kind = format_of(data, path, deadline)
    if kind != "ZIP":
        return registry.read_as(kind, data, path, deadline=deadline, mapping=mapping)
    if inside:
        raise Unreadable(f"{path}: is a ZIP in a ZIP in a ZIP. Unpack it first.")
    return read(data, path, deadline=deadline, mapping=mapping, inside=True)


def _append(document: Document, page: Transcript, part: Document, member: str) -> None:
    """Add what a file holds below a line that names it; its lines count on."""
    page.paragraph(f"======== {member} ========")
    above = page.write(part.text.rstrip("\n")) - 1
    page.write("")
    document.parts.append(part)
    document.columns += part.columns
    document.questions += [_moved(question, above) for question in part.questions]
    document.left_out += [LeftOut(left.line + above, left.reason) for left in part.left_out]
    document.notes += [f"{member}: {note}" for note in part.notes]
    if not part.questions and not part.left_out:
        document.left_out.append(LeftOut(above, f"{member}: no questions were found in it"))


def _moved(question: Question, by: int) -> Question:
    """A question as it stands in the ZIP's text; the part's own keeps its lines."""
    return replace(question, **{name: getattr(question, name) + by for name in _LINES})


def _leave_out(document: Document, page: Transcript, member: str, reason: str) -> None:
    line = page.paragraph(f"======== {member} ========")
    document.left_out.append(LeftOut(line, reason))


def _in_order(member: str) -> tuple:
    """Chapter 2 before chapter 10."""
    return tuple((int(part), "") if part.isdecimal() else (0, part.lower())
                 for part in re.split(r"(\d{1,9})", member))  # fmt: skip
