"""The pages of the library: filters, text search, counts for each area; fast at 100,000 questions.

Two ways, because their costs differ. Without a text, questions stand in the order of areas; the
counts of the areas say which of them a page falls into, so a page reads one stretch of the index
`question_library` and late pages cost what early ones do. With a text, at most `MOST_MATCHES`
are taken from the text index and ranked here, however common the word.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db.models import Count, F, QuerySet

from questions import search
from questions.models import Question, Topic

PAGE = 25
MOST_MATCHES = 1000


@dataclass(frozen=True)
class Wish:
    """What to show. Everything given must hold; an empty value asks for nothing."""

    text: str = ""
    area: str = ""
    kinds: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    priorities: tuple[str, ...] = ()
    audience: str = ""
    minutes: int | None = None
    status: str = Question.Status.READY
    # Questions to leave out: those already attempted.
    without: frozenset[int] = frozenset()
    page: int = 1


@dataclass(frozen=True)
class AreaCount:
    topic: Topic
    count: int


@dataclass(frozen=True)
class Found:
    """One page of what matches. `total` stops at MOST_MATCHES when `capped`."""

    questions: list[Question]
    total: int
    capped: bool
    page: int
    pages: int
    areas: list[AreaCount]

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
    def everywhere(self) -> int:
        """How many match when no area is chosen."""
        return sum(area.count for area in self.areas)


def find(wish: Wish, topics: list[Topic]) -> Found:
    """The page wished for; `topics` are all there are, in their order."""
    return _by_text(wish, topics) if wish.text else _in_order(wish, topics)


def _in_order(wish: Wish, topics: list[Topic]) -> Found:
    matching = _matching(wish)
    per_topic = matching.order_by().values("topic").annotate(n=Count("*"))
    counts = dict(per_topic.values_list("topic", "n"))
    shown = _shown(wish, topics)
    total = sum(counts.get(topic.pk, 0) for topic in shown)
    page, pages = _page(wish.page, total)
    span, skip = _span(shown, counts, first=(page - 1) * PAGE)
    # Within one area the index gives the order; over several, few rows are sorted.
    order = (
        ["tier", "slug"] if len(span) == 1 else ["topic__position", "topic__slug", "tier", "slug"]
    )
    # Ids alone are in the index, so what is skipped is never read from the table.
    rows = matching.filter(topic__in=span).order_by(*order).values_list("pk", flat=True)
    ids = list(rows[skip : skip + PAGE]) if span else []
    return Found(_rows(ids, topics), total, False, page, pages, _area_counts(counts, topics))


def _span(shown: list[Topic], counts: dict[int, int], *, first: int) -> tuple[list[int], int]:
    """The topics a page reaches into, and how many questions of the first of them it skips."""
    span: list[int] = []
    before = skip = 0
    for topic in shown:
        here = counts.get(topic.pk, 0)
        if here and before + here > first:
            skip = skip if span else first - before
            span.append(topic.pk)
        before += here
        if before >= first + PAGE:
            break
    return span, skip


def _by_text(wish: Wish, topics: list[Topic]) -> Found:
    everywhere = _candidates(_matching(wish), wish.text)
    shown = {topic.pk for topic in _shown(wish, topics)}
    chosen = [match for match in everywhere if match.topic_id in shown]
    if wish.area and len(everywhere) >= MOST_MATCHES:
        # The cap may have cut this area short: ask again for it alone.
        chosen = _candidates(_matching(wish).filter(topic__in=shown), wish.text)
    chosen.sort(key=lambda match: (-match.rank, match.slug))
    page, pages = _page(wish.page, len(chosen))
    ids = [match.pk for match in chosen[(page - 1) * PAGE : page * PAGE]]
    return Found(
        _rows(ids, topics),
        len(chosen),
        len(chosen) >= MOST_MATCHES,
        page,
        pages,
        _area_counts(Counter(match.topic_id for match in everywhere), topics),
    )


class _Match(NamedTuple):
    pk: int
    topic_id: int
    slug: str
    rank: float


def _candidates(questions: QuerySet[Question], text: str) -> list[_Match]:
    """Up to MOST_MATCHES of what matches, unsorted: the limit, not the library, bounds the work."""
    query = search.query(text)
    rows = (
        questions.filter(search=query)
        .order_by()
        .values_list("pk", "topic_id", "slug", SearchRank(F("search"), query))
    )
    return [_Match(*row) for row in rows[:MOST_MATCHES]]


def _matching(wish: Wish) -> QuerySet[Question]:
    """Everything but text and area."""
    questions = Question.objects.library(status=wish.status)
    if wish.kinds:
        questions = questions.filter(kind__in=wish.kinds)
    if wish.tiers:
        questions = questions.filter(tier__in=wish.tiers)
    if wish.priorities:
        questions = questions.filter(priority__in=wish.priorities)
    if wish.audience:
        questions = questions.filter(audience=wish.audience)
    if wish.minutes:
        questions = questions.filter(minutes__lte=wish.minutes)
    if wish.without:
        questions = questions.exclude(pk__in=wish.without)
    return questions


def _shown(wish: Wish, topics: list[Topic]) -> list[Topic]:
    """The chosen area with the topics inside it; without one, each area before its topics."""
    areas = [topic for topic in topics if topic.parent_id is None]
    if wish.area:
        areas = [area for area in areas if area.slug == wish.area]
    return [
        topic
        for area in areas
        for topic in [area, *(inner for inner in topics if inner.parent_id == area.pk)]
    ]


def _area_counts(counts: Mapping[int, int], topics: list[Topic]) -> list[AreaCount]:
    """The areas that have a match, in their order; a topic counts for the area it is in."""
    by_area: Counter[int] = Counter()
    for topic in topics:
        by_area[topic.parent_id or topic.pk] += counts.get(topic.pk, 0)
    return [AreaCount(topic, by_area[topic.pk]) for topic in topics if by_area[topic.pk]]


def _rows(ids: list[int], topics: list[Topic]) -> list[Question]:
    """What a list shows of these questions, in this order, without a join or the search column."""
    by_id = {topic.pk: topic for topic in topics}
    found = Question.objects.defer("search").in_bulk(ids)
    for row in found.values():
        row.topic = by_id[row.topic_id]
    return [found[pk] for pk in ids if pk in found]


def _page(wanted: int, total: int) -> tuple[int, int]:
    """The nearest page there is, and how many there are; an empty list has one page."""
    pages = max(1, -(-total // PAGE))
    return min(max(wanted, 1), pages), pages
