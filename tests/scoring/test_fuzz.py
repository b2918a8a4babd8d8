"""Whatever is typed comes back as an honest verdict, and the same one every time."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring import REASONS, KeyPoint, score_answer
from scoring.reading import MAX_CHARACTERS
from tests.scoring.probes import questions

ROOT = Path(__file__).resolve().parents[2]
QUESTION = questions()[1]
WORDS = sorted(set(QUESTION.reference.split()))

anything = st.text(max_size=400)
on_topic = st.lists(st.sampled_from([*WORDS, "not", "\n", "-", ". ", "$", "^2", "{"]), max_size=60)


def check(verdict, answer, points):
    assert 0.0 <= verdict.low <= verdict.score <= verdict.high <= 1.0
    assert verdict.reason in REASONS
    assert verdict.abstained == bool(verdict.reason)
    assert len(verdict.points) == points
    for point in verdict.points:
        assert 0.0 <= point.p <= 1.0
        assert 0 <= point.start <= point.end <= len(answer)
        if point.verdict == "missed":
            assert (point.start, point.end) == (0, 0)
        else:
            assert answer[point.start : point.end].strip()


@settings(max_examples=25, deadline=None)
@given(anything)
@example("\ud800 lone surrogate")
@example("a\u200bb\u0000c")
@example("$" * 500)
@example("\u202eabc def ghi jkl")
def test_any_text_gets_a_verdict(answer):
    check(QUESTION.score(answer), answer, len(QUESTION.key_points))


@settings(max_examples=25, deadline=None)
@given(on_topic)
def test_any_words_of_the_subject_get_a_verdict(words):
    answer = " ".join(words)
    check(QUESTION.score(answer), answer, len(QUESTION.key_points))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(min_size=0, max_size=80))
def test_any_rubric_gets_a_verdict(question, text, misconception):
    answer = "Momentum averages past gradients and damps the oscillation of the steps."
    point = KeyPoint(text, 2.0, ["", text], [misconception], allow_list=True)
    check(score_answer(question, text, [point], answer), answer, 1)


def test_a_flood_is_cut_and_says_so():
    flood = (QUESTION.answers["excellent"] + "\n") * 40
    assert len(flood) > 20_000

    verdict = QUESTION.score(flood)

    assert "cut" in verdict.flags
    assert max(point.end for point in verdict.points) <= MAX_CHARACTERS
    check(verdict, flood, len(QUESTION.key_points))


def test_two_processes_agree_to_the_last_digit():
    """The order of sets differs from process to process; no figure may depend on it."""
    program = (
        "import hashlib, json; from dataclasses import asdict\n"
        "from tests.scoring.probes import questions\n"
        "verdicts = [asdict(q.score(t)) for q in questions()[:3] for t in q.answers.values()]\n"
        "print(hashlib.sha256(json.dumps(verdicts).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_marking_again_changes_nothing():
    text = QUESTION.answers["excellent"]
    assert asdict(QUESTION.score(text)) == asdict(QUESTION.score(text))
