"""From bytes to lines, refusing what is not a text file written by a person."""

import re
from pathlib import Path

from questions.bank.problems import Reporter

# The longest question of ours has 40 kB; a file beyond this is something else.
MOST_BYTES = 512 * 1024
# Postgres cannot hold NUL; bidirectional overrides make a text look like another one.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def read_lines(path: Path, report: Reporter) -> list[str] | None:
    """The lines of a UTF-8 file without their ends; None, and a problem, when it is not one."""
    try:
        if path.stat().st_size > MOST_BYTES:
            report.error(1, f"the file is larger than {MOST_BYTES // 1024} kB; split it up")
            return None
        raw = path.read_bytes()
    except OSError as error:
        report.error(1, f"the file cannot be read: {error.strerror}")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.error(line, "this is not UTF-8 text; save the file in the encoding UTF-8")
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not text.strip():
        report.error(1, "the file is empty; write it or delete it")
        return None
    return None if _has_unwanted(text, lines, report) else lines


def _has_unwanted(text: str, lines: list[str], report: Reporter) -> bool:
    if not _UNWANTED.search(text):
        return False
    for number, line in enumerate(lines, start=1):
        if found := _UNWANTED.search(line):
            code = f"U+{ord(found[0]):04X}"
            report.error(number, f"there is an invisible control character ({code}); delete it")
    return True
