"""The level a plan aims at, as interviews know levels."""

from accounts.models import User
from questions.models import QuestionSet
from study.models import Plan

_LEVELS = {
    Plan.Level.JUNIOR: QuestionSet.Level.JUNIOR,
    Plan.Level.MIDDLE: QuestionSet.Level.MID,
    Plan.Level.SENIOR: QuestionSet.Level.SENIOR,
    Plan.Level.STAFF: QuestionSet.Level.STAFF,
    Plan.Level.PRINCIPAL: QuestionSet.Level.STAFF,
}


def of(user: User) -> str:
    """A value of QuestionSet.Level; nothing without a plan, or where it says none. One query."""
    said = Plan.objects.visible_to(user).values_list("level", flat=True).first()
    return _LEVELS.get(said, "") if said else ""
