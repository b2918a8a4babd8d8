"""From bytes to text: encodings, line ends, limits. What cannot be read is said with its place."""

import codecs
import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

LARGEST = 20 * 1024 * 1024  # bytes; a book of questions has less than one million
SLOWEST = 20.0  # seconds for one document; a page waits for it

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTAINERS = (
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF document"),
)
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


class Unreadable(Exception):
    """A document that cannot be imported; the message names the file, the place and the reason."""


class Deadline:
    """Time one document may take. `check` is cheap and is called with the line being read."""

    def __init__(
        self,
        name: str,
        *,
        seconds: float = SLOWEST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._seconds, self._clock = name, seconds, clock
        self._end = clock() + seconds

    def check(self, line: int) -> None:
        if self._clock() > self._end:
            raise Unreadable(
                f"{self._name}: line {line}: reading took longer than {self._seconds:g} seconds. "
                "Split the document."
            )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, of a large one the first that are too many. Unreadable when missing."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}.") from None


def read_file(path: Path) -> str:
    """The text of a file. Unreadable when it is missing, too large, empty or not text."""
    return decode(read_bytes(path), str(path))


def decode(data: bytes, name: str) -> str:
    """Text with `\\n` line ends, composed accents and no byte-order mark.

    UTF-8, UTF-16 and UTF-32 (with a mark, UTF-16 also without), else Windows-1252. A file that is
    mostly UTF-8 with broken bytes is refused at the first of them, not read as something else.
    """
    if len(data) > LARGEST:
        raise Unreadable(f"{name}: larger than {LARGEST // 2**20} MB. Split the document.")
    for signature, what in _CONTAINERS:
        if data.startswith(signature):
            raise Unreadable(f"{name}: line 1: this is {what}, not plain text or Markdown.")
    text = _decoded(data, name)
    if not text.strip("\ufeff\u200b \t\r\n\v\f\xa0"):
        raise Unreadable(f"{name}: line 1: the file is empty.")
    text = _LINE_ENDS.sub("\n", text.lstrip("\ufeff"))
    _refuse_binary(text, name)
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, name)
    if wide := _unmarked_utf16(data):
        return _strictly(data, wide, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        broken = len(data.decode("utf-8", errors="ignore").encode())
        wide_letters = sum(1 for byte in data[: error.start] if byte >= 0xC0)
        if wide_letters > 3 * max(1, len(data) - broken):
            raise Unreadable(
                f"{name}: line {line}: byte {error.start + 1} is not UTF-8, though the text before "
                "it is. Save the file as UTF-8."
            ) from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{name}: line {line}: byte {error.start + 1} is neither UTF-8 nor Windows-1252; "
            "this does not look like text."
        ) from None


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="ignore")
        raise Unreadable(
            f"{name}: line {before.count(chr(10)) + 1}: byte {error.start + 1} is not valid "
            f"{encoding.upper()}, which the file says it is."
        ) from None


def _unmarked_utf16(data: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every other byte."""
    head = data[:4000]
    if len(head) < 4 or len(data) % 2:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_binary(text: str, name: str) -> None:
    found = _CONTROLS.search(text)
    if found is None:
        return
    many = len(_CONTROLS.findall(text)) > max(3, len(text) // 200)
    if found[0] == "\x00" or many:
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(
            f"{name}: line {line}: holds control characters; this is a binary file, not text."
        )
