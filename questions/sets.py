"""A set in numbers, for the page that offers it: never its prompts, never its titles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from questions.attempts import met
from questions.models import Kind, QuestionSet


@dataclass(frozen=True)
class Contents:
    """How many questions, of which kinds, how many drawn afresh, how many of the fixed ones new."""

    questions: int
    kinds: list[tuple[str, int]]
    drawn: int
    fixed: int
    new: int


# How long somebody may have: the choices of the page that lists the sets.
LENGTHS = (30, 45, 60)


@dataclass(frozen=True)
class Shelf:
    """A heading of the page that lists the sets, with what stands under it."""

    slug: str
    title: str
    sets: list[QuestionSet]


def shelves(offered: Iterable[QuestionSet]) -> list[Shelf]:
    """The sets by shelf, in the shelves' order; a shelf with nothing on it is left out."""
    by_shelf: dict[str, list[QuestionSet]] = {}
    for one in offered:
        by_shelf.setdefault(one.shelf, []).append(one)
    return [
        Shelf(slug, label, by_shelf[slug])
        for slug, label in QuestionSet.Shelf.choices
        if slug in by_shelf
    ]


def contents(question_set: QuestionSet, user: User) -> Contents:
    """Counts a fixed question's kind; a draw's when it names just one. Needs `with_kinds`."""
    kinds: Counter[str] = Counter()
    fixed = drawn = 0
    for item in question_set.items.all():
        if item.question:
            fixed += 1
            kinds[item.question.kind] += 1
            continue
        drawn += item.draw["count"]
        if len(item.draw.get("kinds", ())) == 1:
            kinds[item.draw["kinds"][0]] += item.draw["count"]
    labelled = [(Kind(kind).label, count) for kind, count in kinds.most_common()]
    return Contents(fixed + drawn, labelled, drawn, fixed, fixed - met(user, question_set))
