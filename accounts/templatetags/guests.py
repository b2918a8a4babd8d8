"""How long a guest's work is kept, for the line every page shows a guest."""

from django import template
from django.utils import timezone

from accounts import rules
from accounts.models import User

register = template.Library()


@register.filter
def days_left(person: User) -> int | None:
    """Whole days until a guest's work is deleted if they do not come back."""
    return rules.days_left(person, at=timezone.now())
