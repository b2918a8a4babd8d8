"""What else to read after a question: others on the same things, and deeper ones.

The words that tell a question apart are those of its title and prompt that few others use
(`Word.questions`, the list of the spelling). Questions that have any of them come from the text
index, at most `MOST` of them, ranked by how many and where. Only titles and prompts are compared:
a likeness of the keys would tell what is in them.
"""

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, QuerySet, Value, When

from accounts.models import User
from questions.models import Question, Tier, Word

RELATED = 4
# One or two ways down a rung, no list.
A_RUNG = 2
MOST = 300
# So many words say what a question is about.
TELLING = 8
# What the same topic is worth beside shared words: a word of both titles is worth about 0.6.
SAME_TOPIC = 0.3
_WORD = re.compile(r"[^\W\d_]{3,40}")


def after(question: Question, user: User) -> dict[str, object]:
    """`related` and `rungs` for the page of this question, which needs its `current`."""
    about = _about(question)
    return {
        "related": related(question, user, about) if about else [],
        "rungs": ladder(question, user, about),
    }


def related(question: Question, user: User, query: SearchQuery) -> list[Question]:
    """The questions nearest in words, best first; those of the same topic before others."""
    others = Question.objects.visible_to(user).filter(status=Question.Status.READY, search=query)
    near = _first(others.exclude(pk=question.pk))
    same = Case(When(topic=question.topic_id, then=Value(SAME_TOPIC)), default=Value(0.0))
    ranked = near.annotate(near=SearchRank(F("search"), query) + same)
    return list(ranked.order_by("-near", "slug").defer("search").select_related("topic")[:RELATED])


def ladder(
    question: Question, user: User, query: SearchQuery | None
) -> list[tuple[str, list[Question]]]:
    """(level, questions) for each deeper level of the same topic, the nearest in words first."""
    deeper = (
        Question.objects.visible_to(user)
        .filter(status=Question.Status.READY, topic=question.topic_id, tier__gt=question.tier)
        .defer("search")
    )
    by_tier: dict[int, list[Question]] = {}
    if query:
        near = _first(deeper.filter(search=query)).annotate(near=SearchRank(F("search"), query))
        for one in near.defer("search").order_by("-near", "slug"):
            by_tier.setdefault(one.tier, []).append(one)
    missing = [tier for tier in Tier.values if tier > question.tier and tier not in by_tier]
    # Where no word is shared, the most important one of the level.
    for one in (
        deeper.filter(tier__in=missing).order_by("tier", "priority", "slug").distinct("tier")
    ):
        by_tier[one.tier] = [one]
    return [(Tier(tier).label, by_tier[tier][:A_RUNG]) for tier in sorted(by_tier)]


def _first(questions: QuerySet[Question]) -> QuerySet[Question]:
    """At most MOST of them, unsorted: what is ranked is bounded, not the bank."""
    return Question.objects.filter(pk__in=questions.order_by().values("pk")[:MOST])


def _about(question: Question) -> SearchQuery | None:
    """Any of the words that tell this question apart; None when it has none."""
    title = _words(question.title)
    words = title + [word for word in _words(question.current.prompt) if word not in set(title)]
    used = dict(Word.objects.filter(text__in=words).values_list("text", "questions"))
    # A word that nobody else uses finds nobody; a word not counted yet is taken for a rare one.
    telling = sorted(
        (word for word in words if used.get(word, 2) > 1),
        key=lambda word: (used.get(word, 2) * (1 if word in title else 3), word),
    )
    queries = [SearchQuery(word, config="english") for word in telling[:TELLING]]
    return reduce(or_, queries) if queries else None


def _words(text: str) -> Sequence[str]:
    return list(dict.fromkeys(match[0].lower() for match in _WORD.finditer(text)))
