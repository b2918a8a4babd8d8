"""The mark of one key point: how likely it was made, and which words of the answer say so."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoring import polarity
from scoring.evidence import Evidence, Matrix
from scoring.reading import SHORT_STEMS, Reading
from scoring.rubric import Phrase, PreparedPoint, Rubric
from scoring.sentences import Sentence
from scoring.verdicts import Mark, PointVerdict


@dataclass(frozen=True)
class Scale:
    """From strength to probability: p = 1 / (1 + exp(−slope · (strength − centre)))."""

    slope: float
    centre: float

    def p(self, strength: float) -> float:
        return 1.0 / (1.0 + math.exp(-self.slope * (strength - self.centre)))


# Fitted by logistic regression on the bank's calibration answers (docs/scoring.md has the figures),
# rounded, and set a little low: a point that is wrongly called missed discourages, one wrongly
# credited is seen and corrected. The less a rubric holds to compare with, the flatter the scale.
# Keys: compared with the encoder; has accepted phrasings; has misconceptions.
SCALES = {
    (True, True, True): Scale(10.0, 0.61),
    (True, True, False): Scale(8.0, 0.61),
    (True, False, True): Scale(6.0, 0.46),
    (True, False, False): Scale(5.0, 0.49),
    (False, True, True): Scale(6.0, 0.44),
    (False, True, False): Scale(5.0, 0.44),
    (False, False, True): Scale(4.0, 0.28),
    (False, False, False): Scale(3.5, 0.30),
}

# A misconception said at least this strongly takes this much strength per unit above it.
MISCONCEPTION_FROM = 0.7
MISCONCEPTION_PRICE = 0.7
# An unlikely point is called contradicted where a misconception is said this strongly, and by this
# much more strongly than the point. A smaller lead is common in right answers: both share words.
CONTRADICTION_FROM = 0.9
CONTRADICTION_LEAD = 0.3
CONTRADICTED_P = 0.15  # the most a contradicted point keeps
REFUSED_P = 0.1  # the most a point keeps for a list of terms, or a word or two

MADE = 0.6  # from here a point is shown as made …
PARTLY = 0.45  # … from here as partly made: said, but not plainly …
MISSED = 0.3  # … and below here as missed. What is left is a point we are not sure of.


def mark_points(
    rubric: Rubric, reading: Reading, evidence: Evidence
) -> tuple[list[PointVerdict], set[str]]:
    """One verdict for each point of the rubric, in order, and what a checker should look at."""
    verdicts: list[PointVerdict] = []
    flags: set[str] = set()
    for point, support, against in zip(
        rubric.points, evidence.support, evidence.against, strict=True
    ):
        verdict, flag = _mark(point, reading, support, against)
        verdicts.append(verdict)
        flags |= {flag} if flag else set()
    return verdicts, flags


def _mark(
    point: PreparedPoint, reading: Reading, support: Matrix, against: Matrix
) -> tuple[PointVerdict, str]:
    sentences = reading.sentences
    scale = SCALES[point.text.encoded is not None, bool(point.accept), bool(point.misconceptions)]
    stated = _affirming(point, sentences, support)
    false = _affirming_misconception(point, sentences, against)
    best, worst = int(stated.argmax()), int(false.argmax())
    strength, wrong = float(stated[best]), float(false[worst])
    p = scale.p(strength - MISCONCEPTION_PRICE * max(0.0, wrong - MISCONCEPTION_FROM))

    turned = int(support.argmax())
    if stated[turned] < support[turned] and p < MADE and support[turned] >= scale.centre:
        return _verdict(min(p, CONTRADICTED_P), "contradicted", sentences[turned]), "polarity"
    leads = wrong >= max(CONTRADICTION_FROM, strength + CONTRADICTION_LEAD)
    if leads and p < MISSED:
        return _verdict(min(p, CONTRADICTED_P), "contradicted", sentences[worst]), "misconception"
    if _is_refused(point, reading):
        p = min(p, REFUSED_P)
    return _verdict(p, _word(p), sentences[best]), ""


def _affirming(point: PreparedPoint, sentences: tuple[Sentence, ...], support: Matrix) -> Matrix:
    """The support without that of sentences which turn the point into its contrary."""
    phrases = (point.text, *point.accept, *point.reference)
    affirming = support.copy()
    for place, sentence in enumerate(sentences):
        if polarity.turns(sentence.plain, _nearest(phrases, sentence).plain):
            affirming[place] = 0.0
    return affirming


def _affirming_misconception(
    point: PreparedPoint, sentences: tuple[Sentence, ...], against: Matrix
) -> Matrix:
    """The same for misconceptions: “it is a myth that …” is no misconception."""
    if not point.misconceptions:
        return against
    affirming = against.copy()
    for place, sentence in enumerate(sentences):
        if polarity.turns(sentence.plain, _nearest(point.misconceptions, sentence).plain):
            affirming[place] = 0.0
    return affirming


def _nearest(phrases: tuple[Phrase, ...], sentence: Sentence) -> Phrase:
    """The phrase that has the largest share of its words in common with the sentence."""

    def shared(phrase: Phrase) -> float:
        stems = phrase.stems.keys()
        return len(stems & sentence.stems) / max(1, len(stems | sentence.stems))

    return max(phrases, key=shared)


def _is_refused(point: PreparedPoint, reading: Reading) -> bool:
    """Whether the form of the answer cannot make this point, however near its words are."""
    if "keyword_list" in reading.flags and not point.point.allow_list:
        return True
    shortest = min(len(phrase.stems) for phrase in (point.text, *point.accept))
    return reading.is_short and shortest >= SHORT_STEMS


def _word(p: float) -> Mark:
    if p >= MADE:
        return "made"
    if p >= PARTLY:
        return "partly"
    return "unsure" if p >= MISSED else "missed"


def _verdict(p: float, mark: Mark, sentence: Sentence) -> PointVerdict:
    if mark == "missed":
        return PointVerdict(round(p, 4), mark)
    return PointVerdict(round(p, 4), mark, sentence.start, sentence.end)
