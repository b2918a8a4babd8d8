"""What the room shows of a question. A version never changes once it was asked, so its sheet is
made once and remembered by this process: the page of a sitting reads no prompt from the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from questions.models import Audience, QuestionVersion
from web.markdown import to_html

# A few hundred prompts are a few megabytes; a process that has met more starts over.
REMEMBERED = 400
# Longer prompts are givens to read, set smaller than a spoken question.
SPOKEN = 320

_sheets: dict[int, "Sheet"] = {}


@dataclass(frozen=True)
class Sheet:
    """The candidate's side of a version: nothing of the key is in it."""

    topic: str
    kind: str
    speaking_to: str
    prompt: SafeString
    is_long: bool
    wants_code: bool
    starter_code: str
    hints: tuple[str, ...]
    exhibits: SafeString


def of(version_ids: Iterable[int]) -> dict[int, Sheet]:
    """Sheets by version id; at most one query, none for versions this process has met."""
    wanted = list(version_ids)
    if missing := [pk for pk in wanted if pk not in _sheets]:
        if len(_sheets) > REMEMBERED:
            _sheets.clear()
            missing = wanted
        versions = QuestionVersion.objects.select_related("question__topic")
        for version in versions.filter(pk__in=missing):
            _sheets[version.pk] = _sheet(version)
    return {pk: _sheets[pk] for pk in wanted}


def _sheet(version: QuestionVersion) -> Sheet:
    audience = "" if version.audience == Audience.ENGINEER else version.get_audience_display()
    shown = {name: version.parts.get(name) for name in ("public_tests", "artefacts")}
    return Sheet(
        topic=version.question.topic.title,
        kind=version.get_kind_display(),
        speaking_to=audience.lower(),
        prompt=mark_safe(to_html(version.prompt)),  # noqa: S308 - sanitised by nh3
        is_long=len(version.prompt) > SPOKEN,
        wants_code=version.wants_code,
        starter_code=version.starter_code,
        hints=tuple(version.hints),
        exhibits=render_to_string("interview/_exhibits.html", shown),
    )
