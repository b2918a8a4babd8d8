"""Addresses of the library's pages that keep the filters as they are."""

from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse


class Links:
    """What a page of the library links to. Worked out once: there are dozens of links on it."""

    def __init__(self, request: HttpRequest) -> None:
        self.wish = request.GET
        self.everything = reverse("questions:browse")

    @cached_property
    def all_areas(self) -> str:
        return self._with("area", "page")

    @cached_property
    def area(self) -> str:
        """To be followed by the slug of an area."""
        return self._to_be_completed(self.all_areas, "area")

    @cached_property
    def page(self) -> str:
        """To be followed by the number of a page."""
        return self._to_be_completed(self._with("page"), "page")

    def _with(self, *leaving_out: str) -> str:
        kept = self.wish.copy()
        for name in leaving_out:
            kept.pop(name, None)
        words = kept.urlencode()
        return f"{self.everything}?{words}" if words else self.everything

    def _to_be_completed(self, address: str, name: str) -> str:
        return f"{address}{'&' if '?' in address else '?'}{name}="
