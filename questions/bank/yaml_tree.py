"""YAML as a tree that knows its lines. No tags, no aliases, no surprises.

A value is text, a number, true or false, a list of nodes, or a mapping of text to nodes.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from questions.bank.problems import Reporter

# libyaml where PyYAML was built with it: ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A plan holds phases, days, tasks and the slugs they open: nine levels.
_DEEPEST = 10
_MOST_EVENTS = 20_000


@dataclass(frozen=True)
class Node:
    line: int
    value: Any

    @property
    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {key: node.plain for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain for node in self.value]
        return self.value


def read_yaml(text: str, first_line: int, report: Reporter) -> Node | None:
    """The tree of a YAML document that begins on `first_line`; None when it is empty or broken."""
    try:
        if not _is_harmless(text, first_line, report):
            return None
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = first_line + (mark.line if mark else 0)
        why = getattr(error, "problem", None) or "it cannot be read"
        report.error(
            line, f"this is not YAML ({why}); a value with a colon, # or [ needs quotes around it"
        )
        return None
    return None if root is None else _node(root, first_line, report, _LOADER(""))


def _is_harmless(text: str, first_line: int, report: Reporter) -> bool:
    """Look at the stream of events, which costs no memory however the document is nested."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line = first_line + event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            report.error(line, "anchors and aliases (& and *) are not read; write the value out")
            return False
        if getattr(event, "tag", None):
            report.error(line, f"the tag {event.tag} is not read; leave it out")
            return False
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > _DEEPEST or count > _MOST_EVENTS:
            report.error(line, "this is nested too deeply or too long for the format")
            return False
    return True


def _node(node: yaml.Node, first_line: int, report: Reporter, loader: Any) -> Node:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        return Node(line, [_node(child, first_line, report, loader) for child in node.value])
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in entries:
                line_of_key = first_line + key_node.start_mark.line
                report.error(line_of_key, f"“{key}” is written twice; keep one of them")
            entries[key] = _node(value_node, first_line, report, loader)
        return Node(line, entries)
    try:
        return Node(line, loader.construct_object(node))
    except (ValueError, yaml.YAMLError):
        # 2026-13-45 looks like a date to YAML and is none; what was typed is good enough.
        return Node(line, str(node.value))
