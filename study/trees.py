"""A decision tree as a text to read: numbered questions, each answer with where it leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from questions.bank.study.choosing import DecisionTree, Fork, Leaf
from study.attempts import Results
from study.choosing.stands import Stand


@dataclass(frozen=True)
class Turn:
    """An answer: on to another question, or to a technique."""

    answer: str
    if_wrong: str
    step: int = 0
    leaf: Leaf | None = None


@dataclass(frozen=True)
class Step:
    number: int
    fork: Fork
    turns: list[Turn]


def steps(tree: DecisionTree) -> list[Step]:
    numbers, leaves = _numbers(tree), _leaves(tree)
    return [
        Step(
            numbers[fork.slug],
            fork,
            [
                Turn(one.answer, one.if_wrong, numbers.get(one.to, 0), leaves.get(one.to))
                for one in fork.answers
            ],
        )
        for fork in tree.forks
    ]


def shown(
    tree: DecisionTree, stands: Iterable[Stand], results: Mapping[str, Results]
) -> dict[str, object]:
    """What `study/_tree.html` is drawn from: the tree, its steps, its stories and one's results."""
    stories = [(stand, results.get(stand.key)) for stand in stands]
    return {"of": tree, "steps": steps(tree), "stories": stories}


def _numbers(tree: DecisionTree) -> dict[str, int]:
    return {fork.slug: number for number, fork in enumerate(tree.forks, start=1)}


def _leaves(tree: DecisionTree) -> dict[str, Leaf]:
    return {leaf.slug: leaf for leaf in tree.leaves}
