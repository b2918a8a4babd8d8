"""Documents of other programs, made here so that every byte of them is known."""

import io
import json
import sqlite3
import zipfile
import zlib

import zstandard
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from questions.importing import Document, Unreadable, read_document


def read(data: bytes | str, name: str, **options) -> Document:
    return read_document(data.encode() if isinstance(data, str) else data, name, **options)


def outcome(data: bytes | str, name: str, **options) -> tuple[Document | None, str]:
    """The document, or the message of its refusal; every other error is an error."""
    try:
        return read(data, name, **options), ""
    except Unreadable as error:
        return None, str(error)


def said(document: Document, *parts: str) -> list[tuple]:
    """What the questions of a document say, part by part."""
    return [tuple(getattr(q, part) for part in parts) for q in document.questions]


def line_of(document: Document, number: int) -> str:
    """The line of the document's text that its question of this number points at."""
    return document.text.split("\n")[document.questions[number].source_line - 1]


def zipped(files: dict[str, bytes | str], *, stored: bool = False) -> bytes:
    buffer = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def workbook(**sheets: list[list]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def word(fill) -> bytes:
    document = WordDocument()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def numbered(paragraph, number: int, level: int = 0):
    """Give a paragraph an automatic number, as Word's button does."""
    rules = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    rules.append(numbering)
    return paragraph


def list_definition(document, *kinds: str) -> int:
    """A new automatic list of the document; the number its items name it by."""
    root = document.part.numbering_part.element
    key = str(900 + len(root))
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), key)
    for level, kind in enumerate(kinds):
        entry = OxmlElement("w:lvl")
        entry.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", kind)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            entry.append(child)
        abstract.append(entry)
    root.insert(0, abstract)
    return root.add_num(int(key)).numId


def pdf(*pages: list[str], encrypt: bool = False) -> bytes:
    """A PDF of text in Helvetica, twelve points from line to line."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        drawn = [b"BT /F1 10 Tf 12 TL 50 780 Td"]
        for line in lines:
            text = line.encode("cp1252").replace(b"\\", b"\\\\")
            text = text.replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn.append(b"(" + text + b") Tj T*")
        stream = zlib.compress(b"\n".join([*drawn, b"ET"]))
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return _written(objects)


def _written(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + head + table + tail + b"startxref\n%d\n%%%%EOF\n" % len(out)


def deck(
    notes: list[tuple[list[str], str, str]],
    *,
    fields: tuple[str, ...] = ("Front", "Back"),
    newest: bool = False,
) -> bytes:
    """An .apkg of (fields, deck, tags), in the format of 2.0 or in the newest."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, mid INTEGER, flds TEXT, tags TEXT)")
    base.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, ord, odid DEFAULT 0)")
    names = sorted({name for _, name, _ in notes})
    for number, (values, name, tags) in enumerate(notes, start=1):
        base.execute("INSERT INTO notes VALUES (?, 7, ?, ?)", (number, "\x1f".join(values), tags))
        where = names.index(name) + 1
        base.execute("INSERT INTO cards (nid, did, ord) VALUES (?, ?, 0)", (number, where))
    if newest:
        base.execute("CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT)")
        base.execute("CREATE TABLE decks (id INTEGER PRIMARY KEY, name TEXT)")
        base.executemany("INSERT INTO fields VALUES (7, ?, ?)", list(enumerate(fields)))
        rows = [(at, name.replace("::", "\x1f")) for at, name in enumerate(names, start=1)]
        base.executemany("INSERT INTO decks VALUES (?, ?)", rows)
    else:
        kinds = {"7": {"flds": [{"name": name, "ord": at} for at, name in enumerate(fields)]}}
        decks = {str(at): {"name": name} for at, name in enumerate(names, start=1)}
        base.execute("CREATE TABLE col (models TEXT, decks TEXT)")
        base.execute("INSERT INTO col VALUES (?, ?)", (json.dumps(kinds), json.dumps(decks)))
    base.commit()
    data = base.serialize()
    if not newest:
        return zipped({"collection.anki2": data, "media": "{}"})
    packed = zstandard.ZstdCompressor().compress(data)
    old = deck([(["Please update to the latest Anki version.", ""], "Default", "")])
    with zipfile.ZipFile(io.BytesIO(old)) as archive:
        dummy = archive.read("collection.anki2")
    return zipped({"collection.anki21b": packed, "collection.anki2": dummy, "media": b""})
