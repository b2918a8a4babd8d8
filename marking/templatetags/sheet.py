"""What is wrong with one field of a score sheet."""

from collections.abc import Iterable

from django import template

from marking.fields import Trouble

register = template.Library()


@register.filter
def about(troubles: Iterable[Trouble] | None, field: str) -> Trouble | None:
    """The first trouble that is mended in this field."""
    return next((one for one in troubles or () if one.field == field), None)
