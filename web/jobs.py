"""Rows that workers have something to do for, each by one worker at a time.

The rows say what is to be done; the queue only says “look now”. So a message that was lost or
doubled changes nothing, and a row whose worker died is free again when its claim runs out.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db.models import F, Q, QuerySet

# What leaves a row to nobody.
LET_GO = {"claim": None, "claimed_at": None}


class JobQuerySet(QuerySet):
    """Of a model with `claim` (UUID, null), `claimed_at` (null), a state and a count of tries."""

    state_field: ClassVar[str] = "state"
    tries_field: ClassVar[str] = "tries"
    waiting: ClassVar[str]
    working: ClassVar[str]
    # A claim this old belongs to a worker that died.
    claim_lasts: ClassVar[timedelta]
    # What was tried this often stays failed until a person asks again.
    most_tries: ClassVar[int]

    def to_do(self, *, at: datetime) -> Self:
        """Waiting, or claimed by a worker that has been silent for too long."""
        return self.filter(Q(**{self.state_field: self.waiting}) | self._abandoned(at))

    def claim(self, pk: int, *, at: datetime) -> uuid.UUID | None:
        """Take the right to do one. None: done, or somebody else is at it."""
        token = uuid.uuid4()
        taken = {
            self.state_field: self.working,
            self.tries_field: F(self.tries_field) + 1,
            "claim": token,
            "claimed_at": at,
        }
        return token if self.to_do(at=at).filter(pk=pk).update(**taken) else None

    def claimed(self, pk: int, token: uuid.UUID) -> Self:
        """The one row while the claim is ours; empty once it is another worker's, or is done."""
        return self.filter(pk=pk, claim=token, **{self.state_field: self.working})

    def lost(self, *, at: datetime) -> Self:
        """Those whose worker died on every try: they may be what kills it."""
        tried = {f"{self.tries_field}__gte": self.most_tries}
        return self.filter(self._abandoned(at), **tried)

    def _abandoned(self, at: datetime) -> Q:
        return Q(**{self.state_field: self.working}, claimed_at__lt=at - self.claim_lasts)
