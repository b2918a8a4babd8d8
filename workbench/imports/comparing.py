"""What the words leave open is compared by meaning, after a document is read and shown.

The sentence encoder takes seconds to load in a fresh worker, so no reading waits for it. A document
that has such pairs is marked in the transaction that keeps its questions. The mark says what is to
be done, and the queue only “look now”: a comparison that was lost is found by the sweep, and one
that was doubled finds nothing more to say.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from questions.models import Question
from web import clock
from workbench import tasks
from workbench.imports import likeness
from workbench.models import READING_TRIES, Candidate, ImportBatch, ImportedFile

log = logging.getLogger(__name__)
# Documents one sweep asks for; the next tick takes the rest.
BATCH = 100
GAVE_UP = "Its questions could not be compared with the bank by meaning; by their words they were."


def ask(file_id: int) -> None:
    """Ask for the comparison of a document once it is stored that it is to be made."""
    transaction.on_commit(lambda: tasks.compare_import.delay(file_id), robust=True)


def compare_file(pk: int) -> None:
    """Compare what words left open in one document if nobody else does. Without an encoder there
    is nothing to compare with, and the words' word stands.
    """
    from scoring.encoder import encoder

    if not ImportedFile.objects.claim_comparing(pk, at=clock.now()):
        return
    file = ImportedFile.objects.select_related("batch__owner").defer("data", "text").get(pk=pk)
    try:
        alone = list(_alone(file).values_list("pk", "prompt"))
        prompts = [prompt for _, prompt in alone]
        found = likeness.twins(prompts, user=file.batch.owner, encoder=encoder())
    except Exception:
        log.exception("the imported document %s could not be compared by meaning", pk)
        _step_back(file)
        return
    _keep(file, zip(alone, found, strict=True))


def _alone(file: ImportedFile):
    """Those that nothing in the bank was found for."""
    return Candidate.objects.filter(file=file.pk, match=None, decision=Candidate.Decision.KEEP)


def _keep(
    file: ImportedFile, found: Iterable[tuple[tuple[int, str], likeness.Twin | None]]
) -> None:
    """Write the twins of what still says what was compared, and that all of it was.

    A person may be typing: their revision stays, since none of their words are changed.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(no_key=True).filter(pk=file.batch_id).first()
        if batch is None or batch.saved_at is not None:
            return
        told = [(one, twin) for one, twin in found if twin is not None]
        ids = {twin.question_id for _, twin in told}
        there = set(Question.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for (pk, prompt), twin in told:
            if twin.question_id in there:
                _alone(file).filter(pk=pk, prompt=prompt).update(
                    match=twin.question_id, likeness=twin.likeness
                )
        ImportedFile.objects.filter(pk=file.pk).update(comparing=False, compare_claimed_at=None)


def compare_leftovers(*, at: datetime) -> int:
    """Ask again for comparisons that a dead worker or a lost message left; returns how many."""
    left = ImportedFile.objects.uncompared(at=at).order_by("pk")
    for file in left.filter(compare_tries__gte=READING_TRIES).defer("data", "text"):
        _step_back(file)
    ids = list(left.values_list("pk", flat=True)[:BATCH])
    for pk in ids:
        tasks.compare_import.delay(pk)
    return len(ids)


def _step_back(file: ImportedFile) -> None:
    """Leave it to the sweep, or after the last try to the reviewer, who is told."""
    mine = ImportedFile.objects.filter(pk=file.pk, comparing=True)
    if file.compare_tries < READING_TRIES:
        mine.update(compare_claimed_at=None)
    else:
        mine.update(comparing=False, compare_claimed_at=None, notes=[*file.notes, GAVE_UP])
