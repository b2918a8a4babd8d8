"""A tree as its owner sees it: every question under the answer that leads to it, with what is
wanting beside the place it is wanting at."""

from __future__ import annotations

from dataclasses import dataclass, field

from questions.bank.study.choosing import Answer, DecisionTree, Fork, Leaf, Scenario
from study.branches.soundness import Problem, in_order, problems, reachable, walkable
from study.branches.values import CALLED, FORKS, LEAVES, STORIES
from study.choosing.sentences import Told, told


@dataclass
class Branch:
    """An answer, and what comes next. `line` where the next question stands here; where it stands
    elsewhere (`again`) only its number; `leaf` at an end; none of them: nowhere."""

    answer: Answer
    number: int
    problems: list[Problem]
    line: Line | None = None
    again: int = 0
    leaf: Leaf | None = None


@dataclass
class Line:
    """A question with its number, its answers, and what it lacks itself."""

    fork: Fork
    number: int
    problems: list[Problem]
    branches: list[Branch] = field(default_factory=list)


@dataclass(frozen=True)
class End:
    """A technique, and how many stories end at it."""

    leaf: Leaf
    problems: list[Problem]
    stories: int


@dataclass(frozen=True)
class Tale:
    """A story, and its way where it is there."""

    story: Scenario
    problems: list[Problem]
    way: Told | None


class Outline:
    """`first`: the question it begins at; `loose`: questions that no way leads to, each with what
    hangs on it; `whole`: what is wanting of the tree itself."""

    def __init__(self, tree: DecisionTree) -> None:
        self.tree = tree
        self.problems = problems(tree)
        self._at: dict[tuple[str, str, int | None], list[Problem]] = {}
        for one in self.problems:
            self._at.setdefault((one.kind, one.slug, one.answer), []).append(one)
        self._forks = {fork.slug: fork for fork in tree.forks}
        self._leaves = {leaf.slug: leaf for leaf in tree.leaves}
        order = in_order(tree)
        self.numbers = {fork.slug: number for number, fork in enumerate(order, start=1)}
        self._shown: set[str] = set()
        self.first = self._line(order[0].slug) if order else None
        reached = reachable(tree)
        self.loose = [
            self._line(fork.slug)
            for fork in order
            if fork.slug not in reached and fork.slug not in self._shown
        ]
        self.whole = self._of("", "")
        ends = [story.path[-1] for story in tree.scenarios if walkable(tree, story.path)]
        self.ends = [
            End(leaf, self._of(LEAVES, leaf.slug), ends.count(leaf.slug)) for leaf in tree.leaves
        ]
        self.stories = [
            Tale(
                story,
                self._of(STORIES, story.slug),
                told(tree, story.path) if walkable(tree, story.path) else None,
            )
            for story in tree.scenarios
        ]

    @property
    def open_stories(self) -> list[Tale]:
        return [tale for tale in self.stories if tale.problems]

    @property
    def whole_stories(self) -> list[Tale]:
        return [tale for tale in self.stories if not tale.problems]

    @property
    def begin_with(self) -> str:
        """The place of the first problem that has one, as the page names it; nothing otherwise."""
        of = next((one for one in self.problems if one.kind), None)
        return f"{CALLED[of.kind]}-{of.slug}" if of else ""

    @property
    def is_sound(self) -> bool:
        return not self.problems

    def _of(self, kind: str, slug: str, answer: int | None = None) -> list[Problem]:
        return self._at.get((kind, slug, answer), [])

    def _line(self, slug: str) -> Line:
        """The question and all below it; one that stands somewhere already is not shown twice."""
        self._shown.add(slug)
        fork = self._forks[slug]
        line = Line(fork, self.numbers[slug], self._of(FORKS, slug))
        for number, answer in enumerate(fork.answers):
            branch = Branch(answer, number, self._of(FORKS, slug, number))
            branch.leaf = self._leaves.get(answer.to)
            if answer.to in self._forks and answer.to not in self._shown:
                branch.line = self._line(answer.to)
            elif answer.to in self._forks:
                branch.again = self.numbers[answer.to]
            line.branches.append(branch)
        return line


def unwritten(tree: DecisionTree, *, but: str = "") -> list[tuple[str, str]]:
    """(kind, slug) of questions and techniques that were made and have no word yet."""
    forks = [(FORKS, one.slug) for one in tree.forks if not (one.ask or one.why or one.answers)]
    leaves = [
        (LEAVES, one.slug) for one in tree.leaves if not (one.technique or one.because or one.needs)
    ]
    return [(kind, slug) for kind, slug in (*forks, *leaves) if slug != but]
