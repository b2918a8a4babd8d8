"""What of the weak spots there is to do today: the worst one or two."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from study.content import content
from study.items import Item
from study.ways import Ways
from study.weak.evidence import Evidence
from study.weak.spots import Board

# A day has room for so many.
A_DAY = 2


def items(evidence: Evidence) -> Iterator[Item]:
    found = content()
    if found is None:
        return
    board = Board(found.study, Ways(found, evidence.user), evidence)
    for spot in board.worst(A_DAY):
        yield Item(
            f"Weak spot: {spot.title}",
            spot.standing.why,
            spot.minutes,
            f"{reverse('study:weak_spots')}#{spot.slug}",
            "Mend it",
        )
