"""Everything that changes an explanation: typing, opening it to a group, saying what one made of
it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import Circle, User
from study import saved_words
from study.models import Explanation, Heard
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
def share(user: User, concept: str, circle_id: int, *, at: datetime) -> Explanation:
    """Open what stands there now to one of one's circles; again, and it reads the new words.

    People of a circle are told once. Another circle takes the place of the one before.
    """
    row = _own(user, concept)
    if row is None or not row.text.strip():
        raise Refused("Write it first: there is nothing to read yet.")
    if row.rivals:
        raise Refused("Another window has other words. Say which of them stay, then share.")
    circle = Circle.objects.open_to(user).filter(pk=circle_id).first()
    if circle is None:
        raise Refused("You share only with a group that you are in and that is not archived.")
    if (row.circle_id, row.shared_text) == (circle.pk, row.text):
        return row
    if row.circle_id not in (None, circle.pk):
        news.taken_back(row, at=at)
    row.circle, row.shared_text, row.shared_at = circle, row.text, at
    row.save(update_fields=["circle", "shared_text", "shared_at"])
    news.shared(row, at=at)
    return row


@transaction.atomic
def take_back(user: User, concept: str, *, at: datetime) -> None:
    """From now on its author alone reads it; what was said of it stays. Twice is once."""
    row = _own(user, concept)
    if row and row.circle_id is not None:
        news.taken_back(row, at=at)
        row.circle = None
        row.save(update_fields=["circle"])


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


def _own(user: User, concept: str) -> Explanation | None:
    """Theirs of this concept, held; None where there is none yet."""
    User.objects.hold(user.pk)
    return Explanation.objects.of(user).filter(concept=concept).first()
