"""Typed values out of YAML, with the sentence that says what should have been there."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from questions.bank.problems import Reporter, did_you_mean
from questions.bank.yaml_tree import Node

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class Facts:
    """One mapping of a file: asks for values by key and reports each one that will not do."""

    def __init__(self, node: Node, known: Sequence[str], report: Reporter) -> None:
        self.line = node.line
        self.entries: Mapping[str, Node] = node.value
        self.report = report
        for key, entry in self.entries.items():
            if key not in known:
                report.error(entry.line, f"unknown key “{key}”{did_you_mean(key, known)}")

    def line_of(self, key: str) -> int:
        return self.entries[key].line if key in self.entries else self.line

    def value(self, key: str) -> Any:
        """None when the key is missing or has no value."""
        return self.entries[key].plain if key in self.entries else None

    def require(self, *keys: str) -> None:
        for key in keys:
            if self.value(key) is None:
                self.report.error(self.line_of(key), f"“{key}” is missing; add the line “{key}: …”")

    def text(self, key: str, *, most: int, default: str = "") -> str:
        value = self.value(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self._wrong(key, "must be text; put it in quotes")
            return default
        value = " ".join(value.split())
        if not value:
            self._wrong(key, "is empty; write something")
        elif len(value) > most:
            self._wrong(key, f"has {len(value)} characters; at most {most} are allowed")
        return value

    def markdown(self, key: str, *, most: int) -> str:
        """A text that keeps its lines; empty when it is missing."""
        value = self.value(key)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most:
            self._wrong(key, f"must be text of at most {most} characters; write “{key}: |”")
            return ""
        return value.strip()

    def whole_number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        value = self.value(key)
        if value is None:
            return least if default is None else default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._wrong(key, f"must be a whole number from {least} to {most}")
            return least
        return value

    def choice(self, key: str, allowed: Sequence[Any], default: Any) -> Any:
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, bool) or value not in allowed:
            words = [str(one) for one in allowed]
            self._wrong(key, f"cannot be “{value}”{did_you_mean(str(value), words)}")
            return default
        return value

    def flag(self, key: str) -> bool:
        value = self.value(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            self._wrong(key, "must be true or false")
            return False
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._wrong(key, 'must be a list of texts, such as [A4.11, "5.10"]; quote numbers')
            return ()
        return tuple(value)

    def choices(self, key: str, allowed: Sequence[Any]) -> tuple[Any, ...]:
        """A list whose every entry is one of `allowed`."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            self._wrong(key, "must be a list, such as [a, b]")
            return ()
        for one in value:
            if isinstance(one, bool) or one not in allowed:
                words = [str(word) for word in allowed]
                self._wrong(key, f"cannot hold “{one}”{did_you_mean(str(one), words)}")
                return ()
        return tuple(value)

    def _wrong(self, key: str, why: str) -> None:
        self.report.error(self.line_of(key), f"“{key}” {why}")
