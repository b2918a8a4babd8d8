"""Tags and filters that every template has without loading them."""

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString, mark_safe

from web import bundles
from web.markdown import inline_html, to_html

register = template.Library()


@register.simple_tag
def bundle(name: str) -> str:
    """Address of a built script or stylesheet."""
    return bundles.url(name)


@register.filter
def markdown(text: str) -> SafeString:
    return mark_safe(to_html(text or ""))  # noqa: S308 - sanitised by nh3


@register.filter
def markdown_line(text: str) -> SafeString:
    return mark_safe(inline_html(text or ""))  # noqa: S308 - sanitised by nh3


@register.filter
def fields(form: BaseForm, names: str) -> list[BoundField]:
    """The fields of these names, in this order. KeyError for a name the form does not have."""
    return [form[name] for name in names.split()]


@register.filter
def clock(seconds: int | None) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour on."""
    left = max(0, int(seconds or 0))
    hours, rest = divmod(left, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


@register.filter
def percent(value: float | None) -> str:
    """A share between 0 and 1 as a whole number of a hundred."""
    return "–" if value is None else str(round(value * 100))
