"""Mark one answer against the key points of its question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from scoring import wording
from scoring.encoder import Encoder, encoder
from scoring.evidence import AnswerText, Evidence, with_reference
from scoring.marks import mark_points
from scoring.reading import Reading, read
from scoring.rubric import Rubric, prepare
from scoring.verdicts import KeyPoint, PointVerdict, Reason, Verdict

SCORER_VERSION = "local-1"

KEPT_RUBRICS = 64  # ready for the next answer to the same question; about half a megabyte each

NO_CREDIT = 0.2  # a probability this low is the noise of being on the subject at all …
FULL_CREDIT = 0.8  # … and from here the rest is modesty; the credit rises in between

OFF_TOPIC_P = 0.2  # no point is likelier than this, and the answer shares …
OFF_TOPIC_SHARE = 0.2  # … no more of its content words than this with question and model answer

CERTAIN = 1.64  # standard deviations on either side that hold nine cases in ten
POINT_ERROR = 0.05  # no point is surer than this, either way
MODEL_ERROR = 0.12  # of the whole score, where every point looks certain
# Without misconceptions to compare with, a fluent wrong answer passes for a right one: the lower
# bound of such a point's share of the score is taken down by this much of it.
BLIND = 0.6
# How good an answer may be after all that was refused for its form.
ABSTAINED_HIGH: dict[Reason, float] = {
    "empty": 0.0,
    "no_attempt": 0.05,
    "prompt_copy": 0.05,
    "only_instructions": 0.05,
}
ABSTAINED_HIGH_OTHERWISE = 0.25


def scorer_version() -> str:
    """The name of the scorer at work, kept with each mark so that marks stay comparable."""
    return f"{SCORER_VERSION}+{'minilm' if encoder() else 'lexical'}"


def score_answer(
    question: str, reference: str, key_points: Sequence[KeyPoint], answer: str
) -> Verdict:
    """Mark an answer: each key point with its evidence, and the weighted whole.

    Deterministic: the same input gives the same verdict in every process. Raises nothing for any
    text; an answer that cannot be marked comes back abstained, with its reason.
    """
    network = encoder()
    points = tuple(key_points)
    if not points:
        return _abstained("no_rubric", 0, frozenset())
    reading = read(
        answer, wording.plain(question), lists_allowed=any(point.allow_list for point in points)
    )
    if reading.reason:
        return _abstained(reading.reason, len(points), reading.flags)
    rubric = _rubric(question, reference, points, network)
    evidence = Evidence.weigh(rubric, AnswerText.read(reading.sentences, network))
    marks, seen = mark_points(rubric, reading, evidence)
    flags = reading.flags | seen
    if reason := _nothing_made(marks, reading, question, reference, points):
        return _abstained(reason, len(points), flags)
    return _scored(points, marks, flags)


@lru_cache(maxsize=KEPT_RUBRICS)
def _rubric(
    question: str, reference: str, points: tuple[KeyPoint, ...], network: Encoder | None
) -> Rubric:
    return with_reference(prepare(question, points, network), reference, network)


def _nothing_made(
    marks: Sequence[PointVerdict],
    reading: Reading,
    question: str,
    reference: str,
    points: tuple[KeyPoint, ...],
) -> Reason:
    """Why an answer that made no point was no answer to this question, where that is so."""
    if any(mark.p > OFF_TOPIC_P or mark.verdict == "contradicted" for mark in marks):
        return ""
    if reading.is_short:
        return "too_short"
    about = _stems("\n".join([question, reference, *(point.text for point in points)]))
    said = frozenset().union(*(sentence.stems for sentence in reading.sentences))
    return "off_topic" if len(said & about) <= OFF_TOPIC_SHARE * len(said) else ""


@lru_cache(maxsize=KEPT_RUBRICS)
def _stems(text: str) -> frozenset[str]:
    return frozenset(wording.content_stems(wording.plain(text)))


def _abstained(reason: Reason, count: int, flags: frozenset[str]) -> Verdict:
    return Verdict(
        score=0.0,
        low=0.0,
        high=ABSTAINED_HIGH.get(reason, ABSTAINED_HIGH_OTHERWISE),
        abstained=True,
        reason=reason,
        points=tuple(PointVerdict(0.0, "missed") for _ in range(count)),
        flags=tuple(sorted(flags)),
    )


def _scored(
    points: Sequence[KeyPoint], marks: Sequence[PointVerdict], flags: frozenset[str]
) -> Verdict:
    """Weighted credit, with an interval that widens with every point we are not sure of."""
    total = sum(point.weight for point in points)
    shares = [point.weight / total for point in points]
    score = sum(share * credit(mark.p) for share, mark in zip(shares, marks, strict=True))
    variance = sum(
        share**2 * max(mark.p * (1 - mark.p), POINT_ERROR * (1 - POINT_ERROR))
        for share, mark in zip(shares, marks, strict=True)
    )
    half = CERTAIN * math.sqrt(variance) + MODEL_ERROR
    blind = sum(
        share * credit(mark.p)
        for point, share, mark in zip(points, shares, marks, strict=True)
        if not point.misconceptions
    )
    unsure = sum(mark.verdict == "unsure" for mark in marks)
    if 2 * unsure >= len(marks):
        flags |= {"unsure"}
    return Verdict(
        score=round(score, 4),
        low=round(max(0.0, score - half - BLIND * blind), 4),
        high=round(min(1.0, score + half), 4),
        abstained=False,
        reason="",
        points=tuple(marks),
        flags=tuple(sorted(flags)),
    )


def credit(p: float) -> float:
    """What a point of this probability adds, 0–1: nothing for noise, all for a point made."""
    return min(1.0, max(0.0, (p - NO_CREDIT) / (FULL_CREDIT - NO_CREDIT)))
