"""Exercises of the desk: keeping what is typed, finishing with a result, and what results say.

Two ways lead to a result. `record` stores an attempt that was made in one step. Where a person
writes before anything is shown, `keep` stores the draft and `finish` closes it with its score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from study.cards.actions import desk_of
from study.models import Attempt

# A page keeps no more of one exercise in sight.
SHOWN = 10


@dataclass(frozen=True)
class Results:
    """What somebody made of one exercise so far. Scores are 0–1."""

    count: int
    best: float
    last: float
    last_on: date
    # The attempt behind `last`.
    last_pk: int


def results(user: User, kind: str) -> dict[str, Results]:
    """{slug: results} of those that were finished at least once; one query."""
    found: dict[str, Results] = {}
    mine = Attempt.objects.visible_to(user).filter(kind=kind).exclude(finished_at=None)
    for pk, slug, score, on in mine.order_by("pk").values_list("pk", "slug", "score", "on"):
        before = found.get(slug)
        best = max(score, before.best) if before else score
        found[slug] = Results(before.count + 1 if before else 1, best, score, on, pk)
    return found


def weakest_first(slugs: Iterable[str], known: Mapping[str, Results]) -> list[str]:
    """Never tried, then by the last score from the lowest, then by the day from the oldest.

    Otherwise as they came.
    """

    def place(slug: str) -> tuple[float, date]:
        one = known.get(slug)
        return (one.last, one.last_on) if one else (-1.0, date.min)

    return sorted(slugs, key=place)


def draft_of(user: User, kind: str, slug: str) -> Attempt | None:
    """What was begun at this exercise and not finished."""
    return Attempt.objects.visible_to(user).at(kind, slug).unfinished().first()


def count_of(user: User, kind: str, slug: str) -> int:
    """How often it was finished: what a form says it knows of."""
    return Attempt.objects.visible_to(user).at(kind, slug).finished().count()


@transaction.atomic
def keep(
    user: User, kind: str, slug: str, change: Callable[[dict], dict], *, at: datetime
) -> Attempt:
    """Change what is kept of an exercise that is not finished; begins it where it is not begun.

    `change` gets what was given so far and answers what is given now. Nobody else changes it
    meanwhile, so two tabs may save at once.
    """
    User.objects.hold(user.pk)
    draft = draft_of(user, kind, slug)
    if draft is None:
        return Attempt.objects.create(
            owner=user, kind=kind, slug=slug, begun_at=at, given=change({})
        )
    given = change(dict(draft.given))
    if given != draft.given:
        draft.given = given
        draft.save(update_fields=["given"])
    return draft


@transaction.atomic
def finish(
    user: User,
    kind: str,
    slug: str,
    judge: Callable[[dict], tuple[float, dict]],
    *,
    at: datetime,
) -> Attempt | None:
    """Close the draft with the score (0–1) and marks that `judge` gives for what was given.

    Pressed twice, the second time there is no draft: answers None, and nothing changes.
    """
    User.objects.hold(user.pk)
    draft = draft_of(user, kind, slug)
    if draft is None:
        return None
    draft.score, draft.marks = judge(dict(draft.given))
    draft.finished_at, draft.on = at, desk_of(user).day(at)
    draft.save(update_fields=["score", "marks", "finished_at", "on"])
    return draft


@transaction.atomic
def record(
    user: User,
    kind: str,
    slug: str,
    *,
    score: float,
    given: dict,
    seen: int | None = None,
    marks: dict | None = None,
    at: datetime,
) -> Attempt:
    """Store an attempt that was made in one step.

    `seen` is how many results the page knew of (`count_of`): sent twice, it is stored once, and
    the answer is what is there. None: each call counts.
    """
    User.objects.hold(user.pk)
    finished = Attempt.objects.visible_to(user).at(kind, slug).finished()
    if seen is not None and finished.count() > seen:
        return finished.first()
    return Attempt.objects.create(
        owner=user,
        kind=kind,
        slug=slug,
        begun_at=at,
        given=given,
        marks=marks or {},
        finished_at=at,
        on=desk_of(user).day(at),
        score=score,
    )


@transaction.atomic
def mark_again(attempt: Attempt, judge: Callable[[dict], tuple[float, dict]]) -> Attempt:
    """Give a finished attempt another score and other marks: `judge` gets the marks it has."""
    User.objects.hold(attempt.owner_id)
    attempt.refresh_from_db()
    attempt.score, attempt.marks = judge(dict(attempt.marks))
    attempt.save(update_fields=["score", "marks"])
    return attempt


def throw_away(user: User, kind: str, slug: str) -> None:
    """Begin anew: the draft goes, results stay."""
    Attempt.objects.visible_to(user).at(kind, slug).unfinished().delete()
