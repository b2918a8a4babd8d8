"""Which format a file has: by its content first, by its name where the content leaves it open."""

import json
import re
from pathlib import PurePath

from questions.importing.formats.archives import MOST_IN_PACKAGE, Archive
from questions.importing.formats.declared import text_of
from questions.importing.formats.delimited import looks_delimited
from questions.importing.formats.gift import looks_like_gift
from questions.importing.reading import Deadline, Unreadable

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_ANY_TAG = re.compile(r"<(?:p|div|ul|ol|li|h[1-6]|table|dl|details|section|article|br|pre)\b", re.I)
_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)",
    re.S,
)
_BANK = re.compile(r"\A\s*---\n.*?\n---\n.*?^## Prompt\s*$", re.S | re.M)
_YAML_LIST = re.compile(
    r"(?:\s*#.*\n|\s*\n)*(?:---\s*\n)?-\s+(?:question|prompt|q|instruction):\s", re.I
)
_BY_SUFFIX = {
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".mdx": "Markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".docx": "DOCX",
    ".pdf": "PDF",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".tab": "TSV",
    ".xlsx": "XLSX",
    ".json": "JSON",
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".gift": "GIFT",
    ".apkg": "Anki",
    ".colpkg": "Anki",
    ".zip": "ZIP",
}
# Names under which a format also goes without being misnamed.
_ALSO = {
    "text": {"Markdown", "GIFT"},
    "Markdown": {"text"},
    "bank": {"Markdown", "text"},
    "GIFT": {"text"},
    "CSV": {"text", "TSV"},
    "TSV": {"text", "CSV"},
    "JSON": {"text", "JSON Lines"},
    "JSON Lines": {"text", "JSON"},
    "YAML": {"text"},
    "QTI package": {"ZIP"},
    "HTML": {"text"},
    "ZIP": set(),
}


def format_of(data: bytes, name: str, deadline: Deadline) -> str:
    """A key of `registry.READERS`. Unreadable for formats that are known and not read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_archive(Archive(data, name, deadline, most=MOST_IN_PACKAGE))
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(f"{name}: {_old_office(data)}")
    if b"%PDF-" in data[:1024]:
        return "PDF"
    return _of_text(text_of(data, name), name)


def misnamed(kind: str, name: str) -> str | None:
    """“notes.docx is not DOCX but PDF”, when the name promises another format."""
    promised = _BY_SUFFIX.get(_suffix(name))
    if promised in (None, kind) or promised in _ALSO.get(kind, set()):
        return None
    return f"The name says {promised}, but the content is {kind}; it was read as {kind}."


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _in_archive(archive: Archive) -> str:
    names = set(archive.names)
    if "word/document.xml" in names or any(
        re.fullmatch(r"word/document\d*\.xml", n) for n in names
    ):
        return "DOCX"
    if any(n.startswith("xl/workbook") for n in names):
        return "XLSX"
    if any(n.startswith("ppt/") for n in names):
        raise Unreadable(f"{archive.name}: this is a presentation. Save it as PDF and import that.")
    if names & {"collection.anki2", "collection.anki21", "collection.anki21b"}:
        return "Anki"
    if "imsmanifest.xml" in names:
        return "QTI package"
    if "mimetype" in names and {"content.xml", "META-INF/manifest.xml"} & names:
        raise Unreadable(
            f"{archive.name}: this is an OpenDocument or e-book file. "
            "Save it as DOCX, XLSX or HTML."
        )
    return "ZIP"


def _old_office(data: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return "is protected by a password. Save it without one."
    if holds("WordDocument"):
        return "this is an old Word file (.doc). Save it as .docx."
    if holds("Workbook") or holds("Book"):
        return "this is an old Excel file (.xls). Save it as .xlsx or .csv."
    return "this is an old Office file. Save it as .docx, .xlsx or .pdf."


def _of_text(text: str, name: str) -> str:
    promised = _BY_SUFFIX.get(_suffix(name))
    head = text[:100_000]
    if _HTML.match(head):
        return "HTML"
    if _suffix(name) == ".xml" or head.lstrip()[:5] == "<?xml" or re.match(r"\s*<quiz\b", head):
        return _of_xml(head, name)
    if (found := _ROOT.match(head)) and _is_qti(found[1]):
        return "QTI"
    if promised == "HTML" and _ANY_TAG.search(head):
        return "HTML"
    if _BANK.match(head):
        return "bank"
    if kind := _of_objects(text, name, promised):
        return kind
    if promised in ("GIFT", "CSV", "TSV", "YAML"):
        return promised
    if promised != "Markdown":
        if looks_like_gift(head):
            return "GIFT"
        if _YAML_LIST.match(head):
            return "YAML"
        if looks_delimited(head):
            return "CSV"
    return "Markdown" if promised == "Markdown" else "text"


def _of_xml(head: str, name: str) -> str:
    root = found[1] if (found := _ROOT.match(head)) else "nothing"
    if root == "quiz":
        return "Moodle XML"
    if _is_qti(root):
        return "QTI"
    if root.lower() == "html":
        return "HTML"
    if root == "questestinterop":
        raise Unreadable(f"{name}: this is QTI 1.2. Export it as QTI 2.1, QTI 3 or Moodle XML.")
    raise Unreadable(
        f"{name}: line 1: this XML holds <{root[:60]}>; Moodle's <quiz>, QTI 2 and QTI 3 are read."
    )


def _is_qti(root: str) -> bool:
    plain = root.lower().replace("-", "").removeprefix("qti")
    return plain in ("assessmentitem", "assessmenttest", "assessmentsection") and (
        root.startswith(("assessment", "qti-"))
    )


def _of_objects(text: str, name: str, promised: str | None) -> str | None:
    """JSON when it parses as such; a file named .json that does not is refused with the place."""
    bare = text.lstrip()
    if promised not in ("JSON", "JSON Lines") and bare[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if _is_json_line(bare.split("\n", 1)[0]):
            return "JSON Lines"
        if promised not in ("JSON", "JSON Lines"):
            return None
        raise Unreadable(
            f"{name}: line {error.lineno}: this is not JSON ({error.msg}). Mend it there."
        ) from None
    except RecursionError:
        raise Unreadable(f"{name}: this JSON is nested too deeply to be read.") from None
    except ValueError as error:  # a number of thousands of digits
        raise Unreadable(f"{name}: this JSON cannot be read ({error}).") from None
    return "JSON" if isinstance(value, dict | list) or promised else None


def _is_json_line(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
