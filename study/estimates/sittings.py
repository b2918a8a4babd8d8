"""Estimates as somebody sits them: which come next, answering one, what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from questions.bank.study.estimates import GROUPS, Estimate
from study import attempts
from study.attempts import Results
from study.estimates import quantities
from study.estimates.judging import judge
from study.models import Attempt

KIND = Attempt.Kind.ESTIMATE
# As many as fit into a quarter of an hour.
A_RUN = 5
MINUTES_EACH = 3
TITLES = {
    "parameters": "Parameters",
    "memory": "Memory",
    "operations": "Operations",
    "throughput": "Throughput and time",
    "storage": "Storage",
    "cost": "Cost",
    "chance": "Chance",
}


@dataclass(frozen=True)
class Line:
    """One estimate in the list, and what this person made of it."""

    of: Estimate
    results: Results | None


@dataclass(frozen=True)
class Group:
    slug: str
    title: str
    rows: list[Line]


@dataclass(frozen=True)
class Step:
    """A value as the page writes it; `how` is empty where it was taken as known."""

    name: str
    means: str
    how: str
    told: str


def groups(estimates: tuple[Estimate, ...], known: dict[str, Results]) -> list[Group]:
    """All of them under their headings."""
    made = []
    for slug in GROUPS:
        rows = [Line(one, known.get(one.slug)) for one in estimates if one.group == slug]
        if rows:
            made.append(Group(slug, TITLES[slug], rows))
    return made


def mixed(estimates: tuple[Estimate, ...], known: dict[str, Results]) -> list[str]:
    """Five for one sitting: never tried, weakest, oldest first; of each group one while it goes.

    The same five until one of them is answered.
    """
    group_of = {one.slug: one.group for one in estimates}
    left = attempts.weakest_first(group_of, known)
    chosen: list[str] = []
    while left and len(chosen) < A_RUN:
        had = [group_of[slug] for slug in chosen]
        fewest = min(had.count(group_of[slug]) for slug in left)
        chosen.append(next(slug for slug in left if had.count(group_of[slug]) == fewest))
        left.remove(chosen[-1])
    return chosen


def answer(user: User, estimate: Estimate, text: str, *, seen: int, at: datetime) -> Attempt:
    """Keep what was typed with its judgement. quantities.Unreadable where it is no quantity."""
    value = quantities.read(text, estimate.dimension)
    judged = judge(value, estimate.answer, estimate.factor)
    return attempts.record(
        user,
        KIND,
        estimate.slug,
        score=judged.score,
        given={"text": text, "value": value},
        seen=seen,
        marks={"ratio": judged.ratio, "words": judged.words},
        at=at,
    )


def steps(estimate: Estimate) -> tuple[list[Step], list[Step]]:
    """What was taken as known, and what was worked out of it."""
    shown = [
        Step(
            worked.step.name.replace("_", " "),
            worked.step.means,
            _readable(worked.step.value),
            quantities.told(worked.number, worked.step.unit),
        )
        for worked in estimate.worked()
    ]
    known = len(estimate.taken)
    return shown[:known], shown[known:]


def _readable(arithmetic: str) -> str:
    """`4 * inner_width ** 2` as 4 × inner width^2."""
    plain = arithmetic.replace(" ** ", "^").replace("**", "^")
    return plain.replace("*", "×").replace("_", " ").replace("/", "∕")
