"""The pages of the bank: a text, filters with counts, an order; fast at 100,000 questions.

Filters and counts are worked out in this process (`questions.catalogue`), the text is looked up
in the database's index. A text takes at most `MOST_MATCHES` from it, however common the word; what
is shown is fetched through `visible_to`, whatever the catalogue says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.contrib.postgres.search import SearchRank
from django.db.models import F, prefetch_related_objects

from accounts.models import User
from questions import catalogue, facets, highlights, rules, search, spelling
from questions.catalogue import Column, Columns
from questions.facets import Choice, Facet
from questions.models import Question, Topic

PAGE = 25
MOST_MATCHES = 1000
# From this many in a hundred on, sorting all is quicker than finding the first few.
PART_WORTH_FINDING = 4
# A filter that lets half of the bank through gets its share of any thousand.
FAIR_SHARE = 2
SORTS = {
    "relevance": "Best match",
    "order": "Order of the bank",
    "newest": "Newest",
    "shortest": "Shortest",
}


@dataclass(frozen=True)
class Wish:
    """What to show. Everything given must hold; an empty value asks for nothing.

    `picked` names the filters of `facets.sieves` with their values as addresses spell them.
    """

    text: str = ""
    # Look for exactly what was typed, though nothing has it.
    exact: bool = False
    picked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @property
    def order(self) -> str:
        """The order wished for, or the one that suits."""
        return self.sort or ("relevance" if self.text else "order")


@dataclass(frozen=True)
class Looser:
    """A way out of an empty page: this dropped, so many match. No facet: text, or all filters."""

    facet: Facet | None
    count: int
    all_filters: bool = False


@dataclass(frozen=True)
class Found:
    """One page of what matches. `total` and the counts are the least it can be when `capped`."""

    questions: list[Question]
    total: int
    capped: bool
    # Counts of filters stop at what was looked at.
    at_least: bool
    page: int
    pages: int
    facets: dict[str, Facet]
    # What was looked for instead of the text; empty when that was found as typed.
    mended: str = ""
    looser: list[Looser] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The number of the first question shown, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def picks(self) -> list[tuple[Facet, Choice]]:
        """What is filtered by."""
        return [(facet, choice) for facet in self.facets.values() for choice in facet.picked]


def find(wish: Wish, topics: list[Topic], user: User, attempted: frozenset[int]) -> Found:
    """The page wished for; `topics` are all there are, `attempted` what this person answered."""
    shelf = _Shelf.of(user, in_order(topics), attempted)
    picked = _with_defaults(wish.picked, user)
    text, mended = wish.text, ""
    looked = _Looked(shelf.columns, None, False, False)
    if text:
        looked = _look_up(text, shelf, picked, user)
        if not len(looked.columns) and not wish.exact:
            mended = spelling.mended(text, Question.objects.visible_to(user))
            if mended:
                looked = _look_up(mended, shelf, picked, user)
                text = mended if len(looked.columns) else text
            mended = mended if text == mended else ""
    columns = looked.columns
    passing, shown = facets.sift(shelf.sieves(columns, picked), len(columns))
    places = np.flatnonzero(passing)
    page, pages = _page(wish.page, len(places))
    first = (page - 1) * PAGE
    ids = _sorted(columns, places, wish.order, looked.ranks, first + PAGE)[first:].tolist()
    rows = _rows(ids, topics, user)
    if text:
        highlights.mark(rows, text)
    found = Found(
        questions=rows,
        total=len(places),
        capped=looked.capped,
        at_least=looked.sampled,
        page=page,
        pages=pages,
        facets={facet.name: facet for facet in shown},
        mended=mended,
    )
    return (
        found if len(places) else replace(found, looser=_looser(found, wish, shelf, picked, user))
    )


def in_order(topics: Sequence[Topic]) -> list[Topic]:
    """Each area before the topics inside it."""
    return [
        topic
        for area in topics
        if area.parent_id is None
        for topic in [area, *(inner for inner in topics if inner.parent_id == area.pk)]
    ]


@dataclass(frozen=True)
class _Shelf:
    """All that one person may read, in the order of the bank."""

    columns: Columns
    topics: list[Topic]
    languages: tuple[str, ...]
    person: int
    attempted: frozenset[int]

    @classmethod
    def of(cls, user: User, topics: list[Topic], attempted: frozenset[int]) -> "_Shelf":
        library = catalogue.current()
        columns = catalogue.ordered(library, topics, rules.statuses_for(user))
        more, languages = catalogue.beyond_the_library(user, library.languages)
        columns = catalogue.merged(columns, more, topics)
        return cls(columns, topics, languages, user.pk or 0, attempted)

    def sieves(self, columns: Columns, picked: Mapping[str, frozenset[str]]) -> list[facets.Sieve]:
        return facets.sieves(
            columns,
            picked,
            topics=self.topics,
            languages=self.languages,
            person=self.person,
            attempted=self.attempted,
        )


def _with_defaults(picked: Mapping[str, frozenset[str]], user: User) -> dict[str, frozenset[str]]:
    """The library, and of it what is ready: curators alone could list more."""
    found = dict(picked)
    if user.pk and not picked.get("whose"):
        found["whose"] = frozenset({"library"})
    statuses = rules.statuses_for(user)
    if len(statuses) > 1 and not picked.get("status"):
        found["status"] = frozenset(statuses[:1])
    return found


# --- Text -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Looked:
    """What the text index gave: columns with their ranks; whether there is more that passes the
    filters (`capped`), or more at all (`sampled`)."""

    columns: Columns
    ranks: Column | None
    capped: bool
    sampled: bool


def _look_up(text: str, shelf: _Shelf, picked: Mapping[str, frozenset[str]], user: User) -> _Looked:
    ranks = _candidates(user, text)
    sampled = capped = len(ranks) >= MOST_MATCHES
    if sampled:
        passing, _ = facets.sift(shelf.sieves(shelf.columns, picked), len(shelf.columns))
        wanted = shelf.columns.ids[passing]
        if len(wanted) * FAIR_SHARE < len(shelf.columns):
            # The cap may have cut short what is filtered for: ask again for that alone.
            again = _candidates(user, text, among=wanted.tolist())
            capped = len(again) >= MOST_MATCHES
            ranks |= again
    columns = shelf.columns.at(shelf.columns.among(ranks))
    return _Looked(columns, np.array([ranks[pk] for pk in columns.ids.tolist()]), capped, sampled)


def _candidates(user: User, text: str, *, among: Collection[int] | None = None) -> dict[int, float]:
    """Up to MOST_MATCHES of what matches with their ranks: the limit bounds the work."""
    query = search.query(text)
    rows = Question.objects.visible_to(user).filter(search=query)
    if among is not None:
        rows = rows.filter(pk__in=among)
    rows = rows.order_by().values_list("pk", SearchRank(F("search"), query))
    return dict(rows[:MOST_MATCHES])


# --- The page -------------------------------------------------------------------------------------


def _sorted(
    columns: Columns, places: Column, order: str, ranks: Column | None, wanted: int
) -> Column:
    """The ids of the first `wanted` of these places, which are in the order of the bank."""
    ids = columns.ids[places]
    if order == "newest":
        keys = -ids
    elif order == "shortest":
        keys = (columns["minutes"][places].astype(np.int64) << 40) + places
    elif order == "relevance" and ranks is not None:
        return ids[np.argsort(-ranks[places], kind="stable")][:wanted]
    else:
        return ids[:wanted]
    if wanted * PART_WORTH_FINDING < len(keys):
        part = np.argpartition(keys, wanted)[:wanted]
        return ids[part[np.argsort(keys[part])]]
    return ids[np.argsort(keys)][:wanted]


def _rows(ids: list[int], topics: list[Topic], user: User) -> list[Question]:
    """What a list shows of these questions, in this order, without a join or the search column."""
    by_id = {topic.pk: topic for topic in topics}
    found = Question.objects.visible_to(user).defer("search").in_bulk(ids)
    for row in found.values():
        row.topic = by_id[row.topic_id]
    # One query where any is a group's, and none on most pages.
    prefetch_related_objects([row for row in found.values() if row.circle_id], "circle")
    return [found[pk] for pk in ids if pk in found]


def _page(wanted: int, total: int) -> tuple[int, int]:
    """The nearest page there is, and how many there are; an empty list has one page."""
    pages = max(1, -(-total // PAGE))
    return min(max(wanted, 1), pages), pages


def _looser(
    found: Found, wish: Wish, shelf: _Shelf, picked: Mapping[str, frozenset[str]], user: User
) -> list[Looser]:
    """What to drop from an empty page, one thing at a time, the most fruitful first."""
    ways = [
        Looser(facet, facet.without)
        for facet in found.facets.values()
        if facet.without and wish.picked.get(facet.name)
    ]
    if wish.text:
        passing, _ = facets.sift(shelf.sieves(shelf.columns, picked), len(shelf.columns))
        if without := int(np.count_nonzero(passing)):
            ways.append(Looser(None, without))
    if not ways and len(wish.picked) > 1:
        bare = replace(wish, picked={})
        if without := find(bare, shelf.topics, user, shelf.attempted).total:
            ways.append(Looser(None, without, all_filters=True))
    return sorted(ways, key=lambda way: -way.count)
