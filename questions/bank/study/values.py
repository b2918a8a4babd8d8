"""What one value of a study file may be. Each rule reads a node, or says what is wrong with it.

What cannot be read comes back blank, so that one mistake is reported once and reading goes on.
"""

import re
from dataclasses import MISSING, dataclass, field
from functools import cache
from typing import Annotated, Any, Protocol, get_origin, get_type_hints

from questions.bank.facts import SLUG
from questions.bank.maths import check_maths
from questions.bank.outline import Block
from questions.bank.problems import Reporter, did_you_mean
from questions.bank.yaml_tree import Node

MOST_SLUG = 60
_ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(?:/[^\s]*)?\Z")


@dataclass(frozen=True)
class Reference:
    """A slug that somebody else has to have: `target` is a file of the study, or of the bank."""

    target: str
    slug: str
    line: int
    report: Reporter


@dataclass
class Intake:
    """One file being read: where its problems go, and the slugs it leans on."""

    report: Reporter
    references: list[Reference] = field(default_factory=list)
    # A total is worth checking only when every number that goes into it could be read.
    numbers_are_readable: bool = True

    def refuse(self, line: int, key: str, why: str) -> None:
        self.report.error(line, f"“{key}” {why}")


class Rule(Protocol):
    blank: Any

    def read(self, node: Node, key: str, intake: Intake) -> Any: ...


@dataclass(frozen=True)
class Text:
    """One paragraph of Markdown; its formulas parse."""

    most: int = 500
    most_words: int | None = None
    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        text = _text(node, key, intake, self.most)
        count = len(text.split())
        if self.most_words is not None and count > self.most_words:
            intake.refuse(
                node.line, key, f"has {count} words; at most {self.most_words} are allowed"
            )
        check_maths(Block(node.line, (text,)), intake.report)
        return text


@dataclass(frozen=True)
class Formula:
    """LaTeX alone, without the dollars around it."""

    most: int = 300
    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        text = _text(node, key, intake, self.most)
        if "$" in text:
            intake.refuse(node.line, key, "is LaTeX already; take the dollars out")
        elif text:
            check_maths(Block(node.line, (f"${text}$",)), intake.report)
        return text


@dataclass(frozen=True)
class Slug:
    """A name of its own: kebab-case, unique among its neighbours (`Rows` sees to that)."""

    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        slug = node.plain
        if not isinstance(slug, str) or not SLUG.match(slug) or len(slug) > MOST_SLUG:
            intake.refuse(
                node.line,
                key,
                f"must be kebab-case of at most {MOST_SLUG} characters, not “{slug}”",
            )
            return ""
        return slug


@dataclass(frozen=True)
class Ref:
    """The slug of something that `target` has."""

    target: str
    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        slug = node.plain
        if not isinstance(slug, str) or not SLUG.match(slug):
            intake.refuse(node.line, key, f"must be a slug of {self.target}, not “{slug}”")
            return ""
        intake.references.append(Reference(self.target, slug, node.line, intake.report))
        return slug


@dataclass(frozen=True)
class Choice:
    allowed: tuple[str, ...]
    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        word = node.plain
        if word not in self.allowed:
            near = did_you_mean(str(word), self.allowed)
            intake.refuse(node.line, key, f"cannot be “{word}”{near}")
            return ""
        return word


@dataclass(frozen=True)
class Number:
    least: int = 0
    most: int = 300
    blank = 0

    def read(self, node: Node, key: str, intake: Intake) -> int:
        number = node.plain
        if isinstance(number, bool) or not isinstance(number, int):
            number = None
        if number is None or not self.least <= number <= self.most:
            intake.refuse(
                node.line, key, f"must be a whole number from {self.least} to {self.most}"
            )
            intake.numbers_are_readable = False
            return 0
        return number


@dataclass(frozen=True)
class Flag:
    blank = False

    def read(self, node: Node, key: str, intake: Intake) -> bool:
        if not isinstance(node.plain, bool):
            intake.refuse(node.line, key, "must be true or false")
        return node.plain is True


@dataclass(frozen=True)
class Address:
    """Of a page: http or https."""

    blank = ""

    def read(self, node: Node, key: str, intake: Intake) -> str:
        address = node.plain
        if not isinstance(address, str) or not _ADDRESS.match(address):
            intake.refuse(node.line, key, "must be an address that begins with https:// or http://")
            return ""
        return address


