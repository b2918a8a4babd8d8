"""How a figure of agreement looks in a table: its value and interval, or why there is none."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marking.agreement import Figure, word_for

register = template.Library()


@register.simple_tag
def figure(found: Figure, *, signed: bool = False) -> SafeString:
    """Two cells: the value and its interval; or one wide cell with the reason."""
    if found.value is None:
        return format_html('<td class="small" colspan="2">{}</td>', found.why)
    interval = found.why
    if found.low is not None and found.high is not None:
        interval = f"{_number(found.low, signed)} to {_number(found.high, signed)}"
    return format_html(
        '<td class="num">{}</td><td class="num">{}</td>', _number(found.value, signed), interval
    )


@register.filter
def levels(value: float) -> str:
    """A difference in levels, with its sign."""
    return _number(value, signed=True)


@register.filter
def kappa_word(value: float) -> str:
    return word_for(value)


def _number(value: float, signed: bool) -> str:
    """Two decimals with a true minus; what rounds to nothing has no sign."""
    short = round(value, 2) + 0.0
    return (f"{short:+.2f}" if signed and short else f"{short:.2f}").replace("-", "−")
