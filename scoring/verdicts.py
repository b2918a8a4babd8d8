"""What goes in and what comes out: a key point, its mark, and the verdict on a whole answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mark = Literal["made", "partly", "unsure", "missed", "contradicted"]
Reason = Literal[
    "",
    "empty",
    "no_attempt",
    "too_short",
    "other_language",
    "off_topic",
    "prompt_copy",
    "keyword_list",
    "not_prose",
    "only_instructions",
    "no_rubric",
]

REASONS: dict[Reason, str] = {
    "": "",
    "empty": "There is no answer here to mark.",
    "no_attempt": "The answer says that you do not know, so there was nothing to mark.",
    "too_short": "The answer is too short to show any of the points.",
    "other_language": "This scorer reads English only.",
    "off_topic": "The answer does not seem to be about this question.",
    "prompt_copy": "The answer repeats the question without adding to it.",
    "keyword_list": "The answer lists terms without saying anything about them.",
    "not_prose": "The words do not form sentences that can be followed.",
    "only_instructions": "The text speaks to the marker instead of answering the question.",
    "no_rubric": "This question has no key points to mark against.",
}


@dataclass(frozen=True)
class KeyPoint:
    """One proposition an answer should make.

    `accept` holds other ways to say it, `misconceptions` false versions of it, and `allow_list`
    says that naming the terms is a full answer. A weight is above zero.
    """

    text: str
    weight: float = 1.0
    accept: Sequence[str] = ()
    misconceptions: Sequence[str] = ()
    allow_list: bool = False

    def __post_init__(self) -> None:
        if not self.weight > 0:
            raise ValueError(f"a key point's weight is above zero, not {self.weight!r}")
        # Tuples, so that a rubric can be told apart by value and prepared once.
        object.__setattr__(self, "accept", tuple(self.accept))
        object.__setattr__(self, "misconceptions", tuple(self.misconceptions))


@dataclass(frozen=True)
class PointVerdict:
    """The mark for one key point: probability that it was made, and where in the answer.

    `[start, end)` are offsets into the answer as written; both are 0 where nothing in the answer
    is evidence for or against the point.
    """

    p: float
    verdict: Mark
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Verdict:
    """The mark of one answer, 0–1, between `low` and `high` nine times in ten.

    When `abstained`, the score is 0 and `reason` is a key of REASONS. `flags` name what a person
    who checks the mark should look at, in alphabetical order.
    """

    score: float
    low: float
    high: float
    abstained: bool
    reason: Reason
    points: tuple[PointVerdict, ...]
    flags: tuple[str, ...] = ()
