"""`{{ source|code:"python" }}`: a listing, highlighted as in Markdown."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from web.markdown import to_html

register = template.Library()


@register.filter
def code(source: str, language: str = "python") -> SafeString:
    """The fence is longer than any inside, so nothing in the source can end it."""
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return mark_safe(to_html(f"{fence}{language}\n{source}\n{fence}"))  # noqa: S308 - sanitised by nh3
