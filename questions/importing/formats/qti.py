"""QTI 2.1, 2.2 and 3: single items, and packages of them with a manifest."""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from questions.importing.document import LeftOut
from questions.importing.formats.archives import Archive
from questions.importing.formats.qti_item import question_of
from questions.importing.formats.source import Document, Transcript
from questions.importing.formats.xml import attribute, kin, named, parsed
from questions.importing.question import Question
from questions.importing.reading import Deadline, Unreadable

MOST_ITEMS = 2000
_MANIFEST = "imsmanifest.xml"


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    document, page = Document(name, "QTI", ""), Transcript()
    if data.startswith(b"PK"):
        document.format = "QTI package"
        _read_package(document, page, Archive(data, name, deadline, most=MOST_ITEMS), deadline)
    else:
        root = parsed(data, name)
        if kin(root) != "assessmentitem":
            raise Unreadable(
                f"{name}: line 1: this test only names its questions. Import the whole package."
            )
        _take(document, page, root, None, name)
    document.text = page.text
    return document


def _read_package(
    document: Document, page: Transcript, archive: Archive, deadline: Deadline
) -> None:
    manifest = parsed(archive.read(_MANIFEST), f"{archive.name}: {_MANIFEST}")
    items, tests, others = [], [], set()
    for resource in named(manifest, "resource"):
        kind = (attribute(resource, "type") or "").lower()
        path = _path("", attribute(resource, "href") or "")
        if "imsqti_item" in kind:
            items.append(path)
        elif "imsqti_test" in kind or "imsqti_assessment" in kind:
            tests.append(path)
        else:
            others.add(kind.split("/")[0] or "unnamed")
    if not items and not tests:
        told = ", ".join(sorted(others)) or "nothing"
        raise Unreadable(
            f"{archive.name}: {_MANIFEST}: names no QTI 2 or QTI 3 items (it names {told}). "
            "Export the questions as QTI 2.1, QTI 3 or Moodle XML."
        )
    sections = _sections(archive, tests, deadline)
    order = [path for path in sections if path in set(items) or path in archive]
    order += [path for path in items if path not in sections]
    for number, path in enumerate(dict.fromkeys(order), start=1):
        deadline.check(number)
        if path not in archive:
            line = page.paragraph(f"({path})")
            document.left_out.append(LeftOut(line, f"the manifest names {path}, which is missing"))
            continue
        try:
            root = parsed(archive.read(path), f"{archive.name}: {path}")
        except Unreadable as error:
            line = page.paragraph(f"({path})")
            document.left_out.append(LeftOut(line, str(error)))
            continue
        _take(document, page, root, sections.get(path), path)


def _take(document: Document, page: Transcript, root, section: str | None, path: str) -> None:
    question = question_of(root, section) if kin(root) == "assessmentitem" else None
    if question is None:
        line = page.paragraph(f"({path})")
        document.left_out.append(LeftOut(line, f"{path} asks nothing"))
        return
    assert isinstance(question, Question)
    page.question(question)
    document.questions.append(question)


def _sections(archive: Archive, tests: list[str], deadline: Deadline) -> dict[str, str | None]:
    """Path of each item of a test → the titles of the sections it stands in."""
    found: dict[str, str | None] = {}

    def walk(element, folder: str, path: tuple[str, ...]) -> None:
        for child in element:
            role = kin(child)
            if role == "assessmentitemref":
                href = _path(folder, attribute(child, "href") or "")
                found.setdefault(href, " / ".join(path) or None)
            elif role == "assessmentsection":
                title = " ".join((attribute(child, "title") or "").split())
                walk(child, folder, (*path, title) if title else path)
            elif role in ("testpart", "selection"):
                walk(child, folder, path)

    for test in tests:
        deadline.check(1)
        if test in archive:
            root = parsed(archive.read(test), f"{archive.name}: {test}")
            walk(root, posixpath.dirname(test), ())
    return found


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href)))
