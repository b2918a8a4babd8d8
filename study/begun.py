"""Exercises for today: what was begun and waits, and estimates that are some days back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from questions.bank.study import Study
from study.comparisons.grids import grid_of
from study.content import content
from study.items import Item
from study.models import Attempt

# As many as one may want to be reminded of.
SHOWN = 3
# An estimate is practice for the head: not every day, and not once in a month.
AGAIN_AFTER = timedelta(days=3)
RUN_MINUTES = 15

Kind = Attempt.Kind
# {kind: where it is done, in which part of the content it stands, minutes}
_PLACES = {
    Kind.FORMULA: ("study:derive", "formulas", 10),
    Kind.CASE: ("study:case", "cases", 10),
    Kind.SEQUENCE: ("study:sequence", "sequences", 3),
}
GRID_MINUTES = 10


def items(user: User, *, on: date) -> Iterator[Item]:
    """Drafts first, the newest of them; then estimates. What the content lost is left out."""
    found = content()
    if found is None:
        return
    drafts = Attempt.objects.visible_to(user).unfinished()
    kinds = (*_PLACES, Kind.COMPARISON)
    for draft in drafts.filter(kind__in=kinds).only("kind", "slug")[:SHOWN]:
        yield from _begun(draft, found.study)
    last = Attempt.objects.visible_to(user).finished().filter(kind=Kind.ESTIMATE)
    last_on = last.values_list("on", flat=True).first()
    if last_on and last_on + AGAIN_AFTER <= on:
        address = reverse("study:estimates")
        why = f"The last ones are {(on - last_on).days} days back."
        yield Item("Five estimates", why, RUN_MINUTES, address, "Work them out")


def _begun(draft: Attempt, study: Study) -> Iterator[Item]:
    why = f"{draft.get_kind_display()}: begun, and your words are kept."
    if draft.kind == Kind.COMPARISON:
        grid = grid_of(study, draft.slug)
        if grid:
            address = reverse("study:comparison", args=[grid.slug])
            address += f"?{urlencode({'hide': grid.blank})}" if grid.blank else ""
            yield Item(grid.title, why, GRID_MINUTES, address, "Go on")
        return
    page, part, minutes = _PLACES[Kind(draft.kind)]
    for one in getattr(study, part):
        if one.slug == draft.slug:
            yield Item(one.title, why, minutes, reverse(page, args=[one.slug]), "Go on")
