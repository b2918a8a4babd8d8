"""Mark answers from a pipe: one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scoring import KeyPoint, Verdict, score_answer


class BadLine(ValueError):
    """A line that cannot be marked; the message says what to mend."""


class Command(BaseCommand):
    help = (
        "Mark answers without a database. Each line of standard input is an object with id, "
        "question, reference, key_points (objects with text, weight, accept, misconceptions, "
        "allow_list) and answer; each line of standard output is its verdict. A line that cannot "
        "be read gives an object with an error in its place, and the exit code is 1 at the end."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--jsonl", action="store_true", help="JSON lines: the one format there is, so far"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        try:
            for number, result in marked(sys.stdin.buffer):
                if "error" in result:
                    failed += 1
                    self.stderr.write(f"line {number}: {result['error']}")
                self.stdout.write(json.dumps(result))
                # At once, so that a reader at the other end sees each verdict when it is there.
                self.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough (`| head`); Python would complain again while it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        if failed:
            sys.exit(1)


def marked(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The line's number and its verdict or error, for every line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _marked(line)


def _marked(line: bytes) -> dict[str, Any]:
    name = None
    try:
        task = _object(line)
        name = task.get("id")
        verdict = score_answer(
            _text(task, "question"),
            _text(task, "reference"),
            [_key_point(entry, n) for n, entry in enumerate(_list(task, "key_points"), start=1)],
            _text(task, "answer"),
        )
    except BadLine as error:
        return {"id": name, "error": str(error)}
    return {"id": name} | as_json(verdict)


def as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "score": verdict.score,
        "low": verdict.low,
        "high": verdict.high,
        "abstained": verdict.abstained,
        "reason": verdict.reason,
        "points": [
            {"p": point.p, "verdict": point.verdict, "start": point.start, "end": point.end}
            for point in verdict.points
        ],
    }


def _object(line: bytes) -> dict[str, Any]:
    try:
        task = json.loads(line)
    except UnicodeDecodeError:
        raise BadLine("not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from None
    if not isinstance(task, dict):
        raise BadLine(f"a JSON object is needed, not {type(task).__name__}")
    if "answer" not in task:
        raise BadLine("“answer” is missing")
    return task


def _text(task: dict[str, Any], field: str) -> str:
    value = task.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"“{field}” must be text, not {type(value).__name__}")
    return value


def _list(task: dict[str, Any], field: str) -> list[Any]:
    value = task.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadLine(f"“{field}” must be a list, not {type(value).__name__}")
    return value


def _key_point(entry: Any, number: int) -> KeyPoint:
    """A key point from its object; plain text stands for a point of weight 1."""
    if isinstance(entry, str):
        entry = {"text": entry}
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise BadLine(f"key point {number} needs a “text”")
    weight = entry.get("weight")
    if weight is None:
        weight = 1.0
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < 1e6:
        raise BadLine(f"key point {number}: “weight” must be a number above 0")
    return KeyPoint(
        entry["text"],
        float(weight),
        _phrases(entry, "accept", number),
        _phrases(entry, "misconceptions", number),
        bool(entry.get("allow_list")),
    )


def _phrases(entry: dict[str, Any], field: str, number: int) -> tuple[str, ...]:
    phrases = entry.get(field) or []
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise BadLine(f"key point {number}: “{field}” must be a list of texts")
    return tuple(phrases)
