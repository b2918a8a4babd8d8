"""Which questions an interview asks: fixed items in order, draws and recipes from a stored seed.

The same seed over the same bank and the same history gives the same questions. A draw takes what
the candidate has not met in the last 14 days; only when that is too little does it go back to
what they have, oldest first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, CharField, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import MD5, Concat

from accounts.models import User
from interview import dealing
from interview.models import Interview, InterviewQuestion
from questions.bank.sets import assign
from questions.models import Question, QuestionSet, QuestionVersion, SetItem, Visibility

NOT_AGAIN_FOR = timedelta(days=14)
# A composed interview stops adding questions when the clock is this full; the rest is breathing.
FULL_ENOUGH = 0.9
# How far down the shuffled pool a composed interview looks for questions that fit.
LOOK_AT = 200


@dataclass(frozen=True)
class Filter:
    """Which questions a draw or a recipe may take. An empty tuple means any."""

    kinds: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Filter":
        names = ("kinds", "tiers", "areas", "priorities", "audiences")
        return cls(**{name: tuple(facts.get(name) or ()) for name in names})

    def pool(self, candidate: User) -> QuerySet[Question]:
        """Usable questions this candidate may be asked."""
        wanted = Q()
        if self.kinds:
            wanted &= Q(kind__in=self.kinds)
        if self.tiers:
            wanted &= Q(tier__in=self.tiers)
        if self.areas:
            wanted &= Q(topic__slug__in=self.areas) | Q(topic__parent__slug__in=self.areas)
        if self.priorities:
            wanted &= Q(priority__in=self.priorities)
        if self.audiences:
            wanted &= Q(audience__in=self.audiences)
        return Question.objects.visible_to(candidate).usable().filter(wanted)


@dataclass(frozen=True)
class Pick:
    """One question to ask, with its share of the plan in minutes."""

    version_id: int
    minutes: int


@dataclass(frozen=True)
class Reach:
    """What a draw finds: questions in all, those not asked lately, those that everyone may see."""

    matching: int
    fresh: int
    for_everyone: int
    # What one of them takes on average; 0 when there is none.
    minutes: float


@dataclass(frozen=True)
class Fit:
    """What the set-up page tells about a recipe before it becomes an interview."""

    matching: int
    unseen: int
    fitting: int
    minutes: int = 0


def from_set(question_set: QuestionSet, *, candidate: User, seed: int, at: datetime) -> list[Pick]:
    """The set's questions, in its order. Empty when nothing in it can be asked any more.

    A wide draw leaves a narrow one what that one needs. A query, and one for each draw; up to
    three more where a fixed question is not everybody's.
    """
    items = list(question_set.items.select_related("question").defer("question__search"))
    fixed = {item.question_id: item.question for item in items if item.question}
    askable = _askable(question_set, fixed.values(), candidate)
    drawn = _drawn([item for item in items if item.draw], fixed, candidate, seed, at)
    picks: list[Pick] = []
    for item in items:
        asked = drawn[item.pk] if item.draw else [fixed[item.question_id]]
        picks += [
            Pick(question.current_id, item.minutes or question.minutes)
            for question in asked
            if item.draw or question.pk in askable
        ]
    return picks


def _askable(question_set: QuestionSet, fixed: Collection[Question], candidate: User) -> set[int]:
    """Which of a set's fixed questions this person may be asked."""
    usable = {question.pk: question for question in fixed if question.is_usable}
    certain = {pk for pk, question in usable.items() if question.is_everybodys}
    if len(certain) == len(usable):
        return certain
    offered = Question.objects.offered_in(question_set, candidate)
    return certain | set(
        offered.filter(pk__in=usable.keys() - certain).values_list("pk", flat=True)
    )


def _drawn(
    items: Sequence[SetItem], fixed: Collection[int], candidate: User, seed: int, at: datetime
) -> dict[int, list[Question]]:
    """What each draw takes, by the id of its item."""
    total = sum(item.draw["count"] for item in items)
    known: dict[int, Question] = {}
    draws = []
    for item in items:
        pool = Filter.of(item.draw).pool(candidate).exclude(pk__in=fixed)
        found = _fresh_first(pool, candidate, f"{seed}:{item.position}:", at)[:total]
        known |= {question.pk: question for question in found}
        draws.append(dealing.Draw(item.draw["count"], [question.pk for question in found]))
    met = {pk: question.met_at for pk, question in known.items() if question.met_at}
    dealt = dealing.deal(draws, met=met)
    return {item.pk: [known[pk] for pk in taken] for item, taken in zip(items, dealt, strict=True)}


