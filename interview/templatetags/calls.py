"""The buttons with which a candidate corrects the machine on one point."""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from interview.marks import CREDIT

register = template.Library()


@register.simple_tag
def calls(position: int, number: int, key_point_id: int, own: str | None) -> SafeString:
    """A button for each verdict a person can give on point `number`; `own` is theirs so far.

    The buttons belong to the question's form `calls-<position>` and say `<key point>:<verdict>`;
    the pressed one says no verdict, which takes it back. Most of a review page's elements are
    these, so they are put together without a template.
    """
    return mark_safe(  # noqa: S308 - numbers, and our own words
        "".join(_button(position, number, key_point_id, v, v == own) for v in CREDIT)
    )


def _button(position: int, number: int, key_point_id: int, verdict, pressed: bool) -> str:
    value = f"{key_point_id}:{'' if pressed else verdict.value}"
    title = ' title="Press again to take it back"' if pressed else ""
    return (
        f'<button id="say-{position}-{number}-{verdict.value}" form="calls-{position}" name="call"'
        f' value="{value}" aria-pressed="{"true" if pressed else "false"}"{title}>'
        f"{_label(verdict)}</button>"
    )


@lru_cache
def _label(verdict) -> str:
    return escape(verdict.label)
