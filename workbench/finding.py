"""Questions to put into a set, by their words or by their address."""

import re

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet

from accounts.models import User
from questions import search
from questions.models import Question, QuestionSet

SHOWN = 10
# So many matches are ranked; a word that more questions hold is too common to rank by.
RANKED = 500
_SLUG = re.compile(r"(?:^|/)(?:questions/)?([-a-zA-Z0-9_]{1,120})/?(?:[?#].*)?$")


def questions(text: str, chosen: QuestionSet, *, user: User) -> list[Question]:
    """The best ten matches this person may read; drafts of their own among them.

    An address or a slug finds its question first. `is_in` says which stand in the set already.
    """
    visible = _visible(user)
    matching = visible.filter(search=search.query(text)).order_by()
    best = list(
        visible.filter(pk__in=matching.values("pk")[:RANKED])
        .annotate(rank=SearchRank(F("search"), search.query(text)))
        .order_by("-rank", "slug")[:SHOWN]
    )
    if exact := by_address(text, user=user):
        best = [exact, *(one for one in best if one.pk != exact.pk)]
    there = set(chosen.items.filter(question__in=best).values_list("question_id", flat=True))
    for one in best:
        one.is_in = one.pk in there
    return best


def by_address(text: str, *, user: User) -> Question | None:
    """The question of this slug, or of the page with this address."""
    found = _SLUG.search(text.strip())
    return _visible(user).filter(slug=found[1]).first() if found else None


def _visible(user: User) -> QuerySet[Question]:
    return Question.objects.visible_to(user).select_related("topic").defer("search")