def from_recipe(
    recipe: dict[str, Any], *, minutes: int, candidate: User, seed: int, at: datetime
) -> list[Pick]:
    """Questions that fill the minutes without running over, unseen ones first.

    A recipe that names one question (`{"question": slug}`) asks just that; one that pins versions
    (`{"pinned": [[id, minutes], …]}`) those of them that are still there, whoever sits it.
    """
    if pinned := recipe.get("pinned"):
        return _pinned(pinned)
    if slug := recipe.get("question"):
        one = Question.objects.visible_to(candidate).usable().filter(slug=slug)
        return [Pick(question.current_id, question.minutes) for question in one]
    pool = Filter.of(recipe).pool(candidate)
    picks: list[Pick] = []
    left = minutes
    for question in _fresh_first(pool, candidate, f"{seed}:", at)[:LOOK_AT]:
        if question.minutes <= left:
            picks.append(Pick(question.current_id, question.minutes))
            left -= question.minutes
        if left <= minutes * (1 - FULL_ENOUGH):
            break
    return picks


def _pinned(pinned: Sequence[Sequence[int]]) -> list[Pick]:
    """Whoever pinned them has asked whether this person may be asked them."""
    there = QuestionVersion.objects.filter(pk__in=[version for version, _ in pinned])
    known = set(there.values_list("pk", flat=True))
    return [Pick(version, minutes) for version, minutes in pinned if version in known]


def fit(recipe: dict[str, Any], *, minutes: int, candidate: User, at: datetime) -> Fit:
    """How many questions match, how many are new to this person, how many the time holds."""
    pool = Filter.of(recipe).pool(candidate)
    seen = _asked(candidate).values("version__question")
    picks = from_recipe(recipe, minutes=minutes, candidate=candidate, seed=0, at=at)
    return Fit(
        matching=pool.count(),
        unseen=pool.exclude(pk__in=seen).count(),
        fitting=len(picks),
        minutes=sum(pick.minutes for pick in picks),
    )


def reach(
    facts: dict[str, Any], *, candidate: User, without: Collection[int], at: datetime
) -> Reach:
    """What a draw would choose from for this person now, leaving out a set's fixed questions."""
    lately = _asked(candidate).filter(interview__started_at__gt=at - NOT_AGAIN_FOR)
    found = (
        Filter.of(facts)
        .pool(candidate)
        .exclude(pk__in=without)
        .aggregate(
            matching=Count("pk"),
            fresh=Count("pk", filter=~Q(pk__in=lately.values("version__question"))),
            for_everyone=Count("pk", filter=Q(visibility=Visibility.LIBRARY)),
            minutes=Avg("minutes"),
        )
    )
    return Reach(**(found | {"minutes": float(found["minutes"] or 0)}))


def first_unfilled(
    wanted: Sequence[dict[str, Any]], *, candidate: User, without: Collection[int]
) -> int | None:
    """The place of the first draw that the questions do not suffice for, none asked twice.

    A wide draw leaves a narrow one what that one needs, where there is a way at all. A pool that
    has as many questions as all draws ask for is always enough: no more of it is read.
    """
    total = sum(facts["count"] for facts in wanted)
    pools: list[list[int]] = []
    taken: dict[int, int] = {}
    for place, facts in enumerate(wanted):
        pool = Filter.of(facts).pool(candidate).exclude(pk__in=without).order_by("pk")
        ids = list(pool.values_list("pk", flat=True)[:total])
        for _ in range(facts["count"]):
            pools.append(ids)
            if not assign(len(pools) - 1, pools, taken, set()):
                return place
    return None


def budgets(picks: Iterable[Pick], *, seconds: int) -> list[int]:
    """Split the clock in proportion to the planned minutes; the parts add up to it exactly."""
    minutes = [pick.minutes for pick in picks]
    total = sum(minutes)
    ends = [round(seconds * sum(minutes[: i + 1]) / total) for i in range(len(minutes))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _asked(candidate: User) -> QuerySet[InterviewQuestion]:
    """By id: somebody without one, as a challenge draws for, was asked nothing."""
    return InterviewQuestion.objects.filter(interview__candidate=candidate.pk).exclude(
        interview__status=Interview.Status.CANCELLED
    )


def _fresh_first(
    pool: QuerySet[Question], candidate: User, salt: str, at: datetime
) -> QuerySet[Question]:
    """The pool shuffled by the salt; what was asked in the last 14 days last, oldest first."""
    recently = (
        _asked(candidate)
        .filter(version__question=OuterRef("pk"), interview__started_at__gt=at - NOT_AGAIN_FOR)
        .order_by()
        .values("version__question")
        .annotate(last=Max("interview__started_at"))
        .values("last")
    )
    salted = Concat(Value(salt), F("slug"), output_field=CharField())
    return (
        pool.annotate(met_at=Subquery(recently), shuffle=MD5(salted))
        .order_by(F("met_at").asc(nulls_first=True), "shuffle")
        .only("pk", "current_id", "minutes")
    )
