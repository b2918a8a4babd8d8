"""From what a study text names (a slug) to where it is (an address and a title)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from questions.models import Question, QuestionSet
from study.content import Content

# Which page shows them, and what they call their title.
PLACES = {
    "concepts": ("study:concepts", "title"),
    "weak_spots": ("study:weak_spots", "title"),
    "failure_modes": ("study:failures", "title"),
    "mistakes": ("study:mistakes", "title"),
    "reading": ("study:reading", "title"),
    "checklists": ("study:checklists", "title"),
    "selection_rules": ("study:choosing", "method"),
}
# What a page is called where all that it holds is meant, so many that a list would be a wall.
WHOLE = {
    "failure_modes": "All failure modes",
    "weak_spots": "All weak spots",
    "mistakes": "All mistakes",
}
MANY = 5


@dataclass(frozen=True)
class Way:
    """One link; `minutes` where it leads to a question or a set, `tier` (1–4) to a question."""

    address: str
    title: str
    minutes: int = 0
    tier: int = 0


class Ways:
    """The links of one page. What this person may not see, or nobody has, gets none."""

    def __init__(self, content: Content, user: User) -> None:
        self.content = content
        self.user = user
        self._inside: dict[str, dict[str, Way]] = {}

    def to(self, kind: str, slugs: Iterable[str]) -> list[Way]:
        """Where they are. For all there are of a kind, the way to their page is enough."""
        known = self._known(kind)
        if kind in WHOLE and len(known) > MANY and set(slugs) == set(known):
            return [Way(reverse(PLACES[kind][0]), WHOLE[kind])]
        return [known[slug] for slug in slugs if slug in known]

    def _known(self, kind: str) -> dict[str, Way]:
        if kind == "questions":
            return self._questions
        if kind == "sets":
            return self._sets
        if kind not in self._inside:
            page, title = PLACES[kind]
            address = reverse(page)
            self._inside[kind] = {
                one.slug: Way(f"{address}#{one.slug}", getattr(one, title))
                for one in getattr(self.content.study, kind)
            }
        return self._inside[kind]

    @cached_property
    def _questions(self) -> dict[str, Way]:
        """One query, however many links a page has."""
        return _visible(Question, self.content.questions, self.user, "tier")

    @cached_property
    def _sets(self) -> dict[str, Way]:
        return _visible(QuestionSet, self.content.sets, self.user)


def _visible(model: type[Model], slugs: frozenset[str], user: User, *more: str) -> dict[str, Way]:
    rows = model.objects.visible_to(user).filter(slug__in=slugs)
    return {
        slug: Way(model(slug=slug).get_absolute_url(), title, minutes, *facts)
        for slug, title, minutes, *facts in rows.values_list("slug", "title", "minutes", *more)
    }
