"""`{{ outcome|comes_back }}`: when a card would come back, in the fewest words."""

from django import template

from study.cards.memory import Outcome

register = template.Library()

DAYS_A_MONTH, DAYS_A_YEAR = 30.44, 365.25


@register.filter
def comes_back(outcome: Outcome) -> str:
    """Such as “10 min”, “3 d”, “2.5 months”."""
    if outcome.wait is not None:
        return f"{round(outcome.wait.total_seconds() / 60)} min"
    if outcome.days < 45:
        return f"{outcome.days} d"
    if outcome.days < 365:
        return f"{outcome.days / DAYS_A_MONTH:.1f} months"
    return f"{outcome.days / DAYS_A_YEAR:.1f} years"


@register.filter
def percent(share: float) -> str:
    return f"{share:.0%}"
