"""A way through a tree as one reads it: what was answered, and where it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from questions.bank.study.choosing import DecisionTree

NO_WORDS = "…"
NOT_ASKED, NOT_NAMED = "a question not written yet", "a technique not written yet"


@dataclass(frozen=True)
class Told:
    """`steps`: (question, answer) from the first fork on; `end`: the technique."""

    steps: tuple[tuple[str, str], ...]
    end: str

    def __str__(self) -> str:
        return f"{' → '.join(answer for _, answer in self.steps)} → {self.end}"


def told(tree: DecisionTree, path: Sequence[str]) -> Told:
    """A way that is there. Of several answers that lead on alike, each is named."""
    forks = {fork.slug: fork for fork in tree.forks}
    ends = {leaf.slug: leaf.technique for leaf in tree.leaves}
    steps = []
    for here, there in pairwise(path):
        fork = forks[here]
        said = [one.answer or NO_WORDS for one in fork.answers if one.to == there]
        steps.append((fork.ask or NO_WORDS, " / ".join(said)))
    return Told(tuple(steps), ends.get(path[-1], "") or NOT_NAMED)


def name_of(tree: DecisionTree, slug: str) -> str:
    """What an answer leads to, as it is called; nothing where that is nowhere."""
    for fork in tree.forks:
        if fork.slug == slug:
            return fork.ask or NOT_ASKED
    for leaf in tree.leaves:
        if leaf.slug == slug:
            return leaf.technique or NOT_NAMED
    return ""
