"""What somebody reads of an interview: only what its scope opens, and nothing of the rest.

Pages and files are drawn from a `Reading`, which does not hold what the scope leaves out; so no
page can send it by mistake. How long the candidate had is never in it: extra time is private.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from interview import evidence, reviews
from interview.models import Interview
from interview.question_reviews import PointReview, QuestionReview
from marking.certification import RaterStanding, standing_of
from marking.models import Share
from marking.redaction import NOTHING, THE_CANDIDATE, WITHOUT_NAMES, Redaction
from marking.sides import PEOPLE, Sides
from questions.models import Question, Visibility


@dataclass(frozen=True)
class Scope:
    """What is open of an interview. The answers always are."""

    positions: Collection[int] | None = None
    marks: bool = False
    key: bool = False
    names: bool = True
    # The circle it is opened to, if any: the keys of its own questions are open there.
    circle_id: int | None = None
    # For the candidate's own pages and file, and for whoever has the interviewer's seat.
    all_keys: bool = False

    @classmethod
    def of(cls, share: Share) -> "Scope":
        return cls(
            share.positions,
            share.shows_marks,
            share.shows_key,
            share.names_candidate,
            circle_id=share.circle_id,
        )

    def without_marks(self) -> "Scope":
        return replace(self, marks=False)


@dataclass(frozen=True)
class Said:
    """One thing somebody said, as this reader may know it."""

    name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Thread:
    """What was said about one passage of an answer, or about the whole of it."""

    pk: int
    start: int
    end: int
    quote: str
    is_resolved: bool
    may_resolve: bool
    said: tuple[Said, ...]


@dataclass(frozen=True)
class ReadPoint:
    """One rubric point: its words with the key, what was said about it with the marks."""

    pk: int
    number: int
    text: str = ""
    level: str = ""
    weight: int = 1
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True)
class ReadArtefact:
    """Something that could be asked for; whether and what it tells is of the key."""

    name: str
    telling: bool = False
    tells: str = ""


@dataclass(frozen=True)
class ReadQuestion:
    """One question. What the scope leaves out is empty."""

    pk: int
    position: int
    title: str
    prompt: str
    topic: str
    kind: str
    wants_code: bool
    is_answered: bool
    text: str
    answer: SafeString
    # Their list beside the answer, a line each, and the artefacts they asked for, in order. Neither
    # has times: they would tell how long the candidate had.
    tried: tuple[str, ...] = ()
    asked_for: tuple[ReadArtefact, ...] = ()
    # With the key: what they did not ask for, and what the search is worth.
    not_asked_for: tuple[ReadArtefact, ...] = ()
    search: str = ""
    framework_opened: bool = False
    points: tuple[ReadPoint, ...] = ()
    key: SafeString = field(default=SafeString(""), repr=False)
    sides: Sides | None = field(default=None, repr=False)
    threads: tuple[Thread, ...] = ()


class Reading:
    """One interview as somebody may read it."""

    def __init__(self, interview: Interview, scope: Scope, at: datetime) -> None:
        self._review, self._at = reviews.read(interview, at=at), at
        self._person = interview.candidate
        self.scope = scope
        self.redact = NOTHING if scope.names else Redaction(self._person)
        self.pk = interview.pk
        self.mode = interview.get_mode_display()
        self.minutes = interview.minutes
        # What was said, by question; put here before the questions are read.
        self.threads: dict[int, list[Thread]] = {}

    @property
    def candidate(self) -> str:
        return str(self._person) if self.scope.names else THE_CANDIDATE

    @property
    def title(self) -> str:
        return self._review.interview.title if self.scope.names else WITHOUT_NAMES

    @property
    def day(self) -> datetime:
        return self._review.interview.finished_at

    @cached_property
    def questions(self) -> list[ReadQuestion]:
        chosen = self.scope.positions
        return [
            self._question(one)
            for one in self._review.questions
            if chosen is None or one.position in chosen
        ]

    @property
    def is_blank(self) -> bool:
        return not self._review.answered

    @property
    def is_whole(self) -> bool:
        return len(self.questions) == len(self._review.questions)

    def _question(self, one: QuestionReview) -> ReadQuestion:
        text = self.redact(one.answer.text) if one.is_answered else ""
        return ReadQuestion(
            pk=one.question.pk,
            position=one.position,
            title=one.version.title,
            prompt=one.version.prompt,
            topic=one.topic,
            kind=one.version.get_kind_display(),
            wants_code=one.version.wants_code,
            is_answered=one.is_answered,
            text=text,
            answer=self._answer(one, text),
            **self._search(one),
            tried=tuple(self.redact(line.sentence) for line in one.tried),
            framework_opened=one.framework_at is not None,
            points=self._points(one),
            key=one.key if self._opens_key(one) else SafeString(""),
            sides=self._sides(one) if self.scope.marks else None,
            threads=tuple(self.threads.get(one.question.pk, ())),
        )

    def _search(self, one: QuestionReview) -> dict[str, Any]:
        """What was asked for by its name; beside the key also what it told and what was left."""
        if one.search is None:
            return {}
        if not self._opens_key(one):
            return {"asked_for": tuple(ReadArtefact(found.name) for found in one.search.asked)}
        asked, left = (
            tuple(ReadArtefact(found.name, found.telling, found.tells) for found in some)
            for some in (one.search.asked, one.search.left)
        )
        return {"asked_for": asked, "not_asked_for": left, "search": one.search.words}

    def _sides(self, one: QuestionReview) -> Sides:
        return Sides(one, named=self.scope.names, standings=self._standings)

    @cached_property
    def _standings(self) -> dict[int, RaterStanding]:
        """How far the people who marked it have come as raters. No query where nobody did."""
        cards = (card for one in self._review.questions for card in one.question.scorecards.all())
        raters = {card.rater_id for card in cards if card.rater_id and card.rater_kind in PEOPLE}
        return standing_of(raters, at=self._at) if raters else {}

    def _answer(self, one: QuestionReview, text: str) -> SafeString:
        """The answer escaped; the machine's passages only where its marks are shown."""
        shown = one.points if self.scope.marks else []
        spans = [point.span for point in shown if point.span and point.has_evidence]
        return evidence.to_html(text, spans, position=one.position)

    def _points(self, one: QuestionReview) -> tuple[ReadPoint, ...]:
        key = self._opens_key(one)
        if not (key or self.scope.marks):
            return ()
        return tuple(self._point(point, key=key) for point in one.points)

    def _opens_key(self, one: QuestionReview) -> bool:
        if not self.scope.key:
            return False
        return self.scope.all_keys or one.version.question_id in self._open_keys

    @cached_property
    def _open_keys(self) -> set[int]:
        """Questions whose key the candidate may hand on: the library's and their own; to a group
        also the group's. The key of somebody else's private question is not theirs to open."""
        asked = Question.objects.filter(
            pk__in=[one.version.question_id for one in self._review.questions]
        )
        person = self._person
        theirs = Q(visibility=Visibility.LIBRARY) | Q(owner=person) | Q(editors=person)
        if self.scope.circle_id:
            theirs |= Q(circle=self.scope.circle_id)
        return set(asked.filter(theirs).values_list("pk", flat=True))

    def _point(self, one: PointReview, *, key: bool) -> ReadPoint:
        of_the_key = {
            "text": one.point.text,
            "level": one.point.get_level_display(),
            "weight": one.point.weight,
        }
        of_the_marks = {"verdict": one.verdict, "words": one.words}
        return ReadPoint(
            pk=one.point.pk,
            number=one.number,
            **(of_the_key if key else {}),
            **(of_the_marks if self.scope.marks else {}),
        )
