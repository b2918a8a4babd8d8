"""The command: JSON lines in, JSON lines out, in order, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interview.management.commands.score_answers import marked

ROOT = Path(__file__).resolve().parents[2]
TASK = {
    "id": "a",
    "question": "What does an L2 penalty do?",
    "reference": "It shrinks every weight towards zero without making any exactly zero.",
    "key_points": [
        {
            "text": "An L2 penalty shrinks every weight towards zero",
            "weight": 2,
            "accept": ["it makes all weights smaller"],
            "misconceptions": ["an L2 penalty makes the weights larger"],
        }
    ],
    "answer": "It makes all of the weights smaller, so they shrink towards zero.",
}


def line(**changes):
    return json.dumps(TASK | changes).encode()


def results(*lines):
    return [result for _, result in marked(lines)]


def test_a_line_gives_a_verdict_with_every_field():
    (result,) = results(line())

    assert list(result) == ["id", "score", "low", "high", "abstained", "reason", "points"]
    assert result["id"] == "a"
    assert result["score"] > 0.5
    (point,) = result["points"]
    assert list(point) == ["p", "verdict", "start", "end"]
    assert point["verdict"] == "made"
    assert TASK["answer"][point["start"] : point["end"]] == TASK["answer"]


def test_optional_fields_may_be_missing_or_null():
    bare = {"answer": TASK["answer"], "key_points": [{"text": "L2 shrinks every weight"}, "a text"]}
    (result,) = results(json.dumps(bare).encode())
    assert result["id"] is None
    assert len(result["points"]) == 2

    (result,) = results(line(reference=None, key_points=None))
    assert result["reason"] == "no_rubric"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"{nope", "not JSON"),
        (b"[1, 2]", "object is needed"),
        (b'"\xff"', "UTF-8"),
        (b'{"id": 7}', "“answer” is missing"),
        (line(answer=5), "“answer” must be text"),
        (line(key_points={}), "“key_points” must be a list"),
        (line(key_points=[{"weight": 1}]), "key point 1 needs a “text”"),
        (line(key_points=[{"text": "x", "weight": 0}]), "above 0"),
        (line(key_points=[{"text": "x", "weight": True}]), "above 0"),
        (line(key_points=[{"text": "x", "accept": "y"}]), "“accept” must be a list"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_others_are_marked(bad, says):
    first, second, third = results(line(), bad, line(id="c"))

    assert says in second["error"]
    assert (first["id"], third["id"]) == ("a", "c")


def test_line_numbers_count_blank_lines_too():
    assert [number for number, _ in marked([line(), b"\n", line()])] == [1, 3]


@pytest.fixture
def command():
    """Run the real command with no database, no Redis and no settings from outside."""

    def run(text: bytes):
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        env |= {"GREENROOM_DEBUG": "1", "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.run(
            [sys.executable, "manage.py", "score_answers", "--jsonl"],
            cwd=ROOT,
            env=env,
            input=text,
            capture_output=True,
            timeout=60,
        )

    return run


def test_the_command_keeps_the_order_and_names_the_bad_line(command):
    done = command(line() + b"\nnope\n" + line(id="c"))

    out = [json.loads(text) for text in done.stdout.splitlines()]
    assert [result["id"] for result in out] == ["a", None, "c"]
    assert b"line 2: not JSON" in done.stderr
    assert done.returncode == 1


def test_the_command_ends_well_when_every_line_was_marked(command):
    done = command(line(answer="\ud83d unpaired") + b"\n")

    assert done.returncode == 0
    assert done.stderr == b""
