"""`sources.yaml`: what a bank sets out to cover, item by item, and what its questions say of it."""

import re
from collections.abc import Mapping
from pathlib import Path

from questions.bank import schema
from questions.bank.facts import Facts
from questions.bank.files import read_lines
from questions.bank.problems import Reporter, did_you_mean
from questions.bank.questions import BankQuestion
from questions.bank.yaml_tree import read_yaml

SOURCES = "sources.yaml"
_ID = re.compile(r"[A-Za-z0-9]+(?:[.:-][A-Za-z0-9]+)*\Z")


def read_sources(path: Path, report: Reporter) -> dict[str, str]:
    """Each item's id and title. Empty when there is no such file: then every source is accepted."""
    if not path.exists():
        return {}
    lines = read_lines(path, report)
    tree = read_yaml("\n".join(lines), 1, report) if lines else None
    if tree is None or not isinstance(tree.value, dict):
        if not report.problems:
            report.error(1, "the sources must be lines of the form “A1.1: what the item is”")
        return {}
    facts = Facts(tree, tuple(tree.value), report)
    facts.require(*facts.entries)
    for key in facts.entries:
        if not _ID.match(key):
            report.error(
                facts.line_of(key),
                f"“{key}” cannot be the name of a source; use letters and digits, joined by"
                " dots, colons or hyphens",
            )
    return {key: facts.text(key, most=schema.MOST_TITLE) for key in facts.entries}


def check_sources(question: BankQuestion, sources: Mapping[str, str], report: Reporter) -> None:
    """A question names only items that the bank's list has. Without a list it may name any."""
    for name in question.sources if sources else ():
        if name not in sources:
            near = did_you_mean(name, sources)
            if not near.startswith("; did you mean"):
                near = "; correct it, or add it there"  # hundreds of names would be no help
            report.error(question.lines["sources"], f"“{name}” is not in {SOURCES}{near}")


def left_out(questions: Mapping[str, BankQuestion], sources: Mapping[str, str]) -> list[str]:
    """The items that no ready question answers, in the order of the list."""
    answered = {name for one in questions.values() if one.status == "ready" for name in one.sources}
    return [name for name in sources if name not in answered]
