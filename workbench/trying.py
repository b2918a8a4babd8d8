"""The scorer at the author's desk: what it finds in an answer, before anybody sits the question.

Nothing is kept. It reads the words as they are typed, not what was saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString

from interview import evidence
from questions.bank.words import Point, Sample, Words
from scoring import REASONS, KeyPoint, PointVerdict, Verdict, score_answer, scorer_version
from workbench.lint import Finding

LONGEST_TRY = 10_000
WORDS_FOR = {
    "made": "Made",
    "partly": "Partly made",
    "unsure": "Unsure",
    "missed": "Missed",
    "contradicted": "Contradicted",
}
# Marked by hand as made, the machine may at least not be against it.
_MADE = ("made", "partly")
KEPT_FOR = 30 * 24 * 3600  # seconds


@dataclass(frozen=True)
class TriedPoint:
    """One point with what the machine says; `by_hand` is what its author says of a sample."""

    number: int
    point: Point
    mark: PointVerdict
    by_hand: str | None = None
    # The author's reason, where there is one.
    why: str = ""

    @property
    def words(self) -> str:
        return WORDS_FOR[self.mark.verdict]

    @property
    def has_evidence(self) -> bool:
        return self.mark.end > self.mark.start

    @property
    def agrees(self) -> bool:
        """Whether the machine counts it as its author does."""
        by_hand = self.by_hand in _MADE
        return self.by_hand is None or by_hand == (self.mark.verdict in _MADE)

    @property
    def words_by_hand(self) -> str:
        return WORDS_FOR[self.by_hand].lower() if self.by_hand else ""


@dataclass(frozen=True)
class Tried:
    """One answer as the scorer reads it. `html` is the answer with its evidence marked."""

    position: int
    label: str
    verdict: Verdict
    points: list[TriedPoint]
    html: SafeString

    @property
    def why_not(self) -> str:
        return REASONS[self.verdict.reason]

    @property
    def disagreements(self) -> int:
        return sum(not one.agrees for one in self.points)


def try_answer(words: Words, text: str, *, position: int = 1, label: str = "") -> Tried:
    """Mark one answer. `position` tells several answers on one page apart."""
    return _tried(words, text, position, label, by_hand=None)


def try_samples(words: Words) -> list[Tried]:
    """Mark each calibration answer, its points beside what its author found in it."""
    return [
        _tried(words, sample.text, number, sample.label, by_hand=sample)
        for number, sample in enumerate(words.samples, start=2)
    ]


def why_not_try(words: Words) -> str | None:
    """Why the scorer has nothing to say to these words, or None when it has."""
    if words.kind == "implementation":
        return "Programs are run against the tests, not read: the machine has no mark for them."
    if not any(point.text for point in words.points):
        return "Write a key point first: answers are marked against them."
    return None


def model_answer_misses(words: Words) -> list[Finding]:
    """The points that the scorer does not find in the model answer: a warning each.

    Takes a second or two the first time; the same words are remembered for 30 days.
    """
    if why_not_try(words) or not words.model_answer.strip():
        return []
    key = f"workbench:misses:{scorer_version()}:{words.content_hash}"
    missed = cache.get(key)
    if missed is None:
        # Without the reference, which is this very text.
        verdict = _score(words, words.model_answer, reference="")
        judged = zip(_stated(words), verdict.points, strict=True)
        missed = [place for (place, _), mark in judged if mark.verdict not in _MADE]
        cache.set(key, missed, KEPT_FOR)
    return [
        Finding(f"points:{place}", f"The model answer misses point {place + 1}, to the machine.")
        for place in missed
    ]


def _tried(words: Words, text: str, position: int, label: str, *, by_hand: Sample | None) -> Tried:
    verdict = _score(words, text[:LONGEST_TRY], reference=words.model_answer)
    judged = zip(_stated(words), verdict.points, strict=True)
    reasons = dict(by_hand.reasons) if by_hand else {}
    points = [
        TriedPoint(
            place + 1, point, mark, _by_hand(point, by_hand), why=reasons.get(point.slug, "")
        )
        for (place, point), mark in judged
    ]
    spans = [evidence.Span(p.number, p.mark.verdict, p.mark.start, p.mark.end) for p in points]
    html = evidence.to_html(text[:LONGEST_TRY], spans, position=position)
    return Tried(position, label, verdict, points, html)


def _by_hand(point: Point, sample: Sample | None) -> str | None:
    if sample is None:
        return None
    if point.slug in sample.made:
        return "made"
    return "partly" if point.slug in sample.partly else "missed"


def _score(words: Words, text: str, *, reference: str) -> Verdict:
    points = [
        KeyPoint(
            text=point.text,
            weight=float(point.weight),
            accept=point.accept,
            misconceptions=point.misconceptions,
            allow_list=point.allow_list,
        )
        for _, point in _stated(words)
    ]
    return score_answer(words.prompt, reference, points, text)


def _stated(words: Words) -> Sequence[tuple[int, Point]]:
    """The points that say something, each with its place among all."""
    return [(place, point) for place, point in enumerate(words.points) if point.text]
