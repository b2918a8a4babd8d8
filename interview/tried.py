"""Reading what was tried: its lines in order, each with the time at which it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from interview import autosave
from interview.models import InterviewQuestion, TriedLog
from questions.models.vocabulary import Kind

PARTS = 4


@dataclass(frozen=True)
class Tried:
    """A line: what the candidate thought, looked at, saw, concluded; when it came and changed."""

    hypothesis: str
    check: str
    result: str
    verdict: str
    first_at: datetime
    changed_at: datetime

    @property
    def sentence(self) -> str:
        """The line in words, for a text; what was left open says so."""
        said = ((self.hypothesis, ""), (self.check, "looked at "), (self.result, "saw "))
        return "; ".join(
            [*(before + part for part, before in said if part), self.verdict or "open"]
        )


def has_log(kind: str) -> bool:
    """Only a question about a fault has such a list."""
    return kind == Kind.DEBUGGING


def split(text: str) -> list[tuple[str, str, str, str]]:
    """Line by line; what is missing is empty, and what is too much goes into the last part."""
    rows = []
    for line in text.split("\n"):
        parts = line.split("\t", PARTS - 1)
        rows.append((*parts, *[""] * (PARTS - len(parts))))
    return rows


def lines(log: TriedLog) -> list[Tried]:
    """Its lines in their order, without empty ones. `log.revisions` must hold all of them."""
    revisions = sorted(log.revisions.all(), key=lambda one: one.number)
    first: dict[int, datetime] = {}
    last: dict[int, tuple[tuple, datetime]] = {}
    for revision, text in zip(revisions, autosave.replay(revisions), strict=True):
        for place, row in enumerate(split(text)):
            if not any(row):
                continue
            first.setdefault(place, revision.saved_at)
            if place not in last or last[place][0] != row:
                last[place] = (row, revision.saved_at)
    return [
        Tried(*row, first_at=first[place], changed_at=last[place][1])
        for place, row in enumerate(split(log.text))
        if any(row)
    ]


def of(questions: Iterable[InterviewQuestion], *, kinds: dict[int, str]) -> dict[int, TriedLog]:
    """{question: its list} with its history, of those about a fault. `kinds`: {question: kind}.

    Two queries where there is such a question, none otherwise.
    """
    wanted = [question.pk for question in questions if has_log(kinds[question.pk])]
    if not wanted:
        return {}
    logs = TriedLog.objects.filter(question__in=wanted).prefetch_related("revisions")
    return {log.question_id: log for log in logs}
