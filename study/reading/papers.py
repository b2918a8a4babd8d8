"""The reading list as one person sees it: papers of the content and their own, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from questions.bank.study import Study, syllabus
from study.models import Paper

Status = Paper.Status
# What comes after each, and what its button says.
NEXT = {
    Status.TO_READ: (Status.READING, "Begin it"),
    Status.READING: (Status.READ, "I have read it"),
    Status.READ: (Status.DISCUSSED, "I discussed it"),
}
# What each of the notes asks.
ASKS = {
    "claim": "What do they claim?",
    "method": "How do they do it?",
    "evidence": "What shows it?",
    "limits": "Where does it end?",
    "questions": "What would you ask them?",
}
# What one adds takes so long where one does not say.
A_PAPER = 30


@dataclass(frozen=True)
class Entry:
    """One paper of the list: what the content says of it, what the person did with it."""

    slug: str
    of: syllabus.Paper | None
    row: Paper

    @property
    def title(self) -> str:
        return self.of.title if self.of else self.row.title

    @property
    def authors(self) -> str:
        return self.of.authors if self.of else self.row.authors

    @property
    def year(self) -> int | None:
        return self.of.year if self.of else self.row.year

    @property
    def minutes(self) -> int:
        return self.of.minutes if self.of else self.row.minutes or A_PAPER

    @property
    def is_done(self) -> bool:
        return self.row.status in (Status.READ, Status.DISCUSSED)

    @property
    def next(self) -> tuple[Status, str] | None:
        return NEXT.get(Status(self.row.status))


def entries(user: User, study: Study) -> list[Entry]:
    """In their own order; then those of the content as it has them, those to read first before the
    others; then their own. One query."""
    rows = list(Paper.objects.visible_to(user))
    kept = {row.slug: row for row in rows if row.slug}
    ranked = sorted(study.reading, key=lambda one: not one.core)
    found = [
        Entry(one.slug, one, kept.get(one.slug) or Paper(owner=user, slug=one.slug))
        for one in ranked
    ]
    found += [Entry(own_slug(row), None, row) for row in rows if not row.slug]
    return sorted(found, key=_place)


def own_slug(row: Paper) -> str:
    """How one's own paper is called in an address; no paper of the content is called so."""
    return f"own-{row.pk}"


def find(found: Iterable[Entry], slug: str) -> Entry | None:
    return next((one for one in found if one.slug == slug), None)


def next_up(found: Iterable[Entry]) -> list[Entry]:
    """What is to be read, what one has begun first, in the order of the list."""
    left = [one for one in found if not one.is_done]
    return sorted(left, key=lambda one: one.row.status != Status.READING)


def _place(entry: Entry) -> tuple[bool, int]:
    return entry.row.place is None, entry.row.place or 0
