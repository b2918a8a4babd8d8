"""Decks that are brought: small ones at once, larger ones by a worker, each taken in once.

The rows say what is to be read; the queue only says “look now”. A worker that died gives its deck
back when its claim runs out, and cards and state are written together or not at all.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from questions.importing import Unreadable
from study import tasks
from study.cards import packages, taking_in
from study.models import DeckFile
from study.models.decks import READING_TRIES
from web import clock
from web.jobs import LET_GO
from web.refusals import Refused

log = logging.getLogger(__name__)
State = DeckFile.State
# What a page can wait for: bytes of the file, and notes in it.
AT_ONCE, NOTES_AT_ONCE = 2 * 1024 * 1024, 2_000
# Seconds a worker may read one deck, on a busy machine too; a claim lasts longer.
PATIENCE = 120
# Decks one sweep asks for; the next tick takes the rest.
BATCH = 20
LOST = "Reading it stopped in the middle, every time it was tried. Bring single decks."


def is_small(data: bytes, name: str) -> bool:
    """Whether it is read while the page waits. Unreadable where it is no deck at all."""
    return len(data) <= AT_ONCE and packages.notes_in(data, name) <= NOTES_AT_ONCE


def at_once(user: User, data: bytes, name: str, *, with_answers: bool, at: datetime) -> list[str]:
    """Take a deck in, and say what came in sentences."""
    package = packages.read(data, name, with_answers=with_answers, at=at)
    return [str(taking_in.take_in(user, package, at=at)), *package.left.sentences()]


@transaction.atomic
def bring(user: User, data: bytes, name: str, *, with_answers: bool, at: datetime) -> DeckFile:
    """Have a worker read it; in place of the last one, unless that is still being read."""
    User.objects.hold(user.pk)
    if DeckFile.objects.filter(owner=user, state__in=[State.WAITING, State.READING]).exists():
        raise Refused("The deck you brought before is still being read. Bring this one after it.")
    DeckFile.objects.filter(owner=user).delete()
    brought = DeckFile.objects.create(
        owner=user,
        name=name[:255],
        data=data,
        size=len(data),
        with_answers=with_answers,
        brought_at=at,
    )
    transaction.on_commit(lambda: tasks.read_deck.delay(brought.pk), robust=True)
    return brought


def read(pk: int) -> None:
    """Read one deck if nobody else does. A failure is kept as a state with its reason."""
    at = clock.now()
    give_up_on_lost(at=at)
    token = DeckFile.objects.claim(pk, at=at)
    if token is None:
        return
    ours = DeckFile.objects.claimed(pk, token)
    deck = ours.select_related("owner").first()
    if deck is None:
        return  # deleted meanwhile
    data = bytes(deck.data)
    try:
        ours.update(notes=packages.notes_in(data, deck.name))
        _take_in(deck, data, token)
    except Unreadable as error:
        _end(deck, token, State.FAILED, [str(error)])
    except Exception as error:
        log.exception("the deck %s could not be read", pk)
        why = f"{deck.name}: reading it met an error we did not expect ({type(error).__name__})."
        if deck.tries < READING_TRIES:
            ours.update(state=State.WAITING, **LET_GO)
        else:
            _end(deck, token, State.FAILED, [why])


def _take_in(deck: DeckFile, data: bytes, token: UUID) -> None:
    """Cards and state in one transaction, while the claim is ours; else it is another worker's."""
    at = deck.brought_at
    answers = deck.with_answers
    package = packages.read(data, deck.name, with_answers=answers, at=at, seconds=PATIENCE)
    with transaction.atomic():
        User.objects.hold(deck.owner_id)
        taken = taking_in.take_in(deck.owner, package, at=at)
        if not _end(deck, token, State.READ, [str(taken), *package.left.sentences()]):
            transaction.set_rollback(True)


def _end(deck: DeckFile, token: UUID, state: str, told: list[str]) -> int:
    return DeckFile.objects.claimed(deck.pk, token).update(
        state=state,
        data=b"",
        told=[one.replace("\x00", "") for one in told],
        **LET_GO,
    )


def read_leftovers(*, at: datetime) -> int:
    """Ask again for what a dead worker or a lost message left; returns how many decks."""
    give_up_on_lost(at=at)
    left = list(DeckFile.objects.to_do(at=at).order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in left:
        tasks.read_deck.delay(pk)
    return len(left)


def give_up_on_lost(*, at: datetime) -> None:
    """A deck whose worker died on every try is failed: it may be what kills them."""
    lost = DeckFile.objects.lost(at=at)
    lost.update(state=State.FAILED, data=b"", told=[LOST], **LET_GO)
