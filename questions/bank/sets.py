"""A set file: fixed questions and draws, and whether the bank can satisfy them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from questions.bank import schema
from questions.bank.facts import SLUG, Facts
from questions.bank.files import read_lines
from questions.bank.problems import Reporter, did_you_mean
from questions.bank.questions import BankQuestion
from questions.bank.yaml_tree import Node, read_yaml

# What stands for a question: a slug here, a key of the database elsewhere.
One = TypeVar("One", bound=Hashable)

_FILTERS = {
    "kinds": ("kind", schema.KINDS),
    "tiers": ("tier", schema.TIERS),
    "priorities": ("priority", schema.PRIORITIES),
    "audiences": ("audience", schema.AUDIENCES),
}
# How far the planned minutes of the items may be from the set's own.
MINUTES_MAY_DIFFER = 0.25


@dataclass(frozen=True)
class BankItem:
    """A fixed question (its slug), or a draw."""

    line: int
    question: str = ""
    minutes: int | None = None
    draw: dict[str, Any] | None = None
    section: str = ""


@dataclass
class BankSet:
    path: Path
    slug: str
    title: str = ""
    description: str = ""
    for_whom: str = ""
    instructions: str = ""
    minutes: int = 1
    level: str = "mid"
    shelf: str = "subjects"
    position: int = 0
    items: list[BankItem] = field(default_factory=list)


def read_set(path: Path, report: Reporter) -> BankSet | None:
    lines = read_lines(path, report)
    if lines is None:
        return None
    tree = read_yaml("\n".join(lines), 1, report)
    if tree is None or not isinstance(tree.value, dict):
        if not report.problems:
            report.error(1, "a set is a file of lines “key: value”; see docs/bank-format.md")
        return None
    found = BankSet(path, slug=path.stem)
    if not SLUG.match(found.slug) or len(found.slug) > schema.MOST_SLUG:
        report.error(
            1, "the file's name becomes the slug: kebab-case, such as “research-tier-4.yaml”"
        )
    facts = Facts(tree, schema.SET_KEYS, report)
    facts.require("title", "description", "for_whom", "minutes", "items")
    found.title = facts.text("title", most=schema.MOST_TITLE)
    found.description = facts.text("description", most=1000)
    found.for_whom = facts.text("for_whom", most=1000)
    found.instructions = facts.markdown("instructions", most=4000)
    found.minutes = facts.whole_number("minutes", 1, 480)
    found.level = facts.choice("level", schema.SET_LEVELS, "mid")
    found.shelf = facts.choice("shelf", schema.SHELVES, "subjects")
    found.position = facts.whole_number("position", 0, 10_000)
    if "items" in facts.entries:
        found.items = _read_items(facts.entries["items"], report)
    return found


def _read_items(node: Node, report: Reporter) -> list[BankItem]:
    if not isinstance(node.value, list) or not node.value:
        report.error(node.line, "“items” must be a list with at least one question or draw")
        return []
    items = []
    for entry in node.value:
        if not isinstance(entry.value, dict):
            report.error(entry.line, "an item is “question: slug” or “draw: {count: 2, …}”")
            continue
        facts = Facts(entry, schema.ITEM_KEYS, report)
        if ("question" in facts.entries) == ("draw" in facts.entries):
            report.error(entry.line, "an item has either “question” or “draw”")
            continue
        minutes = facts.whole_number("minutes", 1, 120) if "minutes" in facts.entries else None
        section = facts.text("section", most=schema.MOST_TITLE)
        if "question" in facts.entries:
            slug = facts.text("question", most=schema.MOST_QUESTION_SLUG)
            items.append(BankItem(entry.line, question=slug, minutes=minutes, section=section))
        elif draw := _read_draw(facts.entries["draw"], report):
            items.append(BankItem(entry.line, draw=draw, minutes=minutes, section=section))
    return items


def _read_draw(node: Node, report: Reporter) -> dict[str, Any] | None:
    if not isinstance(node.value, dict):
        report.error(node.line, "a draw is “{count: 2, kinds: [conceptual]}”")
        return None
    facts = Facts(node, ("count", *schema.DRAW_FILTERS), report)
    facts.require("count")
    draw: dict[str, Any] = {"count": facts.whole_number("count", 1, 60)}
    for key, (_, allowed) in _FILTERS.items():
        if chosen := facts.choices(key, allowed):
            draw[key] = list(chosen)
    if areas := facts.texts("areas"):
        draw["areas"] = list(areas)
    return draw


def check_set(
    found: BankSet,
    questions: Mapping[str, BankQuestion],
    areas: Mapping[str, Any],
    report: Reporter,
) -> None:
    """Its questions exist and are ready, its draws can be filled, its minutes add up."""
    seen: dict[str, int] = {}
    for item in found.items:
        if item.draw:
            for area in item.draw.get("areas", ()):
                if area not in areas:
                    report.error(item.line, f"there is no area “{area}”{did_you_mean(area, areas)}")
            continue
        question = questions.get(item.question)
        if question is None:
            near = did_you_mean(item.question, questions) if len(questions) < 3000 else ""
            report.error(item.line, f"there is no question “{item.question}”{_brief(near)}")
        elif question.status != "ready":
            report.error(
                item.line, f"“{item.question}” is {question.status}; a set asks ready ones"
            )
        if item.question in seen:
            report.error(
                item.line, f"“{item.question}” is asked already, on line {seen[item.question]}"
            )
        seen.setdefault(item.question, item.line)
    if not report.problems:
        _check_draws(found, questions, report)
    if not report.problems:
        _check_minutes(found, questions, report)


def matches(question: BankQuestion, draw: Mapping[str, Any]) -> bool:
    if question.status != "ready":
        return False
    if "areas" in draw and question.area not in draw["areas"]:
        return False
    return all(
        key not in draw or getattr(question, name) in draw[key]
        for key, (name, _) in _FILTERS.items()
    )


def _check_draws(found: BankSet, questions: Mapping[str, BankQuestion], report: Reporter) -> None:
    """Give every draw its questions, none twice, so that a wide draw leaves a narrow one enough."""
    fixed = {item.question for item in found.items if item.question}
    taken: dict[str, int] = {}
    pools: list[list[str]] = []
    for item in found.items:
        if not item.draw:
            continue
        pool = [
            slug for slug, one in questions.items() if slug not in fixed and matches(one, item.draw)
        ]
        for _ in range(item.draw["count"]):
            pools.append(pool)
            if not assign(len(pools) - 1, pools, taken, set()):
                report.error(
                    item.line,
                    f"the bank cannot fill this draw of {item.draw['count']}: {len(pool)} questions"
                    " match it, other items of the set take some; widen it or draw fewer",
                )
                return


def assign(
    slot: int, pools: Sequence[Sequence[One]], taken: dict[One, int], tried: set[One]
) -> bool:
    """Find something from its pool for one more slot, moving others where that helps.

    Kuhn's augmenting paths: `taken` says which slot has what, and is changed. False when there is
    no way to fill all slots so far and this one.
    """
    for slug in pools[slot]:
        if slug in tried:
            continue
        tried.add(slug)
        if slug not in taken or assign(taken[slug], pools, taken, tried):
            taken[slug] = slot
            return True
    return False


def _check_minutes(found: BankSet, questions: Mapping[str, BankQuestion], report: Reporter) -> None:
    planned = 0.0
    for item in found.items:
        if item.draw:
            pool = [one.minutes for one in questions.values() if matches(one, item.draw)]
            planned += item.draw["count"] * (item.minutes or sum(pool) / len(pool))
        else:
            planned += item.minutes or questions[item.question].minutes
    if abs(planned - found.minutes) > MINUTES_MAY_DIFFER * found.minutes:
        report.warning(
            1, f"the items take about {planned:.0f} minutes, the set says {found.minutes}"
        )


def _brief(near: str) -> str:
    """A whole bank of slugs is no help in an error message."""
    return near if near.startswith("; did you mean") else ""
