"""The ready-made interviews behind single buttons."""

import uuid
from typing import Any

from accounts.models import User
from interview import actions, rules
from interview.models import Interview
from questions.models import Kind, Question, QuestionSet, Tier


def title_of(recipe: dict[str, Any], *, minutes: int) -> str:
    """A name for a composed interview, such as “Debugging, Derivation · 30 minutes”."""
    names = [Kind(kind).label for kind in recipe.get("kinds", [])]
    if not names:
        names = [Tier(tier).label for tier in recipe.get("tiers", [])]
    return f"{', '.join(names[:3]) or 'Mixed'} · {minutes} minutes"


def unstarted(user: User, question_set: QuestionSet) -> Interview | None:
    """The one this person already has waiting, so that a second click does not make another."""
    waiting = Interview.objects.of_candidate(user).filter(
        status=Interview.Status.SCHEDULED, question_set=question_set, scheduled_for=None
    )
    return waiting.first()


def plain(user: User, question_set: QuestionSet) -> Interview:
    return actions.set_up(
        user,
        title=question_set.title,
        minutes=question_set.minutes,
        mode=Interview.Mode.EXAM,
        request_key=uuid.uuid4(),
        question_set=question_set,
    )


def single(user: User, question: Question) -> Interview:
    """Practice on one question, with the minutes its author gave it."""
    return actions.set_up(
        user,
        title=question.title,
        minutes=max(question.minutes, 1),
        mode=Interview.Mode.PRACTICE,
        request_key=uuid.uuid4(),
        recipe={"question": question.slug},
    )


def minutes_of(user: User, planned: int) -> float:
    """The minutes this person will really have: the planned ones times their private factor."""
    return rules.length(planned, user.extra_time).total_seconds() / 60
