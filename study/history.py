"""Taking changes back: the last twenty of each part of the desk, in any order that makes sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from accounts.models import User
from study.models.changes import Change
from web.refusals import Refused

C = TypeVar("C", bound=Change)
# Changes that are kept to be taken back.
HISTORY = 20


def keep(
    model: type[C],
    user: User,
    what: str,
    before: Mapping[str, Any],
    *,
    at: datetime,
    **of: Model,
) -> C:
    """Write down what rows were before a change. Only the last 20 are kept; where changes are `of`
    one of several things, 20 of each."""
    change = model.objects.create(owner=user, made_at=at, what=what[:200], before=before, **of)
    mine = model.objects.filter(owner=user, **of)
    mine.exclude(pk__in=mine.values("pk")[:HISTORY]).delete()
    return change


def take_back(
    change: Change, *, same: str, put_back: Callable[[Mapping[str, Any]], None], at: datetime
) -> None:
    """Put rows back to what they were; twice does nothing. The caller holds the person's lock.

    Refused while a later change of the `same` rows (said in words) stands.
    """
    change.refresh_from_db()
    if change.undone_at:
        return
    later = type(change).objects.filter(owner=change.owner, pk__gt=change.pk, undone_at=None)
    if later.filter(before__has_any_keys=list(change.before)).exists():
        raise Refused(f"Something later changed the same {same}. Take that back first.")
    put_back(change.before)
    change.undone_at = at
    change.save(update_fields=["undone_at"])


def last(changes: Iterable[C]) -> C | None:
    """The newest that stands, of changes from the newest on: nothing later is in its way."""
    return next((change for change in changes if change.undone_at is None), None)
