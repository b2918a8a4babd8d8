"""Every change of a tree, as a function from one tree to the next. None of them raises.

What a change would break stays and is told (`study.branches.soundness`): an answer whose question
has been taken out keeps where it led, so that putting the question back mends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from questions.bank.study.choosing import DecisionTree, Fork, Leaf, Scenario
from questions.bank.study.values import MOST_SLUG
from study.branches.soundness import in_order
from study.branches.values import (
    CALLED,
    FORKS,
    KINDS,
    LEAVES,
    MOST,
    MOST_ANSWERS,
    STORIES,
    Part,
    as_json,
    from_json,
    part_of,
    slugs,
)

# Where an answer leads that asks for something new. No slug has a colon.
NEW_FORK, NEW_LEAF = ":question", ":technique"
_NEW = {NEW_FORK: FORKS, NEW_LEAF: LEAVES}
# The keys under which a change keeps what it was, beside those of the parts.
FIRST, CALLED_SO = "first", "called"


def blank(kind: str, slug: str) -> Part:
    if kind == FORKS:
        return Fork(line=0, slug=slug, ask="", why="", answers=())
    if kind == LEAVES:
        return Leaf(line=0, slug=slug, technique="", because="", needs="", questions=())
    return Scenario(line=0, slug=slug, story="", path=(), justify="")


def free_slug(tree: DecisionTree, kind: str, stamp: str) -> str:
    """A name for something new. `stamp` is another one each time, so that none is used again: what
    people wrote about a story that is gone would otherwise stand beside another one."""
    taken, name, more = slugs(tree), f"{CALLED[kind]}-{stamp}", 1
    while name in taken:
        more += 1
        name = f"{CALLED[kind]}-{stamp}-{more}"
    return name


def put(tree: DecisionTree, kind: str, part: Part, *, place: int | None = None) -> DecisionTree:
    """Keep a part: in its place, or as a new one at the end (or at `place`). A name that another
    kind has is not taken."""
    rows = list(getattr(tree, kind))
    for number, one in enumerate(rows):
        if one.slug == part.slug:
            rows[number] = part
            break
    else:
        if part.slug in slugs(tree) or len(part.slug) > MOST_SLUG:
            return tree
        rows.insert(len(rows) if place is None else place, part)
    return _settled(replace(tree, **{kind: tuple(rows)}))


def put_fork(tree: DecisionTree, fork: Fork, *, stamp: str) -> tuple[DecisionTree, list[Part]]:
    """Keep a question and make, empty, what its answers lead to anew; also what was made."""
    made: list[Part] = []
    answers = []
    tree = put(tree, FORKS, fork)  # before what it leads to: the first question stays the first
    for answer in fork.answers:
        if kind := _NEW.get(answer.to):
            new = blank(kind, free_slug(tree, kind, stamp))
            tree = put(tree, kind, new)
            made.append(new)
            answer = replace(answer, to=new.slug)
        answers.append(answer)
    return put(tree, FORKS, replace(fork, answers=tuple(answers))), made


def says_the_same(now: Part | None, typed: Part) -> bool:
    """Whether a part was kept as it is typed: what was asked for anew is there by now."""
    if isinstance(now, Fork) and isinstance(typed, Fork) and len(now.answers) == len(typed.answers):
        pairs = zip(typed.answers, now.answers, strict=True)
        answers = (replace(one, to=had.to) if one.to in _NEW else one for one, had in pairs)
        typed = replace(typed, answers=tuple(answers))
    return now == typed


def without(tree: DecisionTree, kind: str, slug: str) -> DecisionTree:
    """Take a part out. What led to it is left as it is."""
    rows = tuple(one for one in getattr(tree, kind) if one.slug != slug)
    return _settled(replace(tree, **{kind: rows}))


def with_first(tree: DecisionTree, slug: str) -> DecisionTree:
    """Begin at another question."""
    first = part_of(tree, FORKS, slug)
    if first is None:
        return tree
    rest = [fork for fork in tree.forks if fork.slug != slug]
    return _settled(replace(tree, forks=(first, *rest)))


def called(tree: DecisionTree, title: str, description: str) -> DecisionTree:
    return replace(tree, title=title, description=description)


def moved(fork: Fork, number: int, by: int) -> Fork:
    """An answer (from 0) some places further down, or up; beyond the ends nothing happens."""
    answers, to = list(fork.answers), number + by
    if 0 <= number < len(answers) and 0 <= to < len(answers):
        answers.insert(to, answers.pop(number))
    return replace(fork, answers=tuple(answers))


def without_answer(fork: Fork, number: int) -> Fork:
    kept = (one for place, one in enumerate(fork.answers) if place != number)
    return replace(fork, answers=tuple(kept))


def why_too_much(tree: DecisionTree) -> str | None:
    """Why a tree cannot be kept as large as this, or nothing."""
    for kind, most in MOST.items():
        if len(getattr(tree, kind)) > most:
            named = {FORKS: "questions", LEAVES: "techniques", STORIES: "stories"}[kind]
            return f"A tree has {most} {named} at most. Take one out first."
    if any(len(fork.answers) > MOST_ANSWERS for fork in tree.forks):
        return f"A question has {MOST_ANSWERS} answers at most."
    return None


def changed(old: DecisionTree, new: DecisionTree) -> dict[str, Any]:
    """{key: what it was}, for all that differs: a part with its place, nothing for a new one."""
    before: dict[str, Any] = {}
    for kind in KINDS:
        was = {one.slug: (place, one) for place, one in enumerate(getattr(old, kind))}
        now = {one.slug: one for one in getattr(new, kind)}
        for slug in {**was, **now}:
            place, one = was.get(slug, (0, None))
            if now.get(slug) != one:
                before[f"{kind}|{slug}"] = None if one is None else [place, as_json(one)]
    if old.forks and new.forks and old.forks[0].slug != new.forks[0].slug:
        before[FIRST] = old.forks[0].slug
    if (old.title, old.description) != (new.title, new.description):
        before[CALLED_SO] = [old.title, old.description]
    return before


def put_back(tree: DecisionTree, before: Mapping[str, Any]) -> DecisionTree:
    """What `changed` kept, as it was again; all else stays as it is now."""
    for key, was in before.items():
        kind, _, slug = key.partition("|")
        if key == CALLED_SO:
            tree = called(tree, *was)
        elif kind in KINDS and was is None:
            tree = without(tree, kind, slug)
        elif kind in KINDS:
            place, said = was
            tree = put(tree, kind, from_json(kind, said), place=place)
    return with_first(tree, before[FIRST]) if FIRST in before else tree


def _settled(tree: DecisionTree) -> DecisionTree:
    return replace(tree, forks=in_order(tree))
