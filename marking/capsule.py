"""An interview as one HTML file that needs nothing else: no script, no request, no account.

Its style stands inside; formulas are MathML, which browsers draw and screen readers read by
themselves. A policy in the file forbids every request, so that an image somebody wrote into a text
does not tell anybody that the file was opened.
"""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from interview import judging
from interview.models import Interview
from marking import discussions, levels, words
from marking.readings import Reading
from web import mathml

STYLE = Path(__file__).with_name("capsule.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def to_html(interview: Interview, reading: Reading) -> str:
    """The whole file. With the marks, everybody's stand side by side, and their words."""
    written, judged = [], None
    if reading.scope.marks:
        names = reading.scope.names
        discussions.put_threads(reading, interview, reader=interview.candidate, names_readers=names)
        written = words.of(interview, named=names, redact=reading.redact)
        judged = levels.side_by_side(written, judging.own_levels(interview))
    facts = {
        "reading": reading,
        "written": written,
        "levels": judged,
        "style": _style(),
        "policy": POLICY,
    }
    return mathml.in_html(render_to_string("marking/capsule.html", facts))


def file_name(reading: Reading) -> str:
    """Such as `2026-11-21-conceptual-45.html`; without names it tells nothing but the day."""
    return f"{reading.day:%Y-%m-%d}-{slugify(reading.title)[:60] or 'interview'}.html"


@cache
def _style() -> SafeString:
    return mark_safe(f"<style>{STYLE.read_text()}</style>")  # noqa: S308 - a file of ours
