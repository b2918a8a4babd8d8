"""Keeping the figures right: what the database noted as changed is read and summed up again.

First interviews become attempts, then questions and sets are summed up from their attempts. A
note is deleted in the transaction that deals with it: a worker that dies gives it back, and two
workers take different ones. A page that shows figures deals with the notes about its own subject
first, so it is right directly after a re-mark, also when no worker runs.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from interview.models import Interview, InterviewQuestion
from questions.models import Question, QuestionSet
from workbench import attempts, question_summaries, set_summaries
from workbench.models import Change

log = logging.getLogger(__name__)
# Transactions of a kind in one sweep; the next tick takes the rest.
ROUNDS = 200
# A page reads up to three batches of interviews before it is shown; the sweep takes the rest.
PAGE_ROUNDS = 3
# Shorter than PostgreSQL waits before it looks for a deadlock (1 s): it is counting that steps
# back and comes again, never the person who marks or leaves.
PATIENCE = "400ms"


@dataclass(frozen=True)
class Kind:
    """What a note may be about, how many of these one transaction takes, and what to do."""

    field: str
    at_once: int
    deal: Callable[[Collection[int], datetime], None]


INTERVIEW = Kind("interview_id", 100, lambda ids, at: attempts.read_again(ids))
QUESTION = Kind("question_id", 1, lambda ids, at: question_summaries.sum_up(*ids, at=at))
SET = Kind("set_id", 1, lambda ids, at: set_summaries.sum_up(*ids, at=at))


def sweep(*, at: datetime) -> int:
    """Deal with what changed; returns in how many steps. Any number may run at once."""
    everything = Change.objects.all()
    return sum(_deal(kind, everything, ROUNDS, at=at) for kind in (INTERVIEW, QUESTION, SET))


def catch_up_question(question: Question, *, at: datetime) -> bool:
    """Count what changed for this question. False: there is more than a page waits for."""
    asked = InterviewQuestion.objects.filter(version__question=question.pk)
    return _catch_up(asked.values("interview"), QUESTION, question.pk, at=at)


def catch_up_set(question_set: QuestionSet, *, at: datetime) -> bool:
    """Count what changed for this set. False: there is more than a page waits for."""
    sat = Interview.objects.filter(question_set=question_set.pk)
    return _catch_up(sat.values("pk"), SET, question_set.pk, at=at)


def _catch_up(interviews: QuerySet, kind: Kind, pk: int, *, at: datetime) -> bool:
    first = Change.objects.filter(interview_id__in=interviews)
    own = Change.objects.filter(**{kind.field: pk})
    if not Change.objects.exists():
        return True
    _deal(INTERVIEW, first, PAGE_ROUNDS, at=at, wait=True)
    _deal(kind, own, 1, at=at, wait=True)
    return not (first.exists() or own.exists())


def _deal(kind: Kind, notes: QuerySet[Change], rounds: int, *, at: datetime, wait=False) -> int:
    """Deal with notes of a kind until none is left; a step that must wait too long ends it."""
    known = notes.filter(~Q(**{kind.field: None})).order_by("pk")
    for done in range(rounds):
        try:
            with transaction.atomic():
                if not _step(kind, known, at=at, wait=wait):
                    return done
        except OperationalError:
            log.info("counting stepped back before a lock; its notes are kept", exc_info=True)
            return done
    return rounds


def _step(kind: Kind, notes: QuerySet[Change], *, at: datetime, wait: bool) -> bool:
    """Take some notes, with all others about the same, and deal with them. False: none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    # A page waits for whoever counts its subject at this moment; a sweep looks elsewhere.
    taken = notes.select_for_update(skip_locked=not wait)
    ids = set(taken.values_list(kind.field, flat=True)[: kind.at_once])
    if not ids:
        return False
    same = Change.objects.filter(**{f"{kind.field}__in": ids}).select_for_update(skip_locked=True)
    Change.objects.filter(pk__in=list(same.values_list("pk", flat=True))).delete()
    kind.deal(sorted(ids), at)
    return True
