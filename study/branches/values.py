"""A tree of somebody's own as a value: the records of the content, whether complete or not.

A draft may lack any word and any way; only the lengths of the records and the numbers below hold.
Nothing here knows rows, requests or Django.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from questions.bank.study.choosing import Answer, DecisionTree, Fork, Leaf, Scenario
from questions.bank.study.values import rules_of

Part = Fork | Leaf | Scenario
# What a tree is made of; each kind is a field of `DecisionTree`.
FORKS, LEAVES, STORIES = "forks", "leaves", "scenarios"
KINDS: Final = {FORKS: Fork, LEAVES: Leaf, STORIES: Scenario}

# The longest way is walked with every wrong answer tried: 12 forks of 4 answers are the 48 turns
# that an address holds (`study.choosing.stories.MOST_TURNS`).
MOST = {FORKS: 12, LEAVES: 24, STORIES: 40}
LEAST_ANSWERS, MOST_ANSWERS = 2, 4
LEAST_LEAVES = 2
MOST_QUESTIONS = 12
CALLED = {FORKS: "question", LEAVES: "technique", STORIES: "story"}


def longest(record: type, field: str) -> int:
    """The characters a field of the records may have."""
    return rules_of(record)[field].most


def part_of(tree: DecisionTree, kind: str, slug: str) -> Part | None:
    return next((one for one in getattr(tree, kind) if one.slug == slug), None)


def slugs(tree: DecisionTree) -> set[str]:
    """Every name that is taken: an answer leads to a fork or a leaf by its name alone."""
    return {one.slug for kind in KINDS for one in getattr(tree, kind)}


def ways_on(tree: DecisionTree) -> dict[str, list[str]]:
    """{fork: where its answers lead, each once, in their order}; what leads nowhere is left out."""
    there = {one.slug for one in (*tree.forks, *tree.leaves)}
    return {
        fork.slug: list(dict.fromkeys(one.to for one in fork.answers if one.to in there))
        for fork in tree.forks
    }


def as_json(part: Part) -> dict[str, Any]:
    """As a file of the content would say it."""
    return _without_lines(asdict(part))


def from_json(kind: str, said: Mapping[str, Any]) -> Part:
    facts = dict(said)
    if kind == FORKS:
        facts["answers"] = tuple(Answer(line=0, **one) for one in facts["answers"])
    for name in ("questions", "path"):
        if name in facts:
            facts[name] = tuple(facts[name])
    return KINDS[kind](line=0, **facts)


def written(tree: DecisionTree) -> dict[str, list[dict[str, Any]]]:
    """What is stored of a tree; what it is called stands beside it."""
    return {kind: [as_json(one) for one in getattr(tree, kind)] for kind in KINDS}


def read(
    content: Mapping[str, Any], *, slug: str = "own", title: str = "", description: str = ""
) -> DecisionTree:
    parts = {kind: tuple(from_json(kind, one) for one in content.get(kind, ())) for kind in KINDS}
    return DecisionTree(line=0, slug=slug, title=title, description=description, **parts)


def digest(part: Part | None) -> str:
    """What a form says it was made from: another window's change gives another one."""
    if part is None:
        return "none"
    said = json.dumps(as_json(part), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def questions(tree: DecisionTree) -> Iterator[str]:
    """Questions of the bank that its techniques name."""
    for leaf in tree.leaves:
        yield from leaf.questions


def _without_lines(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _without_lines(one) for key, one in said.items() if key != "line"}
    if isinstance(said, (list, tuple)):
        return [_without_lines(one) for one in said]
    return said
