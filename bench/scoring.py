"""How fast answers are marked, in one process: `python -m bench.scoring`.

The answers are those of the scorer's own tests. CPU milliseconds are the figure to compare between
runs; the clock also counts whatever else the machine was doing. Run with OPENBLAS_NUM_THREADS=1, as
the workers do: short texts make products too small to share between threads.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import platform
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from scoring import scorer, scorer_version
from tests.scoring.probes import Question, questions

ROUNDS = 5
LONG_WORDS = 150


@dataclass(frozen=True)
class Timing:
    name: str
    clock: list[float]  # milliseconds a call
    cpu: list[float]

    def row(self) -> str:
        p50 = statistics.median(self.clock)
        p95 = statistics.quantiles(self.clock, n=20)[-1]
        cpu = statistics.median(self.cpu)
        rate = 1000 * len(self.clock) / sum(self.clock)
        return f"{self.name:<44}{rate:>10.1f}{p50:>9.1f}{p95:>9.1f}{cpu:>10.1f}"


def timed(name: str, calls: list[Callable[[], object]]) -> Timing:
    clock, cpu = [], []
    for call in calls:
        started, worked = time.perf_counter(), time.process_time()
        call()
        clock.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - worked))
    return Timing(name, clock, cpu)


def marking(question: Question, text: str, *, cold: bool = False) -> Callable[[], object]:
    def mark() -> object:
        return question.score(text)

    def mark_for_the_first_time() -> object:
        scorer._rubric.cache_clear()
        return question.score(text)

    return mark_for_the_first_time if cold else mark


def timings(questions: tuple[Question, ...]) -> list[Timing]:
    """A question's first answer, its later ones, long ones, and the same on words alone."""
    answers = [(q, text) for q in questions for text in (*q.answers.values(), q.reference)]
    long = [(q, _long(q)) for q in questions]
    first = [marking(*answer, cold=True) for answer in answers]
    later = [marking(*answer) for answer in answers * ROUNDS]
    rows = [
        timed("first answer to a question", first),
        timed("an answer, rubric ready", later),
        timed(
            f"an answer of {LONG_WORDS} words, rubric ready", [marking(*a) for a in long * ROUNDS]
        ),
    ]
    with_encoder = scorer.encoder
    scorer.encoder = lambda: None
    try:
        _ = [question.score(question.reference) for question in questions]
        rows.append(timed("an answer, words alone", later))
    finally:
        scorer.encoder = with_encoder
    return rows


def _long(question: Question) -> str:
    words = " ".join([*question.answers.values(), question.reference]).split()
    return " ".join(words[:LONG_WORDS])


def main() -> None:
    started = time.perf_counter()
    version = scorer_version()
    loading = time.perf_counter() - started
    answers = [text for q in questions() for text in (*q.answers.values(), q.reference)]
    words = statistics.mean(len(text.split()) for text in answers)
    points = statistics.mean(len(q.key_points) for q in questions())
    print(f"Scoring with {version} on {platform.machine()}, {os.cpu_count()} cores")
    print(f"{len(answers)} answers of {words:.0f} words on average, {points:.0f} key points each")
    print(f"Loading and checking the encoder: {loading:.2f} s")
    print(f"{'':<44}{'answers/s':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>10}")
    for timing in timings(questions()):
        print(timing.row())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Peak memory of the process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
