"""Polarity: does a sentence say a thing, deny it, or say its opposite?

Nearness in meaning cannot tell “L2 gives exact zeros” from “L2 never gives exact zeros”: the
words are the same. These rules read the few words that turn a sentence round. They are used only
where the sentence otherwise says nearly what the key point says; applied to every sentence they
do more harm than good, because honest answers negate all the time (“so it is not linear”).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from scoring import wording

# “It is not true that …”, “… is a myth”: the sentence as a whole is denied. “It is wrong to report
# accuracy here” denies nothing, so the form must end the sentence or introduce a statement.
DENIAL = re.compile(
    r"""\b(?:
        (?:not|never|hardly)\s+(?:at\s+all\s+|really\s+|actually\s+)?(?:true|correct|the\s+case)\b
      | (?:is|are|it's)\s+(?:just\s+|simply\s+|completely\s+|plain\s+|plainly\s+)?
        (?:false|untrue|incorrect|wrong|(?:a\s+)?(?:common\s+)?(?:myth|fallacy|misconception))
        (?:\s+(?:that|to\s+(?:say|think|claim|believe|assume)\s+that)\b|\W*$)
      | (?:a|the|common|popular)\s+(?:myth|fallacy|misconception)\s+(?:is\s+)?that
      | contrary\s+to\s+(?:popular\s+)?(?:belief|opinion)
      | (?:wrongly|falsely|mistakenly|incorrectly)\s+(?:think|say|claim|believe|assume)s?
      | (?:disagree|do\s+not\s+(?:think|believe|agree))\s+(?:with\s+the\s+claim\s+)?that
    )""",
    re.VERBOSE,
)

NEGATION = re.compile(
    r"\b(?:not|no|never|none|nothing|nor|neither|without|hardly|cannot|nobody|"
    r"fails?\s+to|failed\s+to|lacks?|instead\s+of|rather\s+than|far\s+from)\b"
)
# “Not only x but y” affirms both; “no matter” and “not just” negate nothing.
NO_NEGATION = re.compile(r"\b(?:not\s+(?:only|just|merely|simply)|no\s+matter|nothing\s+but)\b")

NEAR_COPY = 0.6  # share of all the content words of two statements that they have in common

# Words that turn a statement round when one stands in the other's place.
OPPOSITES: tuple[tuple[str, str], ...] = (
    ("increase rise grow raise rises grows raises growing rising",
     "decrease fall shrink reduce lower falls shrinks drops drop shrinking falling lowers"),
    ("high higher highest larger large largest bigger big greater",
     "low lower lowest smaller small smallest tiny"),
    ("more", "less fewer"),
    ("faster fast quicker", "slower slow"),
    ("better improves improve", "worse hurts harms degrade"),
    ("maximise maximum max", "minimise minimum min"),
    ("positive", "negative"),
    ("linear linearly", "quadratic quadratically exponential exponentially"),
    ("logarithmic", "exponential linear"),
    ("convex", "nonconvex concave"),
    ("before", "after"),
    ("overfit overfitting overfits", "underfit underfitting underfits"),
    ("training train", "test testing inference"),
    ("sparse", "dense"),
    ("dependent correlated depends", "independent uncorrelated"),
    ("stable", "unstable"),
    ("biased", "unbiased"),
    ("supervised labelled labels", "unsupervised unlabelled"),
    ("deterministic", "random stochastic"),
    ("discrete", "continuous"),
    ("always every all", "never none"),
    ("exact exactly", "approximate approximates approximation approximately"),
    ("same identical equal", "different unequal"),
    ("precision", "recall"),
    ("encoder", "decoder"),
    ("global", "local"),
    ("symmetric", "asymmetric"),
    ("necessary", "sufficient"),
    ("add adds added sum", "subtract subtracts product multiply"),
    ("multiply multiplies", "divide divides"),
    ("strong stronger strongly", "weak weaker weakly"),
    ("wide wider", "narrow narrower"),
    ("deep deeper", "shallow shallower"),
    ("cheap cheaper", "expensive costly"),
    ("parallel", "sequential sequentially"),
    ("keep keeps retain", "remove removes discard discards drop"),
    ("vanish vanishes vanishing", "explode explodes exploding"),
    ("generator", "discriminator"),
    ("forward", "backward"),
    ("l1 lasso", "l2 ridge"),
    ("gaussian normal", "laplace uniform"),
    ("upper", "lower"),
    ("row rows", "column columns"),
    ("early earlier", "late later"),
    ("constant fixed unchanged", "varying changing"),
)  # fmt: skip


def _sides() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    def stems(side: str) -> frozenset[str]:
        return frozenset(wording.stem(word) for word in side.split())

    there = [(stems(one), stems(other)) for one, other in OPPOSITES]
    return tuple(there + [(other, one) for one, other in there])


SIDES = _sides()


@lru_cache(maxsize=2_000)
def is_denied(plain_text: str) -> bool:
    """Whether the sentence says that what it states is untrue."""
    return DENIAL.search(plain_text) is not None


@lru_cache(maxsize=2_000)
def is_negative(plain_text: str) -> bool:
    """Whether the statement comes out negative: an odd number of negations, a denial being one."""
    stated, denials = DENIAL.subn(" ", plain_text)
    return (denials + len(NEGATION.findall(NO_NEGATION.sub(" ", stated)))) % 2 == 1


def opposites(statement: Collection[str], sentence: Collection[str]) -> int:
    """How many words of `statement` the sentence replaces by their opposite (both as stems)."""
    stated, said = frozenset(statement), frozenset(sentence)
    return sum(
        bool(stated & here and said & there) and not stated & there and not said & here
        for here, there in SIDES
    )


def turns(plain_sentence: str, plain_statement: str) -> bool:
    """Whether the sentence says nearly the statement's words and yet the contrary.

    True for a denial of the statement, and for a near-copy with the other polarity or with a word
    replaced by its opposite. Everything else is left to the rest of the scorer.
    """
    differs = is_negative(plain_sentence) != is_negative(plain_statement)
    if is_denied(plain_sentence) and differs:
        return True
    said, stated = _content(plain_sentence), _content(plain_statement)
    swapped = opposites(stated, said)
    shared, every = len(said & stated) + swapped, len(said | stated) - swapped
    return bool(every) and shared / every >= NEAR_COPY and (differs or swapped > 0)


@lru_cache(maxsize=2_000)
def _content(plain_text: str) -> frozenset[str]:
    return frozenset(wording.content_stems(plain_text))
