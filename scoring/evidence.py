"""Evidence: how strongly each sentence of an answer supports each way to say a key point.

The strength of a phrase in a sentence is its soft token recall (for each token of the phrase, the
nearest token of the sentence, weighted by how much the token tells) plus a share of its plain
word recall. Two neighbouring sentences may carry a proposition together, a little less firmly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.encoder import Encoded, Encoder
from scoring.lexical import nearest
from scoring.rubric import Phrase, Rubric
from scoring.sentences import Sentence, split_sentences

Matrix = NDArray[np.float64]

WORD_SHARE = 0.5  # of the plain word recall, beside a soft recall that counts whole
PAIR_PRICE = 0.1  # what it costs to be said over two sentences
TEXT_SHARE = 0.3  # the statement itself, beside the best of it and its accepted phrasings
LINK = 0.6  # strength from which a sentence of the model answer is taken to make a point
SIBLING_SHARE = 0.5  # of the lead by which a sentence fits another point better


@dataclass(frozen=True)
class AnswerText:
    """The sentences of an answer that may be evidence, with their vectors where there are any."""

    sentences: tuple[Sentence, ...]
    encoded: tuple[Encoded, ...]

    @classmethod
    def read(cls, sentences: Sequence[Sentence], encoder: Encoder | None) -> AnswerText:
        plains = [sentence.plain for sentence in sentences]
        return cls(tuple(sentences), tuple(encoder.encode(plains)) if encoder else ())


@dataclass(frozen=True)
class Evidence:
    """Strength, 0 to 1.5, of every sentence (columns) for and against every point (rows)."""

    support: Matrix  # after sentences have been given to the point they fit best
    against: Matrix  # the strongest misconception of the point; 0 where it has none

    @classmethod
    def weigh(cls, rubric: Rubric, answer: AnswerText) -> Evidence:
        blank = np.zeros(len(answer.sentences))
        support, against = [], []
        for point in rubric.points:
            text = strengths(point.text, answer)
            others = (*point.accept, *point.reference)
            best = np.max([text, *(strengths(phrase, answer) for phrase in others)], axis=0)
            support.append(TEXT_SHARE * text + (1 - TEXT_SHARE) * best)
            false = [strengths(phrase, answer) for phrase in point.misconceptions]
            against.append(np.max([blank, *false], axis=0))
        return cls(_shared_out(np.array(support)), np.array(against))


def with_reference(rubric: Rubric, reference: str, encoder: Encoder | None) -> Rubric:
    """Let the sentence of the model answer that makes a point stand as one more way to say it.

    Where no sentence makes the point clearly (LINK) the point stays as it is: a wrong link would
    give credit for a neighbouring point.
    """
    answer = AnswerText.read(split_sentences(reference), encoder)
    if not answer.sentences or not rubric.points:
        return rubric
    support = Evidence.weigh(rubric, answer).support
    points = []
    for point, row in zip(rubric.points, support, strict=True):
        place = int(row.argmax())
        if row[place] >= LINK:
            encoded = answer.encoded[place] if answer.encoded else None
            phrase = rubric.weighing.phrase(answer.sentences[place].plain, encoded)
            point = replace(point, reference=(phrase,))
        points.append(point)
    return replace(rubric, points=tuple(points))


def strengths(phrase: Phrase, answer: AnswerText) -> Matrix:
    """How strongly each sentence, alone or with a neighbour, says the phrase."""
    words = _wording(phrase, answer)
    meaning = _meaning(phrase, answer) or words
    alone = meaning.recall() + WORD_SHARE * words.recall()
    paired = meaning.paired_recall() + WORD_SHARE * words.paired_recall() - PAIR_PRICE
    for first, together in enumerate(paired):
        # The stronger of the two is the place to point at.
        place = first if alone[first] >= alone[first + 1] else first + 1
        alone[place] = max(alone[place], together)
    return alone


def _wording(phrase: Phrase, answer: AnswerText) -> _Alignment:
    """Each content word of the phrase beside its nearest word in each sentence."""
    alike = [[nearest(stem, s.stems) for s in answer.sentences] for stem in phrase.stems]
    shape = len(phrase.stems), len(answer.sentences)
    return _Alignment(np.array(alike, dtype=float).reshape(shape), _column(phrase.stems.values()))


def _meaning(phrase: Phrase, answer: AnswerText) -> _Alignment | None:
    """Each telling token of the phrase beside its nearest token in each sentence."""
    if phrase.encoded is None or phrase.weights is None or not answer.encoded:
        return None
    vectors = phrase.encoded.vectors
    nearness = [
        (vectors @ sentence.vectors.T).max(axis=1, initial=0.0) for sentence in answer.encoded
    ]
    return _Alignment(np.array(nearness, dtype=float).T, _column(phrase.weights))


def _column(weights: Iterable[float]) -> Matrix:
    return np.fromiter(weights, dtype=float)


@dataclass(frozen=True)
class _Alignment:
    """How near each part of a phrase (rows) comes in each sentence (columns), 0–1."""

    parts: Matrix
    weights: Matrix

    def recall(self) -> Matrix:
        return self._weighted(self.parts)

    def paired_recall(self) -> Matrix:
        """The same for each sentence together with the next: one column fewer."""
        return self._weighted(np.maximum(self.parts[:, :-1], self.parts[:, 1:]))

    def _weighted(self, parts: Matrix) -> Matrix:
        total = self.weights.sum()
        recall: Matrix = self.weights @ parts / total if total else np.zeros(parts.shape[-1])
        return recall


def _shared_out(support: Matrix) -> Matrix:
    """Take from a point the sentences that fit one of its siblings better."""
    if len(support) < 2:
        return support
    shared = support.copy()
    for row in range(len(support)):
        lead = np.delete(support, row, axis=0).max(axis=0) - support[row]
        shared[row] -= SIBLING_SHARE * np.maximum(0.0, lead)
    return shared
