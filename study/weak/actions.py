"""Everything that changes what somebody said about their weak spots."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from study import saved_words
from study.cards.actions import desk_of
from study.models import Probe, SpotRating
from web.refusals import Refused


@transaction.atomic
def draft(
    user: User, spot: str, text: str, *, base: int, writer: uuid.UUID, at: datetime
) -> tuple[Probe, bool]:
    """Keep what is being typed; the row, and whether another window typed something else.

    Once it is kept for good it stays as it is: what comes late is laid beside it.
    """
    row = _open(user, spot)
    if row.kept_at and text.replace("\r\n", "\n") != row.text:
        row.rivals.setdefault("text", {})[str(writer)] = text
        row.save(update_fields=["rivals"])
        return row, True
    disagree = saved_words.keep(row, {"text": text}, base=base, writer=writer, at=at)
    row.save()
    return row, bool(disagree)


@transaction.atomic
def keep(
    user: User, spot: str, text: str, *, base: int, writer: uuid.UUID, at: datetime
) -> tuple[Probe, bool]:
    """Keep the answer for good, and with it open ours. Not while two windows disagree."""
    row, disagree = draft(user, spot, text, base=base, writer=writer, at=at)
    if not disagree and not row.kept_at:
        row.kept_at = at
        row.save(update_fields=["kept_at"])
    return row, disagree


@transaction.atomic
def judge(user: User, spot: str, outcome: str, *, at: datetime) -> Probe | None:
    """Say how the kept answer compares with ours: a result of this study day. None when there is
    none to judge, as after a second press."""
    User.objects.hold(user.pk)
    row = Probe.objects.visible_to(user).filter(spot=spot, outcome="").first()
    if row is None:
        return None
    if row.kept_at is None:
        raise Refused("Keep your own answer first.")
    row.outcome, row.judged_at, row.on = outcome, at, desk_of(user).day(at)
    row.save(update_fields=["outcome", "judged_at", "on"])
    return row


@transaction.atomic
def rate(user: User, spot: str, confidence: int, *, at: datetime) -> SpotRating:
    """Say how sure one is (1–4). The same again on one study day changes nothing."""
    User.objects.hold(user.pk)
    on = desk_of(user).day(at)
    last = SpotRating.objects.visible_to(user).filter(spot=spot).last()
    if last and (last.confidence, last.on) == (confidence, on):
        return last
    return SpotRating.objects.create(owner=user, spot=spot, confidence=confidence, at=at, on=on)


@transaction.atomic
def settle(user: User, spot: str, field: str, writer: uuid.UUID, *, add: bool) -> None:
    """What becomes of words that another window typed."""
    User.objects.hold(user.pk)
    row = Probe.objects.visible_to(user).filter(spot=spot, outcome="").first()
    if row and saved_words.settle(row, field, writer, add=add):
        row.save()


def _open(user: User, spot: str) -> Probe:
    """The try that is not judged yet, locked; a new one where there is none."""
    User.objects.hold(user.pk)
    return Probe.objects.visible_to(user).filter(spot=spot, outcome="").first() or Probe(
        owner=user, spot=spot
    )
