"""Numbers of the lift calculator as `static/js/lift/arithmetic.js` writes them; “–” for none."""

from django import template

register = template.Library()
NONE = "–"


@register.filter
def amount(value: float | str | None) -> str:
    """Two digits behind the point, thousands parted."""
    if not isinstance(value, int | float):
        return NONE
    text = f"{value:,.2f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


@register.filter
def points(value: float | str | None) -> str:
    """A difference of rates in percentage points."""
    if not isinstance(value, int | float):
        return NONE
    return f"{amount(value * 100)} points"


@register.filter
def per_cent(value: float | str | None) -> str:
    if not isinstance(value, int | float):
        return NONE
    return f"{amount(value * 100)}%"
