"""What the room shows of a question, made once a version."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from interview import artefacts, tried
from interview.versions import Remembered
from questions.models import Audience, QuestionVersion
from web.markdown import to_html

# Longer prompts are givens to read, set smaller than a spoken question.
SPOKEN = 320


@dataclass(frozen=True)
class Sheet:
    """The candidate's side of a version: nothing of the key is in it."""

    topic: str
    kind: str
    speaking_to: str
    prompt: SafeString
    is_long: bool
    wants_code: bool
    keeps_log: bool
    starter_code: str
    hints: tuple[str, ...]
    public_tests: str
    # What may be asked for; the room shows of each only its name until it was.
    exhibits: tuple[artefacts.Exhibit, ...]


def _sheet(version: QuestionVersion) -> Sheet:
    audience = "" if version.audience == Audience.ENGINEER else version.get_audience_display()
    return Sheet(
        topic=version.question.topic.title,
        kind=version.get_kind_display(),
        speaking_to=audience.lower(),
        prompt=mark_safe(to_html(version.prompt)),  # noqa: S308 - sanitised by nh3
        is_long=len(version.prompt) > SPOKEN,
        wants_code=version.wants_code,
        keeps_log=tried.has_log(version.kind),
        starter_code=version.starter_code,
        hints=tuple(version.hints),
        public_tests=version.parts.get("public_tests", ""),
        exhibits=artefacts.exhibits(version),
    )


of = Remembered(_sheet).of
