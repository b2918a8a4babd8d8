"""Question versions that were asked. They never change, so each process remembers the last few
hundred, and what it made of them: a page of a sitting reads no prompt and no key anew.
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from questions.models import QuestionVersion

T = TypeVar("T")
# A version is some 20 kB; a process that has met more than this starts over.
REMEMBERED = 400


class Remembered(Generic[T]):
    """Things by version id, made by `make` from a version with its topic and key points."""

    def __init__(self, make: Callable[[QuestionVersion], T]) -> None:
        self.make = make
        self._known: dict[int, T] = {}

    def of(self, version_ids: Iterable[int]) -> dict[int, T]:
        """None is loaded that this process has met; two queries for all that it has not."""
        wanted = list(version_ids)
        if missing := [pk for pk in wanted if pk not in self._known]:
            if len(self._known) > REMEMBERED:
                self._known, missing = {}, wanted
            found = QuestionVersion.objects.select_related("question__topic")
            for version in found.prefetch_related("key_points").filter(pk__in=missing):
                self._known[version.pk] = self.make(version)
        known = self._known
        return {pk: known[pk] for pk in wanted}


versions = Remembered(lambda version: version)
