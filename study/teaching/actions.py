"""Everything that changes an explanation: typing, opening it to a group, saying what one made of
it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Circle, User
from study import saved_words
from study.models import Explanation, Heard, Recording, Take
from study.teaching import news
from web.refusals import Refused


@transaction.atomic
def draft(
    user: User, concept: str, text: str, *, base: int, writer: uuid.UUID, at: datetime
) -> tuple[Explanation, bool]:
    """Keep what is being typed; the row, and whether another window typed something else."""
    row = _own(user, concept) or Explanation(owner=user, concept=concept)
    disagree = saved_words.keep(row, {"text": text}, base=base, writer=writer, at=at)
    row.save()
    return row, bool(disagree)


@transaction.atomic
def settle(user: User, concept: str, field: str, writer: uuid.UUID, *, add: bool) -> None:
    """What becomes of words that another window typed."""
    row = _own(user, concept)
    if row and saved_words.settle(row, field, writer, add=add):
        row.save()


@transaction.atomic
def share(
    user: User, concept: str, circle_id: int, *, recording: int | None = None, at: datetime
) -> Explanation:
    """Open what stands there now to one of one's circles, with one of one's recordings of the
    concept (its pk) or without; again, and it reads the new words.

    People of a circle are told once. Another circle takes the place of the one before.
    """
    row = _own(user, concept)
    sound = recordings_of(user, concept).filter(pk=recording).first()
    if recording and sound is None:
        raise Refused("This recording is not kept here any more. Choose another, or none.")
    row = row or Explanation(owner=user, concept=concept)
    if not row.text.strip() and sound is None:
        raise Refused("Write or record it first: there is nothing to read or hear yet.")
    if row.rivals:
        raise Refused("Another window has other words. Say which of them stay, then share.")
    circle = Circle.objects.open_to(user).filter(pk=circle_id).first()
    if circle is None:
        raise Refused("You share only with a group that you are in and that is not archived.")
    as_it_is = (circle.pk, row.text, recording)
    if (row.circle_id, row.shared_text, row.recording_id) == as_it_is:
        return row
    if row.circle_id not in (None, circle.pk):
        news.taken_back(row, at=at)
    row.circle, row.shared_text, row.recording, row.shared_at = circle, row.text, sound, at
    row.save()
    news.shared(row, at=at)
    return row


@transaction.atomic
def take_back(user: User, concept: str, *, at: datetime) -> None:
    """From now on its author alone reads it; what was said of it stays. Twice is once."""
    row = _own(user, concept)
    if row and row.circle_id is not None:
        _close(row, at=at)


def fall_silent(take: Take, *, at: datetime) -> None:
    """For when the sound of a take is about to be deleted: where a circle had nothing but it, the
    explanation is taken back. Call it in the transaction that deletes."""
    User.objects.hold(take.owner_id)
    for row in Explanation.objects.filter(recording__take=take, circle__isnull=False):
        if not row.shared_text.strip():
            _close(row, at=at)


def recordings_of(user: User, concept: str) -> QuerySet[Recording]:
    """What this person recorded of a concept and keeps here, the newest first; without sound."""
    own = Recording.objects.filter(take__owner=user, take__concept=concept)
    return own.select_related("take").defer("sound").order_by("-kept_at")


@transaction.atomic
def hear(
    explanation: Explanation, *, understood: bool, words: str, by: User, at: datetime
) -> Heard:
    """Say whether one understood it; said again, it takes the place of what one had said."""
    if explanation.owner_id == by.pk:
        raise Refused("Whether it is understood, the others say.")
    is_in = Circle.objects.open_to(by).filter(pk=explanation.circle_id).exists()
    if not is_in:
        raise Refused("This group is archived: nothing more is said in it.")
    said = {"is_understood": understood, "words": words}
    there = explanation.heard.filter(by=by, **said).first()
    if there:
        return there
    heard, _ = explanation.heard.update_or_create(by=by, defaults={**said, "at": at})
    news.heard(heard, at=at)
    return heard


def _close(row: Explanation, *, at: datetime) -> None:
    """Nobody but its author reads or hears it from now on."""
    news.taken_back(row, at=at)
    row.circle = row.recording = None
    row.save(update_fields=["circle", "recording"])


def _own(user: User, concept: str) -> Explanation | None:
    """Theirs of this concept, held; None where there is none yet."""
    User.objects.hold(user.pk)
    return Explanation.objects.of(user).filter(concept=concept).first()
