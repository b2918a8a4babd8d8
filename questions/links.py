"""Addresses of the library's pages: the same wish always has the same address."""

from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from questions.browse import Found, Looser, Wish
from questions.facets import LABELS

# The filters in the order in which an address names them.
FILTERS = (
    "whose", "area", "kind", "tier", "band", "minutes", "priority", "audience", "language",
    "key", "status", "new",
)  # fmt: skip
# Stands where a link's own area comes; no slug has this sign.
_HERE = "~"


def address(wish: Wish) -> str:
    """Where this wish is shown. What is not wished for is left out; values stand in order."""
    words = [("q", wish.text)] if wish.text else []
    if wish.exact:
        words.append(("exact", "on"))
    words += [(name, value) for name in FILTERS for value in sorted(wish.picked.get(name, ()))]
    if wish.sort:
        words.append(("sort", wish.sort))
    if wish.page > 1:
        words.append(("page", str(wish.page)))
    everything = reverse("questions:browse")
    return f"{everything}?{urlencode(words)}" if words else everything


class Links:
    """What a page of the library links to. Worked out once: there are dozens of links on it."""

    def __init__(self, wish: Wish, found: Found) -> None:
        self.wish, self.found = wish, found

    @cached_property
    def here(self) -> str:
        return address(self.wish)

    @cached_property
    def all_areas(self) -> str:
        return self._picking("area")

    @cached_property
    def area(self) -> tuple[str, str]:
        """What stands before and after the slug of an area."""
        before, after = self._picking("area", _HERE).split(_HERE, 1)
        return before, after

    @cached_property
    def previous(self) -> str:
        return address(replace(self.wish, page=self.found.page - 1))

    @cached_property
    def next(self) -> str:
        return address(replace(self.wish, page=self.found.page + 1))

    @cached_property
    def as_typed(self) -> str:
        """The same page for the text as it was typed, though nothing has it."""
        return address(replace(self.wish, exact=True, page=1))

    @cached_property
    def picks(self) -> list[tuple[str, str]]:
        """What is filtered by: its label, and the page without it."""
        found = []
        for facet, choice in self.found.picks:
            values = self.wish.picked.get(facet.name, frozenset())
            if choice.value in values:
                said = (
                    choice.label
                    if facet.name not in ("band", "minutes", "language")
                    else (f"{facet.label}: {choice.label}")
                )
                found.append((said, self._picking(facet.name, *(values - {choice.value}))))
        return found

    @property
    def nothing_picked(self) -> str:
        return address(replace(self.wish, picked={}, page=1))

    @cached_property
    def looser(self) -> list[tuple[str, int, str]]:
        """Ways out of an empty page: what to leave out, how many then match, where."""
        ways = [(way.count, *self._leaving_out(way)) for way in self.found.looser]
        return [(said, count, without) for count, said, without in ways]

    def _leaving_out(self, way: Looser) -> tuple[str, str]:
        if way.all_filters:
            return "any filter", self.nothing_picked
        if way.facet is None:
            return f"“{self.wish.text}”", address(replace(self.wish, text="", exact=False, page=1))
        names = [choice.label for choice in way.facet.picked]
        said = f"‘{names[0]}’" if len(names) == 1 else LABELS[way.facet.name].lower()
        return said, self._picking(way.facet.name)

    def _picking(self, name: str, *values: str) -> str:
        picked = {**self.wish.picked, name: frozenset(values)}
        return address(replace(self.wish, picked=picked, page=1))
