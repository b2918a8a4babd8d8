"""Where one question ends and the next begins, when the reader got it wrong: split and merge."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from questions.importing import Unreadable, find_questions
from questions.importing.question import LISTS
from web.refusals import Refused
from workbench.imports.actions import keep, open_candidate
from workbench.imports.candidates import candidate_of, fingerprint
from workbench.models import Candidate, ImportedFile

# What the second part of a split question takes over from the first.
SHARED = ("section", "kind", "tier", "priority", "area_id", "confidence")
WORDS = ("prompt", "answer", *LISTS)


@dataclass(frozen=True)
class Part:
    """The words of one side of a cut."""

    prompt: str
    answer: str = ""


@transaction.atomic
def split_at_cursor(candidate: Candidate, *, field: str, at: int) -> Candidate:
    """Cut the prompt or the answer at a character; what follows is a question of its own.

    Cut in the prompt, the second takes the answer and all lists along; cut in the answer, its
    first paragraph becomes the second's prompt. Returns the second; raises Refused.
    """
    first = open_candidate(candidate)
    text = first.prompt if field == "prompt" else first.answer
    before, after = text[:at].strip(), text[at:].strip()
    if not before or not after:
        raise Refused("Put the cursor between the two questions, where the second one begins.")
    if field == "prompt":
        lists = {name: getattr(first, name) for name in LISTS}
        second = _second(first, Part(after, first.answer), _line_of(first, after), **lists)
        first.answer = ""
        for name in LISTS:
            setattr(first, name, [])
    else:
        second = _second(first, _of_text(after), _line_of(first, after))
    setattr(first, field, before)
    return _cut(first, second)


@transaction.atomic
def split_at_line(candidate: Candidate, line: int) -> Candidate:
    """Read the two sides of a line of the source, counted from 1, as a question each.

    A question whose words were edited is cut there where the line still stands in them, so that
    no edit is lost. Returns the second; raises Refused.
    """
    first = open_candidate(candidate)
    if not first.source_line < line <= first.source_end:
        raise Refused(
            f"Choose a line after {first.source_line} and up to {first.source_end}:"
            " that is where this question stands."
        )
    lines = ImportedFile.objects.only("text").get(pk=first.file_id).text.split("\n")
    if first.edited:
        return _split_edited(first, lines[line - 1])
    above = _read(first, lines, first.source_line, line - 1)
    second = _read(first, lines, line, first.source_end)
    for name in WORDS:
        setattr(first, name, getattr(above, name))
    second.section = second.section or first.section
    for name in ("kind", "tier", "priority", "area_id"):
        setattr(second, name, getattr(second, name) or getattr(first, name))
    return _cut(first, second)


def _split_edited(first: Candidate, line: str) -> Candidate:
    for field in ("prompt", "answer"):
        at = getattr(first, field).find(line.strip()) if line.strip() else -1
        if at > 0:
            return split_at_cursor(first, field=field, at=at)
    raise Refused(
        "You have edited this question, and that line is no longer in it. Put the cursor where"
        " the second question begins and split there."
    )


def _read(first: Candidate, lines: list[str], start: int, end: int) -> Candidate:
    """What stands on these lines: the question found there, else its first paragraph asks."""
    text = "\n".join(lines[start - 1 : end])
    try:
        found = find_questions(text, name="this part").questions
    except Unreadable as error:
        raise Refused(str(error)) from None
    if len(found) == 1:
        part = candidate_of(found[0], first.file, first.position)
        part.source_line, part.source_end = start, end
        return part
    if not text.strip():
        raise Refused("There is nothing on one side of that line.")
    part = _second(first, _of_text(text), start)
    part.source_end = end
    return part


def _of_text(text: str) -> Part:
    prompt, _, answer = text.strip().partition("\n\n")
    if not answer:
        prompt, _, answer = text.strip().partition("\n")
    return Part(prompt.strip().lstrip("#").strip(), answer.strip())


def _line_of(first: Candidate, text: str) -> int:
    """Where these words begin in the source, or where the whole question does."""
    opening = next((line.strip() for line in text.split("\n") if line.strip()), "")
    lines = ImportedFile.objects.only("text").get(pk=first.file_id).text.split("\n")
    for number in range(first.source_line, first.source_end + 1):
        if number <= len(lines) and opening and opening in lines[number - 1]:
            return number
    return first.source_line


def _second(first: Candidate, part: Part, line: int, **words) -> Candidate:
    return Candidate(
        batch_id=first.batch_id,
        file=first.file,
        prompt=part.prompt,
        answer=part.answer,
        source_line=line,
        source_end=first.source_end,
        fingerprint=fingerprint(part.prompt),
        **{name: getattr(first, name) for name in SHARED},
        **words,
    )


def _cut(first: Candidate, second: Candidate) -> Candidate:
    """Store both, the second right after the first."""
    first.source_end = max(first.source_line, second.source_line - 1)
    first.edited = second.edited = True
    first.fingerprint = fingerprint(first.prompt)
    after = Candidate.objects.filter(file=first.file_id, position__gt=first.position)
    after.update(position=F("position") + 1)
    second.position = first.position + 1
    second.save()
    keep(first, *WORDS, "source_end", "edited", "fingerprint")
    return second


@transaction.atomic
def merge_with_next(candidate: Candidate) -> Candidate:
    """Join a question with the one after it in its document, which is dropped.

    Where the first has no answer the second's prompt belongs to its prompt, else to its answer.
    Returns the first; raises Refused when nothing follows.
    """
    first = open_candidate(candidate)
    after = Candidate.objects.filter(file=first.file_id, position__gt=first.position)
    second = after.kept().select_for_update(of=["self"]).order_by("position").first()
    if second is None:
        raise Refused("No kept question follows in this document.")
    if first.answer:
        first.answer = _joined(first.answer, second.prompt, second.answer)
    else:
        first.prompt, first.answer = _joined(first.prompt, second.prompt), second.answer
    for name in LISTS:
        setattr(first, name, [*getattr(first, name), *getattr(second, name)])
    first.source_end = max(first.source_end, second.source_end)
    first.minutes = first.minutes or second.minutes
    first.edited = True
    second.dropped = True
    keep(second, "dropped")
    return keep(first, *WORDS, "source_end", "minutes", "edited")


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
