"""Walking a decision tree through a story, fork by fork.

A wrong turn does not end the walk: it is told why it does not fit, and another way can be tried.
What was chosen is a list of answers' numbers, from 0, wrong ones too; the address carries it.
"""

from dataclasses import dataclass
from functools import cached_property

from questions.bank.study.choosing import Answer, DecisionTree, Fork, Leaf, Scenario

# No tree is deeper, and every fork can be got wrong a few times.
MOST_TURNS = 48


@dataclass(frozen=True)
class Passed:
    """A fork with what was tried there: wrong answers in their order, and the one that leads on."""

    fork: Fork
    wrong: tuple[Answer, ...]
    right: Answer | None

    @property
    def is_clean(self) -> bool:
        return self.right is not None and not self.wrong


@dataclass(frozen=True)
class Walk:
    tree: DecisionTree
    story: Scenario
    turns: tuple[int, ...]
    passed: tuple[Passed, ...]

    @property
    def here(self) -> Passed | None:
        """Where the walk stands; None when it is at its end."""
        last = self.passed[-1]
        return last if last.right is None else None

    @cached_property
    def leaf(self) -> Leaf | None:
        if self.here:
            return None
        return next(leaf for leaf in self.tree.leaves if leaf.slug == self.story.path[-1])

    @property
    def done(self) -> tuple[Passed, ...]:
        return tuple(one for one in self.passed if one.right)

    @property
    def score(self) -> float:
        """The share of forks that were right at once, 0–1, of all on the way."""
        return sum(one.is_clean for one in self.passed) / (len(self.story.path) - 1)

    @property
    def choices(self) -> list[tuple[Answer, str, bool]]:
        """The answers of the fork where the walk stands, each with the turns that taking it makes,
        and whether it has been tried."""
        if self.here is None:
            return []
        return [
            (answer, written((*self.turns, number)), answer in self.here.wrong)
            for number, answer in enumerate(self.here.fork.answers)
        ]


def written(turns: tuple[int, ...]) -> str:
    """As it stands in the address: “1.0.2”."""
    return ".".join(str(turn) for turn in turns)


def read(text: str) -> tuple[int, ...]:
    """The other way round. ValueError for what nobody could have chosen."""
    turns = tuple(int(part) for part in text.split(".")) if text else ()
    if len(turns) > MOST_TURNS or written(turns) != text:
        raise ValueError("not a way through a tree")
    return turns


def walk(tree: DecisionTree, story: Scenario, turns: tuple[int, ...]) -> Walk:
    """The story as far as these turns lead. ValueError for a turn that no fork has, or one after
    the end."""
    forks = {fork.slug: fork for fork in tree.forks}
    passed: list[Passed] = []
    left = list(turns)
    for slug, wanted in zip(story.path, story.path[1:], strict=False):
        fork, wrong, right = forks[slug], [], None
        while left and right is None:
            number = left.pop(0)
            if not 0 <= number < len(fork.answers):
                raise ValueError("no such answer")
            answer = fork.answers[number]
            if answer.to == wanted:
                right = answer
            elif answer not in wrong:
                wrong.append(answer)
        passed.append(Passed(fork, tuple(wrong), right))
        if right is None:
            break
    if left:
        raise ValueError("the way is over already")
    return Walk(tree, story, turns, tuple(passed))
