"""What of the weak spots there is to do today: the worst one or two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from study.content import content
from study.items import Item
from study.models import Desk
from study.ways import Ways
from study.weak.evidence import Evidence
from study.weak.spots import Board

# A day has room for so many.
A_DAY = 2


def items(user: User, desk: Desk, *, at: datetime) -> Iterator[Item]:
    found = content()
    if found is None:
        return
    board = Board(found.study, Ways(found, user), Evidence(user, at=at, desk=desk))
    for spot in board.worst(A_DAY):
        yield Item(
            f"Weak spot: {spot.title}",
            spot.standing.why,
            spot.minutes,
            f"{reverse('study:weak_spots')}#{spot.slug}",
            "Mend it",
        )
