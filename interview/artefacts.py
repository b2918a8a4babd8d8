"""Artefacts of a fault: what a candidate may ask for, and how well they searched.

The score of a search rewards few checks that were well chosen. With `a` artefacts asked for, `t`
telling ones among them and `T` telling ones in the key it is 2·t / (a + T), 0–1: the Dice
coefficient of what was asked for and what the key rests on (L. R. Dice, “Measures of the Amount
of Ecologic Association Between Species”, 1945), which is the harmonic mean of t/a and t/T. It is
1 for asking for all that tells and nothing else; each further one and each telling one left out
cost. It stands beside the points of the answer and changes no mark. There is none where nothing
was asked for, or where the key does not say what is telling.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from interview.models import ArtefactAsked, InterviewQuestion, Pause
from questions.models import QuestionVersion


@dataclass(frozen=True)
class Exhibit:
    """The candidate's side of an artefact. What it tells is not in it."""

    number: int
    name: str
    content: SafeString


@dataclass(frozen=True)
class Found:
    """An artefact with what the key says of it, and when it was asked for on the candidate's
    clock: seconds since the start without pauses. `then` is seconds until the next was."""

    number: int
    name: str
    kind: str
    content: str
    telling: bool
    tells: str
    asked_at: datetime | None = None
    seconds: int | None = None
    then: int | None = None


@dataclass(frozen=True)
class Search:
    """What was asked for, in order, what was not, and what that is worth."""

    asked: tuple[Found, ...]
    left: tuple[Found, ...]

    @property
    def told(self) -> int:
        return sum(one.telling for one in self.asked)

    @property
    def telling(self) -> int:
        return self.told + sum(one.telling for one in self.left)

    @property
    def count(self) -> int:
        return len(self.asked) + len(self.left)

    @property
    def score(self) -> float | None:
        return score(asked=len(self.asked), told=self.told, telling=self.telling)

    @property
    def words(self) -> str:
        """The rule with this search's own numbers, in one or two sentences."""
        if not self.asked:
            return f"Of the {self.count} there were, none was asked for: there is nothing to count."
        if self.score is None:
            return "The key does not say which of these are telling, so they are not counted."
        return (
            f"{len(self.asked)} of {self.count} asked for; {self.told} of the {self.telling} that"
            f" tell among them. Twice {self.told}, divided by {len(self.asked)} +"
            f" {self.telling}: {round(self.score * 100)} of 100."
        )


@dataclass(frozen=True)
class Trail:
    """What was asked for at one question, and when its clock stood still."""

    asked: tuple[ArtefactAsked, ...]
    pauses: tuple[Pause, ...]


def score(*, asked: int, told: int, telling: int) -> float | None:
    """2·told / (asked + telling), 0–1; None where there is nothing to count."""
    if not asked or not telling:
        return None
    return 2 * told / (asked + telling)


def exhibits(version: QuestionVersion) -> tuple[Exhibit, ...]:
    """All that may be asked for, in the order of the key, each with what it shows once it was."""
    return tuple(
        Exhibit(number, one["name"], shown(one))
        for number, one in enumerate(version.parts.get("artefacts", ()), start=1)
    )


def shown(artefact: dict[str, Any]) -> SafeString:
    """A curve as a picture with its table, anything else as it stands."""
    facts = {"kind": artefact["kind"], "content": artefact["content"]}
    return render_to_string("_artefact_content.html", {"artefact": facts})


def of(
    questions: Iterable[InterviewQuestion], *, versions: Collection[QuestionVersion]
) -> dict[int, Trail]:
    """{question: its trail} of those whose version has artefacts. Two queries where there is such
    a question, none otherwise."""
    have = {version.pk for version in versions if version.parts.get("artefacts")}
    wanted = [question for question in questions if question.version_id in have]
    if not wanted:
        return {}
    asked: dict[int, list[ArtefactAsked]] = {question.pk: [] for question in wanted}
    for row in ArtefactAsked.objects.filter(question__in=asked).order_by("place"):
        asked[row.question_id].append(row)
    pauses: dict[int, list[Pause]] = {question.interview_id: [] for question in wanted}
    for pause in Pause.objects.filter(interview__in=pauses):
        pauses[pause.interview_id].append(pause)
    return {
        question.pk: Trail(tuple(asked[question.pk]), tuple(pauses[question.interview_id]))
        for question in wanted
    }


def search(version: QuestionVersion, trail: Trail, *, started_at: datetime) -> Search:
    """The trail beside the key. A number that this version does not have is left out."""
    every = dict(enumerate(version.parts.get("artefacts", ()), start=1))
    rows = [row for row in trail.asked if row.number in every]
    at = [on_clock(row.asked_at, started_at=started_at, pauses=trail.pauses) for row in rows]
    then = [*(after - before for before, after in pairwise(at)), None]
    taken = {row.number for row in rows}
    return Search(
        asked=tuple(
            _found(row.number, every[row.number], row.asked_at, seconds, gap)
            for row, seconds, gap in zip(rows, at, then[: len(rows)], strict=True)
        ),
        left=tuple(_found(number, one) for number, one in every.items() if number not in taken),
    )


def on_clock(moment: datetime, *, started_at: datetime, pauses: Sequence[Pause]) -> int:
    """Seconds the candidate's clock had run by then; it stands still in a pause."""
    stood = sum(
        (min(pause.ended_at or moment, moment) - pause.started_at
         for pause in pauses if pause.started_at < moment),
        timedelta(),
    )  # fmt: skip
    return max(0, int((moment - started_at - stood).total_seconds()))


def _found(
    number: int,
    artefact: dict[str, Any],
    asked_at: datetime | None = None,
    seconds: int | None = None,
    then: int | None = None,
) -> Found:
    return Found(
        number=number,
        name=artefact["name"],
        kind=artefact["kind"],
        content=artefact["content"],
        telling=bool(artefact.get("telling")),
        tells=artefact.get("tells", ""),
        asked_at=asked_at,
        seconds=seconds,
        then=then,
    )
