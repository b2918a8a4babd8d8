"""One document read: its candidates, the text their lines count in, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from questions.bank.questions import BankQuestion
from questions.importing import Question as Read
from questions.importing import Unreadable, decode
from questions.importing.formats import read_document
from questions.models import Topic
from workbench.imports import bank_format, rules
from workbench.imports.candidates import candidate_of, packed
from workbench.models import Candidate, ImportedFile


@dataclass
class Reading:
    """`facts` are the columns of the document's row that reading fills in."""

    candidates: list[Candidate]
    facts: dict[str, Any] = field(default_factory=dict)


def read(data: bytes, file: ImportedFile) -> Reading:
    """Read a document of any format; only the candidates are new, nothing is stored.

    Raises Unreadable with the file's name, the place and the way on.
    """
    if of_bank := bank_format.members(data, file.name):
        files, wrong = of_bank
        return _bank(files, file, wrong)
    if data.lstrip(b"\xef\xbb\xbf").startswith(b"---") and bank_format.is_question(
        decode(data, file.name)
    ):
        return _bank({file.name: data}, file)
    document = read_document(data, file.name, mapping=file.mapping or None)
    questions = document.questions[: rules.MOST_QUESTIONS]
    notes = [*document.notes]
    if len(questions) < len(document.questions):
        notes.append(
            f"There are {len(document.questions):,} questions in it; the first"
            f" {rules.MOST_QUESTIONS:,} are here. Split the document for the others."
        )
    if not questions and not document.columns:
        notes.append("No question was found in it.")
    candidates = [candidate_of(one, file, at) for at, one in enumerate(questions, start=1)]
    _find_ends(candidates, document.text)
    facts = {
        "format": document.format[:40],
        "text": document.text.replace("\x00", ""),
        "columns": [vars(column) for column in document.columns],
        "left_out": [{"line": part.line, "reason": part.reason} for part in document.left_out],
        "notes": notes,
    }
    return Reading(candidates, facts)


def _find_ends(candidates: list[Candidate], text: str) -> None:
    """Where no question says where it ends, each goes on to the next, blank lines left out.

    One that overlaps the next ends before it.
    """
    unsaid = all(one.source_end == one.source_line for one in candidates)
    lines = text.split("\n")
    starts = [one.source_line for one in candidates] + [len(lines) + 1]
    for candidate, following in zip(candidates, starts[1:], strict=True):
        first, last = candidate.source_line, candidate.source_end
        if following > first and (unsaid or last >= following):
            last = following - 1
            while last > first and (last > len(lines) or not lines[last - 1].strip()):
                last -= 1
            candidate.source_end = last


def _bank(files: dict[str, bytes], file: ImportedFile, wrong: Sequence[str] = ()) -> Reading:
    """The bank's own format keeps everything: the words themselves come along.

    `wrong` names what could not even be unpacked.
    """
    areas = {topic.slug: topic for topic in Topic.objects.all()}
    candidates, reasons, text = [], list(wrong), []
    for name, data in sorted(files.items()):
        try:
            question, problems = bank_format.read(data, name)
        except Unreadable as error:
            reasons.append(str(error))
            continue
        lines = decode(data, name).rstrip("\n").split("\n")
        candidate = candidate_of(_as_read(question, len(text) + 1), file, len(candidates) + 1)
        candidate.source_end = len(text) + len(lines)
        candidate.whole = packed(question)
        candidate.area = areas.get(question.area)
        candidate.remarks = problems
        candidates.append(candidate)
        text += [*lines, "", ""]
    if not candidates:
        raise Unreadable(reasons[0])
    notes = [f"Left out: {why.removeprefix(f'{file.name}: ')}" for why in reasons]
    facts = {"format": "Greenroom's own format", "text": "\n".join(text), "notes": notes}
    return Reading(candidates, facts)


def _as_read(question: BankQuestion, line: int) -> Read:
    return Read(
        prompt=question.prompt,
        source_line=line,
        answer=question.model_answer,
        key_points=[point.text for point in question.points],
        tips=list(question.tips),
        follow_ups=list(question.follow_ups),
        references=list(question.references),
        minutes=question.minutes,
        kind=question.kind,
        tier=question.tier,
        priority=question.priority,
    )
