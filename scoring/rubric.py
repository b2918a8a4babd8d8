"""A rubric made ready for comparing: every phrase of every key point, weighed and encoded.

What a point shares with the question or with the other points of the same question says little
about whether *this* point was made: in a question on regularisation every sentence has “weights”
and “penalty”. So a word counts less the more of the points use it, and less if the question did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring import wording
from scoring.bert import Floats
from scoring.encoder import Encoded, Encoder
from scoring.verdicts import KeyPoint

QUESTION_TOKEN = 0.5  # what a token that the question uses still tells, beside a new one
QUESTION_STEM = 0.0  # a new-word recall counts new words only


@dataclass(frozen=True)
class Phrase:
    """One way to say, or to get wrong, a key point: its words and tokens with their weights."""

    plain: str
    stems: dict[str, float]
    encoded: Encoded | None
    weights: Floats | None  # of the encoded tokens, adjusted to this rubric


@dataclass(frozen=True)
class PreparedPoint:
    """A key point with its phrases. `reference` is how the model answer puts it, where known."""

    point: KeyPoint
    text: Phrase
    accept: tuple[Phrase, ...]
    misconceptions: tuple[Phrase, ...]
    reference: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Rubric:
    points: tuple[PreparedPoint, ...]
    weighing: Weighing


def prepare(question: str, key_points: Sequence[KeyPoint], encoder: Encoder | None) -> Rubric:
    """Weigh and encode every phrase of a rubric."""
    asked = wording.plain(question)
    plains = {
        text: wording.plain(text)
        for point in key_points
        for text in (point.text, *point.accept, *point.misconceptions)
    }
    encoded: dict[str, Encoded] = {}
    if encoder is not None:
        texts = list(dict.fromkeys([asked, *plains.values()]))
        encoded = dict(zip(texts, encoder.encode(texts), strict=True))
    weighing = Weighing(asked, [plains[point.text] for point in key_points], encoded)
    phrases = {text: weighing.phrase(plain, encoded.get(plain)) for text, plain in plains.items()}
    points = tuple(
        PreparedPoint(
            point,
            text=phrases[point.text],
            accept=tuple(phrases[text] for text in point.accept),
            misconceptions=tuple(phrases[text] for text in point.misconceptions),
        )
        for point in key_points
    )
    return Rubric(points, weighing)


class Weighing:
    """How much a word or token tells, given the question and all its key points."""

    def __init__(self, asked: str, statements: list[str], encoded: dict[str, Encoded]) -> None:
        self.question_stems = frozenset(wording.content_stems(asked))
        self._points_with_stem = Counter(
            stem for plain in statements for stem in set(wording.content_stems(plain))
        )
        self._question_tokens = frozenset(encoded[asked].ids) if encoded else frozenset()
        self._points_with_token = Counter(
            token for plain in statements if encoded for token in set(encoded[plain].ids)
        )

    def phrase(self, plain: str, encoded: Encoded | None) -> Phrase:
        return Phrase(
            plain=plain,
            stems=self._stem_weights(plain),
            encoded=encoded,
            weights=None if encoded is None else self._token_weights(encoded),
        )

    def _stem_weights(self, plain: str) -> dict[str, float]:
        stems = dict.fromkeys(wording.content_stems(plain), 1.0)
        weights = {
            stem: (QUESTION_STEM if stem in self.question_stems else 1.0)
            / max(1, self._points_with_stem[stem])
            for stem in stems
        }
        # A phrase wholly in the question's words still has to be recalled somehow.
        return weights if any(weights.values()) else stems

    def _token_weights(self, encoded: Encoded) -> Floats:
        adjusted = [
            (QUESTION_TOKEN if token in self._question_tokens else 1.0)
            / max(1, self._points_with_token[token])
            for token in encoded.ids
        ]
        weights: Floats = encoded.weights * np.asarray(adjusted, dtype=np.float32)
        return weights
