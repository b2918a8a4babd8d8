"""A set as its author sees it: each item with its minutes, what a draw finds, what is amiss."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from interview import draws
from interview.models import Interview
from questions.models import Audience, Kind, Question, QuestionSet, SetItem, Tier, Topic
from workbench import set_rules


@dataclass(frozen=True)
class Line:
    """One item. `minutes` is all that it takes; `trouble`: why it is not asked, and the way on."""

    item: SetItem
    words: str
    count: int
    minutes: float
    reach: draws.Reach | None = None
    trouble: str = ""

    @property
    def each(self) -> float:
        """The minutes of one of its questions."""
        return self.minutes / self.count


@dataclass(frozen=True)
class Outline:
    lines: list[Line]
    clock: int

    @property
    def questions(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def planned(self) -> float:
        return sum(line.minutes for line in self.lines)

    @property
    def in_words(self) -> str:
        return set_rules.minutes_in_words(self.planned, self.clock)

    @property
    def too_long(self) -> bool:
        return self.planned >= self.clock + 0.5

    @property
    def troubles(self) -> list[Line]:
        return [line for line in self.lines if line.trouble]

    @property
    def order(self) -> str:
        """The items by id, as a form that changes their order says what it saw."""
        return ",".join(str(line.item.pk) for line in self.lines)

    @property
    def sections(self) -> list[str]:
        return list(dict.fromkeys(line.item.section for line in self.lines if line.item.section))


def outline(chosen: QuestionSet, *, user: User, at: datetime) -> Outline:
    """Two queries, and one or two for each draw."""
    items = list(chosen.items.select_related("question__topic").defer("question__search"))
    fixed = [item.question_id for item in items if item.question_id]
    titles = _area_titles(items)
    unfilled = _unfilled(items, user=user)
    lines = []
    for item in items:
        if item.question:
            lines.append(_fixed(item))
        else:
            reach = draws.reach(item.draw, candidate=user, without=fixed, at=at)
            lines.append(_drawn(item, reach, titles, is_short=item is unfilled))
    return Outline(lines, chosen.minutes)


def reach_of(chosen: QuestionSet, draw: dict[str, Any], *, user: User, at: datetime) -> draws.Reach:
    """What a draw would find beside the set's fixed questions."""
    return draws.reach(draw, candidate=user, without=_fixed_ids(chosen.items.all()), at=at)


def why_not_filled(items: Sequence[SetItem], *, user: User) -> str | None:
    """Why the draws among these items cannot all be filled from what this person may see."""
    short = _unfilled(items, user=user)
    if short is None:
        return None
    found = draws.Filter.of(short.draw).pool(user).exclude(pk__in=_fixed_ids(items)).count()
    return _short_words(short.draw["count"], found)


def asks(chosen: QuestionSet, *, without: int | None = None) -> int:
    """How many questions the set asks, drawn ones counted; `without` leaves an item out."""
    items = chosen.items.exclude(pk=without) if without else chosen.items.all()
    return sum(draw["count"] if draw else 1 for draw in items.values_list("draw", flat=True))


def planned(chosen: QuestionSet) -> int:
    """How many interviews of this set have not started."""
    return chosen.interviews.filter(status=Interview.Status.SCHEDULED).count()


def draw_in_words(draw: dict[str, Any], titles: dict[str, str]) -> str:
    """Such as “2 questions: conceptual or derivation, mid, from Optimisation, P1”."""
    parts = [
        _either(Kind(kind).label.lower() for kind in draw.get("kinds", ())),
        _either(Tier(tier).label.lower() for tier in draw.get("tiers", ())),
        _either((titles.get(slug, slug) for slug in draw.get("areas", ())), before="from "),
        _either(draw.get("priorities", ())),
        _either((Audience(one).label.lower() for one in draw.get("audiences", ())), before="to "),
    ]
    count = draw["count"]
    what = ", ".join(part for part in parts if part)
    return f"{count} question{'' if count == 1 else 's'}: {what or 'any'}"


def _either(words: Iterable[str], before: str = "") -> str:
    joined = " or ".join(words)
    return f"{before}{joined}" if joined else ""


def _fixed(item: SetItem) -> Line:
    question = item.question
    trouble = ""
    if question.status == Question.Status.DRAFT:
        trouble = "This is a draft and is not asked. Make it ready, or take it out."
    elif question.status == Question.Status.RETIRED:
        trouble = "This question is retired and is not asked. Put another in its place."
    elif question.current_id is None:
        trouble = "This question has no words yet and is not asked."
    minutes = item.minutes or question.minutes
    return Line(item, str(question), 1, minutes, trouble=trouble)


def _drawn(item: SetItem, reach: draws.Reach, titles: dict[str, str], *, is_short: bool) -> Line:
    count = item.draw["count"]
    trouble = _short_words(count, reach.matching) if is_short else ""
    minutes = count * (item.minutes or reach.minutes)
    return Line(item, draw_in_words(item.draw, titles), count, minutes, reach, trouble)


def _short_words(count: int, found: int) -> str:
    if found < count:
        matches = f"Only {found} match" if found > 1 else f"{found or 'None'} matches"
        return f"{matches}, and the draw wants {count}. Widen it, or draw fewer."
    return (
        f"{found} match, but other draws of this set need some of the same questions. "
        "Widen one of them, or draw fewer."
    )


def _unfilled(items: Sequence[SetItem], *, user: User) -> SetItem | None:
    drawn = [item for item in items if item.draw]
    if not drawn:
        return None
    place = draws.first_unfilled(
        [item.draw for item in drawn], candidate=user, without=_fixed_ids(items)
    )
    return None if place is None else drawn[place]


def _fixed_ids(items: Iterable[SetItem]) -> list[int]:
    return [item.question_id for item in items if item.question_id]


def _area_titles(items: Iterable[SetItem]) -> dict[str, str]:
    slugs = {slug for item in items if item.draw for slug in item.draw.get("areas", ())}
    return dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "title")) if slugs else {}
