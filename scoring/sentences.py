"""Sentences: the pieces of an answer that can be evidence, each with its place in it.

Offsets are always those of the answer as the candidate wrote it, so a page can highlight the
very words; only the copy in `plain` is rewritten for comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from scoring import wording

MAX_SENTENCES = 60  # the evidence of a longer answer is in its first sixty sentences or nowhere
LONG_SENTENCE = 42  # words; past this one vector stands for too much, so it is cut into…
PIECE = 24  # …pieces of about this many words

# A line break ends a sentence: lists are how people answer. So does . ! ? ; before white space.
BOUNDARY = re.compile(r"[.!?;]+[\"')\]]*(?=\s)|\n+")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|approx|resp|fig|eq|no|dr|al)|^\s*\d+)\.$", re.I)
BREATH = re.compile(r"(?:,|\s(?=(?:and|but|so|because|which|while|then|since|if|when|where)\b))\s*")
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Sentence:
    """One piece of an answer: `[start, end)` in the original, and its plain wording."""

    start: int
    end: int
    original: str

    @cached_property
    def plain(self) -> str:
        return wording.plain(self.original)

    @cached_property
    def words(self) -> list[str]:
        return wording.words(self.plain)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(wording.content_stems(self.plain))


def split_sentences(answer: str) -> list[Sentence]:
    """The sentences of an answer, at most MAX_SENTENCES, in order; blank pieces are left out."""
    sentences: list[Sentence] = []
    for start, end in _spans(answer):
        for first, last in _pieces(answer, start, end):
            if sentence := _trimmed(answer, first, last):
                sentences.append(sentence)
                if len(sentences) == MAX_SENTENCES:
                    return sentences
    return sentences


def _spans(answer: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for boundary in BOUNDARY.finditer(answer):
        if "\n" not in boundary[0] and ABBREVIATION.search(answer[start : boundary.end()]):
            continue
        spans.append((start, boundary.end()))
        start = boundary.end()
    spans.append((start, len(answer)))
    return spans


def _pieces(answer: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a breathless sentence where a speaker would breathe, or after PIECE words."""
    places = [start + word.start() for word in WORD.finditer(answer[start:end])]
    if len(places) <= LONG_SENTENCE:
        return [(start, end)]
    breaths = {start + breath.end() for breath in BREATH.finditer(answer[start:end])}
    pieces = []
    first, counted = start, 0
    for place in places:
        ready = counted >= PIECE or (counted >= PIECE // 2 and place in breaths)
        if ready:
            pieces.append((first, place))
            first, counted = place, 0
        counted += 1
    pieces.append((first, end))
    return pieces


def _trimmed(answer: str, start: int, end: int) -> Sentence | None:
    while start < end and answer[start].isspace():
        start += 1
    while end > start and answer[end - 1].isspace():
        end -= 1
    original = answer[start:end]
    if not any(c.isalnum() for c in original):
        return None
    return Sentence(start, end, original)
