"""Reading by a worker: one job a document, claimed, read once, kept in one transaction.

The rows say what is to be read; the queue only says “look now”. A message that was lost or doubled
changes nothing, and a worker that died gives its document back when its claim runs out.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from questions.importing import Unreadable
from questions.models import Question
from web import clock
from web.jobs import LET_GO
from workbench import tasks
from workbench.imports import comparing, earlier, likeness, readings
from workbench.models import READING_TRIES, Candidate, ImportedFile

log = logging.getLogger(__name__)
State = ImportedFile.State
# What was brought just now has its own message on the way; the sweep looks at what is older.
MESSAGE_TAKES = timedelta(seconds=10)
# Documents one sweep asks for; the next tick takes the rest.
BATCH = 100
AT_ONCE = 500
LOST = "Reading it stopped in the middle, every time it was tried. Split the document."


def read_file(pk: int) -> None:
    """Read one document if nobody else does. A failure is kept as a state with its reason."""
    give_up_on_lost(at=clock.now())
    token = ImportedFile.objects.claim(pk, at=clock.now())
    if token is None:
        return
    ours = ImportedFile.objects.claimed(pk, token)
    file = ours.select_related("batch__owner").defer("text").first()
    if file is None:
        return  # deleted meanwhile
    try:
        found = readings.read(bytes(file.data), file)
        _judge(file, found.candidates)
    except Unreadable as error:
        _failed(file, token, str(error), again=False)
    except Exception as error:
        log.exception("the imported document %s could not be read", pk)
        why = f"{file.name}: reading it met an error we did not expect ({type(error).__name__})."
        _failed(file, token, why, again=file.tries < READING_TRIES)
    else:
        _keep(file, token, found)


def _judge(file: ImportedFile, candidates: list[Candidate]) -> None:
    """What is known of them already: from the last time, and by their words in the bank."""
    marks = [candidate.fingerprint for candidate in candidates]
    if before := earlier.earlier_of(file, marks):
        file.earlier = before
        earlier.compare(candidates, before)
    open_ones = [candidate for candidate in candidates if candidate.match_id is None]
    prompts = [candidate.prompt for candidate in open_ones]
    found = likeness.weigh(prompts, user=file.batch.owner)
    file.comparing = found.is_open
    for candidate, twin in zip(open_ones, found.twins(), strict=True):
        if twin is not None:
            candidate.match_id, candidate.likeness = twin.question_id, twin.likeness
            if twin.likeness == 1:
                candidate.decision = Candidate.Decision.LINK


def _keep(file: ImportedFile, token: UUID, found: readings.Reading) -> None:
    """Write what was found while the claim is ours; else the document is another worker's."""
    with transaction.atomic():
        done = {
            "state": State.READ,
            **LET_GO,
            "why_failed": "",
            "earlier": file.earlier,
            "comparing": file.comparing,
            "compare_claimed_at": None,
            "compare_tries": 0,
            **found.facts,
        }
        if not ImportedFile.objects.claimed(file.pk, token).update(**done):
            return
        _forget_what_is_gone(found.candidates)
        Candidate.objects.filter(file=file.pk).delete()
        Candidate.objects.bulk_create(found.candidates, batch_size=AT_ONCE)
        if file.comparing:
            comparing.ask(file.pk)


def _forget_what_is_gone(candidates: list[Candidate]) -> None:
    """A question may be deleted while its document is read: then nothing is like it."""
    ids = {candidate.match_id for candidate in candidates} - {None}
    there = set(Question.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for candidate in candidates:
        if candidate.match_id not in there:
            candidate.match_id = candidate.likeness = None
            candidate.decision = Candidate.Decision.KEEP


def read_leftovers(*, at: datetime) -> int:
    """Ask again for what a dead worker or a lost message left; returns how many documents."""
    give_up_on_lost(at=at)
    unread = ImportedFile.objects.to_do(at=at).filter(batch__created_at__lt=at - MESSAGE_TAKES)
    left = list(unread.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in left:
        tasks.read_import.delay(pk)
    return len(left)


def give_up_on_lost(*, at: datetime) -> None:
    """A document whose worker died on every try is failed: it may be what kills them."""
    why = Concat(F("name"), Value(f": {LOST}"))
    ImportedFile.objects.lost(at=at).update(state=State.FAILED, why_failed=why, **LET_GO)


def _failed(file: ImportedFile, token: UUID, why: str, *, again: bool) -> None:
    ImportedFile.objects.claimed(file.pk, token).update(
        state=State.WAITING if again else State.FAILED,
        why_failed=why.replace("\x00", ""),
        **LET_GO,
    )
