"""At which level somebody wants to be interviewed. A room above, where they say so, registers."""

from collections.abc import Callable

from accounts.models import User
from questions.models import QuestionSet

# A value of QuestionSet.Level, nothing where they have said nothing.
Aim = Callable[[User], str]

_ORDER = ("", *QuestionSet.Level.values)
_sources: list[Aim] = []


def register(aim: Aim) -> None:
    """Let a room say at what somebody aims; once a room."""
    if aim not in _sources:
        _sources.append(aim)


def level_for(user: User, question_set: QuestionSet | None) -> str:
    """The level of an interview that is set up now: its set's or its candidate's aim, whichever is
    the higher. Nothing where neither is known."""
    known = [aim(user) for aim in _sources]
    if question_set is not None:
        known.append(question_set.level)
    return max(known, key=_ORDER.index, default="")
