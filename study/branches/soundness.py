"""What a tree still lacks before anybody else may walk it, in sentences, each with its place.

A tree is sound when every technique can be reached, every way ends at one, and every story can be
walked to its own; and when each of them has its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from questions.bank.study.choosing import Answer, DecisionTree, Fork, Leaf, Scenario
from study.branches.values import (
    FORKS,
    LEAST_ANSWERS,
    LEAST_LEAVES,
    LEAVES,
    STORIES,
    ways_on,
)

# More ways are not offered to a story: nobody reads them.
MOST_WAYS = 200


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `kind` and `slug` say where; both empty, it is the tree as a whole.

    `answer`: the number of the answer it is about, from 0.
    """

    words: str
    kind: str = ""
    slug: str = ""
    answer: int | None = None


def problems(tree: DecisionTree) -> list[Problem]:
    """Everything that keeps a tree from being sound, in its order; empty for a sound one."""
    reached, back = reachable(tree), closing(tree)
    found = list(_of_the_whole(tree))
    for fork in tree.forks:
        found += _of_a_fork(tree, fork, reached, back)
    ends = {story.path[-1] for story in tree.scenarios if walkable(tree, story.path)}
    for leaf in tree.leaves:
        found += _of_a_leaf(leaf, reached, ends)
    for story in tree.scenarios:
        found += _of_a_story(tree, story)
    return found


def _of_the_whole(tree: DecisionTree) -> Iterator[Problem]:
    if not tree.forks:
        yield Problem("There is no question yet. A tree begins with one.")
    if len(tree.leaves) < LEAST_LEAVES:
        there = "one technique" if tree.leaves else "no technique"
        yield Problem(f"It has {there} so far; with two at least there is something to choose.")


def _of_a_fork(
    tree: DecisionTree, fork: Fork, reached: set[str], back: set[tuple[str, str]]
) -> Iterator[Problem]:
    def here(words: str, answer: int | None = None) -> Problem:
        return Problem(words, FORKS, fork.slug, answer)

    if fork.slug not in reached:
        yield here("No way from the first question leads here.")
    if not fork.ask:
        yield here("It asks nothing yet.")
    if not fork.why:
        yield here("It does not say yet what hangs on it.")
    if len(fork.answers) < LEAST_ANSWERS:
        there = "one answer" if fork.answers else "no answer"
        yield here(f"It has {there} so far and needs two at least.")
    for number, answer in enumerate(fork.answers):
        for words in _of_an_answer(tree, fork, answer, back):
            yield here(words, number)


def _of_an_answer(
    tree: DecisionTree, fork: Fork, answer: Answer, back: set[tuple[str, str]]
) -> Iterator[str]:
    there = {one.slug for one in (*tree.forks, *tree.leaves)}
    if not answer.answer:
        yield "This answer says nothing yet."
    if not answer.to:
        yield "This answer leads nowhere yet."
    elif answer.to not in there:
        yield "This answer leads nowhere: what it led to has been taken out."
    elif answer.to == fork.slug:
        yield "This answer leads back to its own question."
    elif (fork.slug, answer.to) in back:
        yield "This answer leads back to a question on the way here: one would walk in a circle."
    if not answer.if_wrong:
        yield "Nothing is said to whoever takes this answer wrongly."


def _of_a_leaf(leaf: Leaf, reached: set[str], ends: set[str]) -> Iterator[Problem]:
    def here(words: str) -> Problem:
        return Problem(words, LEAVES, leaf.slug)

    if leaf.slug not in reached:
        yield here("No answer leads to this technique from the first question on.")
    if not leaf.technique:
        yield here("The technique has no name yet.")
    if not leaf.because:
        yield here("It does not say yet why it fits.")
    if not leaf.needs:
        yield here("It does not say yet what it needs.")
    if leaf.slug not in ends:
        yield here("No story ends here yet.")


def _of_a_story(tree: DecisionTree, story: Scenario) -> Iterator[Problem]:
    def here(words: str) -> Problem:
        return Problem(words, STORIES, story.slug)

    if not story.story:
        yield here("The story is not told yet.")
    if not story.justify:
        yield here("It has no good reason yet to compare with one's own.")
    if not story.path:
        yield here("It has no way through the tree yet.")
    elif not walkable(tree, story.path):
        yield here("Its way is no longer there. Choose another.")


def reachable(tree: DecisionTree) -> set[str]:
    """Forks and leaves that a way from the first fork comes to, the first among them."""
    ways = ways_on(tree)
    left = [fork.slug for fork in tree.forks[:1]]
    reached: set[str] = set()
    while left:
        slug = left.pop()
        if slug not in reached:
            reached.add(slug)
            left += ways.get(slug, [])
    return reached


def closing(tree: DecisionTree) -> set[tuple[str, str]]:
    """The steps (from, to) that close a circle. Without them every way goes on or ends."""
    return _gone_through(tree)[1]


def in_order(tree: DecisionTree) -> tuple[Fork, ...]:
    """Its forks so that ways lead only down, as far as they can; the first stays the first, and
    what it does not lead to comes last."""
    order, _ = _gone_through(tree)
    forks = {fork.slug: fork for fork in tree.forks}
    return tuple(forks[slug] for slug in order)


def _gone_through(tree: DecisionTree) -> tuple[list[str], set[tuple[str, str]]]:
    """Depth first: the forks with each before those it leads to, and the steps back."""
    ways = ways_on(tree)
    done: list[str] = []
    back: set[tuple[str, str]] = set()
    open_now: set[str] = set()

    def go(slug: str) -> None:
        open_now.add(slug)
        # From the last answer on, so that the first one's ways come out first.
        for to in reversed(ways[slug]):
            if to not in ways:
                continue  # a leaf
            if to in open_now:
                back.add((slug, to))
            elif to not in done:
                go(to)
        open_now.discard(slug)
        done.append(slug)

    groups: list[list[str]] = []
    for fork in tree.forks:
        if fork.slug not in done:
            before = len(done)
            go(fork.slug)
            groups.append(done[before:][::-1])
    return [slug for group in groups for slug in group], back


def walkable(tree: DecisionTree, path: Sequence[str]) -> bool:
    """Whether a way (slugs) begins at the first fork, is led by answers and ends at a leaf."""
    if len(path) < 2 or not tree.forks or path[0] != tree.forks[0].slug:
        return False
    ways = ways_on(tree)
    steps = pairwise(path)
    return all(there in ways.get(here, ()) for here, there in steps) and any(
        leaf.slug == path[-1] for leaf in tree.leaves
    )


def ways(tree: DecisionTree, most: int = MOST_WAYS) -> list[tuple[str, ...]]:
    """The ways from the first fork to a leaf, at most so many; none goes in a circle."""
    back, leaves = closing(tree), {leaf.slug for leaf in tree.leaves}
    onward = {
        here: [to for to in tos if (here, to) not in back] for here, tos in ways_on(tree).items()
    }
    ending = set(leaves)
    # Each fork stands before those it leads to, so from the last on all is known.
    for fork in reversed(in_order(tree)):
        if ending.intersection(onward[fork.slug]):
            ending.add(fork.slug)

    def go(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if path[-1] in leaves:
            yield path
            return
        for to in onward[path[-1]]:
            if to in ending:
                yield from go((*path, to))

    first = [fork.slug for fork in tree.forks[:1] if fork.slug in ending]
    return list(islice(go((first[0],)), most)) if first else []
