"""The hot path: keep what the candidate typed, by revision, or say truthfully why not.

A save names the revision its text is based on, the page that wrote it (`writer`, new with every
load) and that page's counter (`count`). One short transaction answers it:

* the base is the current revision → the text is saved as the next revision;
* the same page saved last and this is a later count → saved: only its own acknowledgement was lost;
* the page that saved last is one whose draft this page took over (`heir_of`: pages that were
  closed before their last words were acknowledged) → saved;
* the same page, an earlier or equal count → already superseded or a plain retry: nothing to do;
* the text equals what is there → nothing to do;
* anything else → *conflict*: the text is parked beside the current one and the person chooses;
* the clock or the state forbids it → *closed*, with the reason.

The row of the interview is locked for sharing, so saves of one interview do not wait for each
other but a save and a finish do: a text is either part of what is marked, or was refused.
Two round trips besides BEGIN and COMMIT; no template, no session write, no signal.

What was tried at a question about a fault (`TRIED`) is kept in the same way. Two such lists are
put together line by line by the page that lost, so that nothing is parked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction

from interview import rules
from interview.models import (
    Answer,
    AnswerRevision,
    Interview,
    InterviewQuestion,
    ParkedText,
    TriedLog,
    TriedRevision,
)
from questions.models.vocabulary import Kind


class State(StrEnum):
    SAVED = "saved"
    CONFLICT = "conflict"
    CLOSED = "closed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one save. `text` is the current text when it is not the one that was sent."""

    state: State
    revision: int = 0
    at: datetime | None = None
    ends_at: datetime | None = None
    paused: bool = False
    late: bool = False
    text: str | None = None
    reason: str = ""


@dataclass
class _Row:
    """The interview's clock and the answer, as locked."""

    status: str
    mode: str
    started_at: datetime | None
    ends_at: datetime | None
    paused_at: datetime | None
    text_id: int
    text: str
    revision: int
    writer: UUID | None
    writer_count: int
    at: datetime


class Paper:
    """A kind of text that is kept: the statements for its table and that of its history."""

    def __init__(self, model: type, revisions: type, key: str, *, counts_time: bool) -> None:
        """`key`: the column by which a revision names its text. `counts_time`: whether the text
        says how long it was on screen."""
        seconds = "seconds_used = GREATEST(seconds_used, %(seconds_used)s)," if counts_time else ""
        # Only our own table names are put in; every value is a parameter.
        self.lock = f"""
SELECT i.status, i.mode, i.started_at, i.ends_at, i.paused_at,
       a.id, a.text, a.revision, a.writer, a.writer_count, clock_timestamp()
FROM {model._meta.db_table} a
JOIN {InterviewQuestion._meta.db_table} q ON q.id = a.question_id
JOIN {Interview._meta.db_table} i ON i.id = q.interview_id
WHERE i.id = %s AND q.position = %s AND i.candidate_id = %s
FOR NO KEY UPDATE OF a FOR SHARE OF i
"""  # noqa: S608
        self.write = f"""
WITH saved AS (
    UPDATE {model._meta.db_table}
    SET text = %(text)s, revision = revision + 1, writer = %(writer)s, writer_count = %(count)s,
        {seconds} saved_at = %(at)s, late = late OR %(late)s
    WHERE id = %(text_id)s
    RETURNING id, revision
)
INSERT INTO {revisions._meta.db_table}
    ({key}, number, saved_at, writer, start, removed, added)
SELECT id, revision, %(at)s, %(writer)s, %(start)s, %(removed)s, %(added)s FROM saved
RETURNING number
"""  # noqa: S608


ANSWER = Paper(Answer, AnswerRevision, "answer_id", counts_time=True)
TRIED = Paper(TriedLog, TriedRevision, "log_id", counts_time=False)


def save(
    interview_id: int,
    position: int,
    *,
    candidate_id: int,
    text: str,
    base: int,
    writer: UUID,
    count: int,
    seconds_used: int = 0,
    heir_of: Collection[UUID] = (),
    paper: Paper = ANSWER,
) -> Outcome | None:
    """Keep one answer's text. None when this candidate has no such question.

    `text` is the whole answer, or the whole list of what was tried (`paper`); `base` the revision
    it grew from; `seconds_used` how long the question has been on screen. The server's clock
    decides, in the transaction that saves.
    """
    if reason := rules.why_not_text(text):
        return Outcome(State.REFUSED, reason=reason)
    with transaction.atomic(), connection.cursor() as cursor:
        if paper is TRIED:
            _begin_log(interview_id, position, candidate_id)
        cursor.execute(paper.lock, [interview_id, position, candidate_id])
        found = cursor.fetchone()
        if found is None:
            return None
        row = _Row(*found)
        if reason := rules.why_not_save(row, at=row.at):
            return _answer(row, State.CLOSED, text=row.text, reason=reason)
        if text == row.text or (writer == row.writer and count <= row.writer_count):
            return _answer(row, State.SAVED)
        if base != row.revision and row.writer not in (writer, *heir_of):
            if paper is ANSWER:
                _park(row, writer=writer, text=text)
            return _answer(row, State.CONFLICT, text=row.text)
        late = rules.is_over(row, at=row.at)
        start, removed, added = difference(row.text, text)
        cursor.execute(
            paper.write,
            {
                "text": text,
                "writer": writer,
                "count": count,
                "at": row.at,
                "late": late,
                "seconds_used": seconds_used,
                "text_id": row.text_id,
                "start": start,
                "removed": removed,
                "added": added,
            },
        )
        row.revision = cursor.fetchone()[0]
        return _answer(row, State.SAVED, late=late)


def difference(before: str, after: str) -> tuple[int, int, str]:
    """The one change that turns `before` into `after`: start, characters removed, text added."""
    start = _common(before, after)
    limit = min(len(before), len(after)) - start
    tail = _common(before[::-1], after[::-1], limit)
    return start, len(before) - start - tail, after[start : len(after) - tail]


def replay(revisions: list[AnswerRevision]) -> list[str]:
    """The text after each save, from the first on. `revisions` in order of number."""
    texts: list[str] = []
    text = ""
    for revision in revisions:
        end = revision.start + revision.removed
        text = text[: revision.start] + revision.added + text[end:]
        texts.append(text)
    return texts


def _answer(row: _Row, state: State, **more) -> Outcome:
    return Outcome(
        state,
        revision=row.revision,
        at=row.at,
        ends_at=row.ends_at,
        paused=row.paused_at is not None,
        **more,
    )


def _begin_log(interview_id: int, position: int, candidate_id: int) -> None:
    """The list of a question about a fault begins with its first save."""
    question = InterviewQuestion.objects.filter(
        interview=interview_id,
        interview__candidate=candidate_id,
        position=position,
        version__kind=Kind.DEBUGGING,
        tried=None,
    )
    logs = [TriedLog(question_id=pk) for pk in question.values_list("pk", flat=True)]
    TriedLog.objects.bulk_create(logs, ignore_conflicts=True)


def _park(row: _Row, *, writer: UUID, text: str) -> None:
    ParkedText.objects.update_or_create(
        answer_id=row.text_id, writer=writer, defaults={"text": text, "parked_at": row.at}
    )


def _common(a: str, b: str, limit: int | None = None) -> int:
    """Length of the common beginning, by halving: slices compare at the speed of memory."""
    low, high = 0, min(len(a), len(b)) if limit is None else limit
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
