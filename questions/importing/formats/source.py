"""What reading a file gives, whatever its format: the text that is shown, and its questions."""

from dataclasses import dataclass, field

from questions.importing.document import LeftOut
from questions.importing.question import Question, fenced


@dataclass
class Column:
    """A column of a table, or a key of records, and the part of a question it was taken for.

    `role` is None for a column that is not used; `samples` are a few of its values, cut short.
    `letter` is the name a spreadsheet gives it; a mapping may use the letter or the name.
    """

    letter: str
    name: str
    role: str | None = None
    samples: list[str] = field(default_factory=list)


@dataclass
class Document:
    """One file as read. Each question's `source_line` counts lines of `text`, from 1.

    `text` is what a reviewer sees beside the questions: the file itself where it is text, else its
    contents written out. `notes` say what concerns the file as a whole. Of an archive, `parts` are
    its files as they were read, each with its own lines.
    """

    name: str
    format: str
    text: str
    questions: list[Question] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list["Document"] = field(default_factory=list)


class Transcript:
    """Writes out what cannot be shown as it is, and knows on which line everything stands."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._section: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n" if self._lines else ""

    @property
    def next_line(self) -> int:
        return len(self._lines) + 1

    def write(self, text: str) -> int:
        """Append lines; the number of the first."""
        first = len(self._lines) + 1
        if "\n" in text:
            self._lines += text.split("\n")
        else:
            self._lines.append(text)
        return first

    def paragraph(self, text: str) -> int:
        first = self.write(text)
        self._lines.append("")
        return first

    def question(self, question: Question) -> None:
        """Write a question out with all of its parts and say where it stands."""
        if question.section != self._section:
            self._section = question.section
            self.paragraph(f"## {question.section or '(no section)'}")
        question.source_line = self.paragraph(question.prompt)
        for code in question.code:
            self.paragraph(fenced(code))
        if question.answer:
            self.paragraph("Answer:")
            self.paragraph(question.answer)
        for title, entries in (
            ("Key points:", question.key_points),
            ("Tips:", question.tips),
            ("Follow-ups:", question.follow_ups),
            ("References:", question.references),
        ):
            if entries:
                self.paragraph(title)
                self.paragraph("\n".join(bullet(entry) for entry in entries))
        question.source_end = self.next_line - 2
        self.paragraph("---")


def bullet(text: str) -> str:
    return "- " + text.replace("\n", "\n  ")


def bullets(entries: list[str]) -> str:
    return "\n".join(bullet(entry) for entry in entries)