@dataclass(frozen=True)
class Many:
    """A list of values that all obey one rule, none of them twice."""

    rule: Rule
    least: int = 1
    most: int = 60
    blank = ()

    def read(self, node: Node, key: str, intake: Intake) -> tuple[Any, ...]:
        entries = _entries(node, key, intake, self.least, self.most)
        found = []
        for entry in entries:
            value = self.rule.read(entry, key, intake)
            if value in found and value != self.rule.blank:
                intake.refuse(entry.line, key, f"has “{value}” twice; keep one of them")
            found.append(value)
        return tuple(found)


@dataclass(frozen=True)
class One:
    """A mapping inside a mapping."""

    record: type
    blank = None

    def read(self, node: Node, key: str, intake: Intake) -> Any:
        return read_record(self.record, node, key, intake)


@dataclass(frozen=True)
class Rows:
    """A list of mappings; their slugs, where they have some, are unique."""

    record: type
    least: int = 1
    most: int = 200
    blank = ()

    def read(self, node: Node, key: str, intake: Intake) -> tuple[Any, ...]:
        entries = _entries(node, key, intake, self.least, self.most)
        rows = [read_record(self.record, entry, key, intake) for entry in entries]
        return unique([row for row in rows if row is not None], intake.report)


def read_record(record: type, node: Node, key: str, intake: Intake) -> Any:
    """One mapping as the dataclass that describes it; None when it is no mapping at all."""
    rules: dict[str, Rule] = rules_of(record)
    if not isinstance(node.value, dict):
        intake.refuse(node.line, key, f"must be “key: value” with {', '.join(rules)}")
        return None
    for name, entry in node.value.items():
        if name not in rules:
            intake.report.error(entry.line, f"unknown key “{name}”{did_you_mean(name, rules)}")
    read: dict[str, Any] = {"line": node.line}
    problems_before = len(intake.report.problems)
    for name, rule in rules.items():
        entry = node.value.get(name)
        if entry is not None and entry.plain is not None:
            read[name] = rule.read(entry, name, intake)
        elif is_required(record, name):
            line = node.line if entry is None else entry.line
            intake.report.error(line, f"“{name}” is missing; add the line “{name}: …”")
            read[name] = rule.blank
            intake.numbers_are_readable &= not isinstance(rule, Number)
    found = record(**read)
    if len(intake.report.problems) == problems_before:
        for why in found.contradictions():
            intake.report.error(node.line, why)
    return found


@cache
def rules_of(record: type) -> dict[str, Rule]:
    """The keys of a mapping, in the order in which they are written."""
    hints = get_type_hints(record, include_extras=True)
    return {
        key: hint.__metadata__[0] for key, hint in hints.items() if get_origin(hint) is Annotated
    }


def is_required(record: type, key: str) -> bool:
    return record.__dataclass_fields__[key].default is MISSING


def unique(rows: list[Any], report: Reporter) -> tuple[Any, ...]:
    """The rows, after a word about each slug that an earlier one has."""
    first: dict[str, int] = {}
    for row in rows:
        slug = getattr(row, "slug", "")
        if slug in first:
            report.error(
                row.line, f"the slug “{slug}” is taken, on line {first[slug]}; choose another"
            )
        elif slug:
            first[slug] = row.line
    return tuple(rows)


def _text(node: Node, key: str, intake: Intake, most: int) -> str:
    if not isinstance(node.plain, str):
        intake.refuse(node.line, key, "must be text; put it in quotes")
        return ""
    text = " ".join(node.plain.split())
    if not text:
        intake.refuse(node.line, key, "is empty; write something")
    elif len(text) > most:
        intake.refuse(node.line, key, f"has {len(text)} characters; at most {most} are allowed")
    return text


def _entries(node: Node, key: str, intake: Intake, least: int, most: int) -> list[Node]:
    if not isinstance(node.value, list):
        intake.refuse(node.line, key, "must be a list, such as [a, b]")
        return []
    if not least <= len(node.value) <= most:
        intake.refuse(
            node.line, key, f"has {len(node.value)} entries; {least} to {most} belong here"
        )
    return node.value
