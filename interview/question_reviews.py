"""What a review tells of one question: its marks, whose they are, their evidence, and its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from interview import artefacts, evidence, marks, tried
from interview.models import Answer, InterviewQuestion, PointMark, Scorecard, TriedLog
from questions.bank.schema import PARTS
from questions.models import KeyPoint, QuestionVersion

Scoring = InterviewQuestion.Scoring
# Looked up, not asked of each mark: a page may show what a thousand points came to.
_WORDS = dict(PointMark.Verdict.choices)
# What stands with the question or is typed into, and so is not repeated among the solutions.
_SHOWN_ELSEWHERE = {"starter_code", "artefacts"}


@dataclass(frozen=True)
class PointReview:
    """One rubric point: the verdict that is shown, whose card it is on, and what the others
    said."""

    number: int
    point: KeyPoint
    mark: PointMark | None
    card: Scorecard | None
    own: PointMark | None
    machine: PointMark | None

    @property
    def rater(self) -> str:
        """Whose verdict is shown."""
        return self.card.get_rater_kind_display() if self.card else ""

    @property
    def verdict(self) -> str:
        return self.mark.verdict if self.mark else "unmarked"

    @property
    def words(self) -> str:
        if self.mark is None:
            return "Not marked"
        # A machine sees words that look like a false version; whether they are is a person's call.
        if self.mark is self.machine and self.verdict == PointMark.Verdict.CONTRADICTED:
            return "Seems contradicted"
        return _WORDS[self.verdict]

    @property
    def wants_probe(self) -> bool:
        """An interviewer would ask on: the point was looked for and not clearly made."""
        return bool(self.point.probe) and self.verdict not in (PointMark.Verdict.MADE, "unmarked")

    @property
    def span(self) -> evidence.Span | None:
        """The machine's evidence, underlined as the verdict that is shown."""
        if self.machine is None:
            return None
        return evidence.Span(self.number, self.verdict, self.machine.start, self.machine.end)

    @property
    def has_evidence(self) -> bool:
        return bool(
            self.machine
            and self.machine.end > self.machine.start
            and self.verdict not in (PointMark.Verdict.MISSED, "unmarked")
        )

    @property
    def differs(self) -> bool:
        """A person's verdict stands where the machine said something else."""
        return bool(self.machine and self.mark and self.mark.verdict != self.machine.verdict)


class QuestionReview:
    """One question with everything that was said about its answer. Cards must be prefetched."""

    def __init__(
        self,
        question: InterviewQuestion,
        log: TriedLog | None = None,
        trail: artefacts.Trail | None = None,
    ) -> None:
        self.question, self.log, self.trail = question, log, trail
        self.version = question.version
        self.cards = marks.by_precedence(question.scorecards.all())
        self.shown = marks.shown(self.cards)
        self.machine = marks.machine(self.cards)

    @property
    def position(self) -> int:
        return self.question.position

    @property
    def answer(self) -> Answer:
        return self.question.answer

    @property
    def topic(self) -> str:
        return self.version.question.topic.title

    @property
    def is_answered(self) -> bool:
        return self.question.scoring != Scoring.NOT_ANSWERED

    @property
    def is_open(self) -> bool:
        """The machine has not said anything yet."""
        return self.question.scoring in (Scoring.NOT_YET, Scoring.WAITING, Scoring.RUNNING)

    @property
    def is_failed(self) -> bool:
        return self.question.scoring == Scoring.FAILED

    @cached_property
    def mark(self) -> marks.Mark | None:
        return marks.mark_of(self.shown)

    @property
    def why_no_mark(self) -> str:
        return marks.why_no_mark(self.machine) if self.machine and self.machine.abstained else ""

    @property
    def rater(self) -> str:
        """Whose mark is shown."""
        return self.shown.get_rater_kind_display() if self.shown else ""

    @property
    def machine_mark(self) -> marks.Mark | None:
        """The machine's mark, where another one is shown in its place."""
        return marks.mark_of(self.machine) if self.machine is not self.shown else None

    @cached_property
    def points(self) -> list[PointReview]:
        said: dict[int, list[tuple[Scorecard, PointMark]]] = {}
        for card in self.cards:
            if not card.abstained:
                for mark in card.marks.all():
                    said.setdefault(mark.key_point_id, []).append((card, mark))
        return [
            self._point(number, point, said.get(point.pk, []))
            for number, point in enumerate(self.version.key_points.all(), start=1)
        ]

    def _point(
        self, number: int, point: KeyPoint, said: list[tuple[Scorecard, PointMark]]
    ) -> PointReview:
        own = [mark for card, mark in said if card.rater_kind == Scorecard.Rater.SELF]
        machine = [mark for card, mark in said if card is self.machine]
        card, mark = said[0] if said else (None, None)
        return PointReview(
            number,
            point,
            mark,
            card,
            own[0] if own else None,
            machine[0] if machine else None,
        )

    @property
    def text(self) -> SafeString:
        """The answer as it was typed, escaped, with its evidence marked."""
        spans = [point.span for point in self.points if point.span and point.has_evidence]
        return evidence.to_html(self.answer.text, spans, position=self.position)

    @property
    def made(self) -> int:
        return sum(point.verdict == PointMark.Verdict.MADE for point in self.points)

    @cached_property
    def tried(self) -> list[tried.Tried]:
        """What was tried, in order; of a question about a fault."""
        return tried.lines(self.log) if self.log else []

    @cached_property
    def search(self) -> artefacts.Search | None:
        """What was asked for of a fault, and what the key says of it; None where there was nothing
        to ask for."""
        if self.trail is None:
            return None
        started_at = self.question.interview.started_at
        return artefacts.search(self.version, self.trail, started_at=started_at)

    @property
    def framework_at(self) -> datetime | None:
        """When the five steps were opened beside it."""
        return getattr(self.question, "framework_at", None)

    @property
    def hints(self) -> int:
        return self.question.hints_open

    @property
    def estimate(self) -> str:
        if self.question.estimate is not None:
            return self.question.get_estimate_display()
        return "You would rather not say" if self.question.estimate_declined else ""

    @property
    def may_correct(self) -> bool:
        return self.question.scoring in (Scoring.DONE, Scoring.FAILED)

    @property
    def sections(self) -> list[dict[str, Any]]:
        return sections_of(self.version)

    @property
    def key(self) -> SafeString:
        return key_of(self.version)


def sections_of(version: QuestionVersion) -> list[dict[str, Any]]:
    """What only this kind of question has beside its model answer: solutions, tests, steps."""
    found = version.parts
    return [
        {"title": part.title, "shape": part.shape.name.lower(), "value": found[part.key]}
        for part in PARTS
        if part.key not in _SHOWN_ELSEWHERE and found.get(part.key)
    ]


# A version that was asked never changes, so neither does this: half of a page's work, done once.
@lru_cache(maxsize=256)
def key_of(version: QuestionVersion) -> SafeString:
    """Model answer, solutions and advice as HTML."""
    facts = {"version": version, "sections": sections_of(version)}
    return render_to_string("interview/_review_key.html", facts)
