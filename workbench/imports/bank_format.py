"""Questions in the bank's own format: one Markdown file, or a zip of them, with all they say.

The readers of documents know nothing of rubrics with weights and phrasings; `questions.bank` does.
"""

import re
import tempfile
from pathlib import Path, PurePosixPath

from questions.bank.problems import Reporter
from questions.bank.questions import BankQuestion, read_question
from questions.importing import Unreadable, decode
from questions.importing.formats.archives import Archive, Overfull
from questions.importing.reading import Deadline

_FACTS = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_PROMPT = re.compile(r"^## Prompt[ \t]*$", re.MULTILINE)
MOST_MEMBERS = 2000


def is_question(text: str) -> bool:
    """Front matter, and a section called “Prompt”."""
    return bool(_FACTS.match(text) and _PROMPT.search(text))


def members(data: bytes, name: str) -> tuple[dict[str, bytes], list[str]] | None:
    """The Markdown files of a ZIP that holds a bank, most of them questions; else None.

    And beside them what is wrong with those that cannot be unpacked, in sentences.
    """
    if not data.startswith(b"PK\x03\x04"):
        return None
    deadline = Deadline(name)
    found, wrong = {}, []
    try:
        archive = Archive(data, name, deadline, most=MOST_MEMBERS)
        for member in filter(_is_markdown, archive.names):
            try:
                found[member] = archive.read(member)
            except Overfull:
                raise
            except Unreadable as error:
                deadline.check(1)
                wrong.append(str(error))
    except Unreadable:
        return None  # the reader of archives says what is wrong with all of it
    ours = sum(is_question(raw.decode("utf-8", errors="replace")) for raw in found.values())
    return (found, wrong) if ours * 2 > len(found) else None


def _is_markdown(member: str) -> bool:
    """As the bank itself reads a folder: what is hidden and what is called README stays out."""
    path = PurePosixPath(member)
    return path.suffix == ".md" and path.stem != "README" and not path.name.startswith(".")


def read(data: bytes, name: str) -> tuple[BankQuestion, list[str]]:
    """One question and what is wrong with its file. Unreadable when nothing can be made of it."""
    text = decode(data, name)
    with tempfile.TemporaryDirectory() as folder:
        # The bank reads files: their name is the slug, their folder the area.
        where = Path(folder) / _plain(PurePosixPath(name).parent.name or "area")
        where.mkdir()
        path = where / f"{_plain(PurePosixPath(name).stem)}.md"
        path.write_text(text, encoding="utf-8")
        report = Reporter(path)
        found = read_question(path, report)
    if found is None or not found[0].prompt.strip():
        first = report.problems[0] if report.problems else None
        why = f"line {first.line}: {first.message}" if first else "there is no prompt in it"
        raise Unreadable(f"{name}: {why}.")
    question, _ = found
    return question, [f"line {one.line}: {one.message}" for one in report.problems if one.is_error]


def _plain(stem: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", stem.lower()).strip("-")[:100] or "question"
