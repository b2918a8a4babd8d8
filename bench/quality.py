"""How fast figures about questions are counted: `python -m bench.quality`.

A bank of 300 questions, one of them with 5,000 first attempts, in a database of its own beside the
one DATABASE_URL names, dropped at the end. Timed in this process: the sweep that counts everything
for the first time, one corrected mark until its figures are right again, and the pages.
"""

import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from bench.alone import measured

QUESTIONS = 300
ATTEMPTS = 5000
IN_AN_INTERVIEW = 5
POINTS = 6
TIMES = 20
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
LONG = timedelta(minutes=50)
SHORT_ANSWER = "Momentum averages past gradients."


def fill() -> tuple[object, object]:
    """The bank and its interviews; returns the busy question and its set."""
    from questions.models import KeyPoint, Question, QuestionSet, QuestionVersion, SetItem, Topic

    topic = Topic.objects.create(slug="area", title="Area")
    questions = Question.objects.bulk_create(
        Question(slug=f"q-{n}", title=f"Question {n}", kind="conceptual", topic=topic)
        for n in range(QUESTIONS)
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=one, number=1, title=one.title, prompt="Why?", kind="conceptual", tier=1,
            minutes=10, priority="P1", content_hash="",
        )
        for one in questions
    )  # fmt: skip
    for question, version in zip(questions, versions, strict=True):
        question.current, question.status = version, Question.Status.READY
    Question.objects.bulk_update(questions, ["current", "status"])
    KeyPoint.objects.bulk_create(
        KeyPoint(
            version=version, position=n, slug=f"point-{n}", text=f"Point {n} holds.", level="must"
        )
        for version in versions
        for n in range(1, POINTS + 1)
    )
    busy = QuestionSet.objects.create(slug="busy", title="Busy", minutes=50)
    for n, question in enumerate(questions[:IN_AN_INTERVIEW], start=1):
        SetItem.objects.create(set=busy, position=n, question=question)
    rng = np.random.default_rng(5)
    for start in range(0, ATTEMPTS, 500):
        _interviews(rng, busy, start, 500, [versions[:IN_AN_INTERVIEW]] * 500)
    others = [
        [versions[int(n)] for n in rng.choice(QUESTIONS, 5, replace=False)] for _ in range(900)
    ]
    _interviews(rng, None, ATTEMPTS, 900, others)
    return questions[0], busy


def _interviews(rng, question_set, start: int, number: int, asked: list) -> None:
    """That many finished and marked interviews, each of a person of their own."""
    from accounts.models import User
    from interview.models import Answer, Interview, InterviewQuestion, PointMark, Scorecard

    people = User.objects.bulk_create(
        User(email=f"p{start + n}@example.org", display_name=f"P{start + n}", password="!")
        for n in range(number)
    )
    sat = Interview.objects.bulk_create(
        Interview(
            candidate=person, question_set=question_set, title="Mock", minutes=50, seed=n,
            status="scored", started_at=BEGAN, ends_at=BEGAN + LONG, finished_at=BEGAN + LONG,
            closed_at=BEGAN + LONG, estimated_at=BEGAN + LONG, scored_at=BEGAN + LONG,
        )
        for n, person in enumerate(people)
    )  # fmt: skip
    rows = InterviewQuestion.objects.bulk_create(
        InterviewQuestion(
            interview=interview, position=n, version=version, budget_seconds=600, estimate=2,
            scoring="done",
        )
        for interview, versions in zip(sat, asked, strict=True)
        for n, version in enumerate(versions, start=1)
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(
            question=row, text=SHORT_ANSWER, revision=1, writer=uuid.uuid4(), saved_at=BEGAN,
            seconds_used=int(rng.integers(100, 800)),
        )
        for row in rows
    )  # fmt: skip
    made = rng.normal(np.repeat(rng.normal(size=number), len(rows) // number)[:, None], 1,
                      size=(len(rows), POINTS)) > 0  # fmt: skip
    cards = Scorecard.objects.bulk_create(
        Scorecard(
            question=row, rater_kind="auto", scorer_version="bench", score=float(said.mean()),
            low=0, high=1, made_at=BEGAN,
        )
        for row, said in zip(rows, made, strict=True)
    )  # fmt: skip
    PointMark.objects.bulk_create(
        (
            PointMark(
                scorecard=card, key_point_id=point, p=0.5, verdict="made" if yes else "missed"
            )
            for card, said in zip(cards, made, strict=True)
            for point, yes in zip(_points(card.question.version_id), said, strict=True)
        ),
        batch_size=5000,
    )


_known: dict[int, list[int]] = {}


def _points(version: int) -> list[int]:
    from questions.models import KeyPoint

    if version not in _known:
        found = KeyPoint.objects.filter(version=version).order_by("position")
        _known[version] = list(found.values_list("pk", flat=True))
    return _known[version]


def measure(question, busy) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds of each thing, as often as it was done."""
    from django.test import Client

    from accounts.models import User
    from interview import actions
    from interview.models import InterviewQuestion
    from workbench import counting
    from workbench.models import Change

    def sweep() -> None:
        while Change.objects.exists():
            counting.sweep(at=BEGAN)

    notes = Change.objects.exclude(interview_id=None).values("interview_id").distinct().count()
    yield f"first count of {notes:,} interviews", _timed(sweep, 1)
    curator = User.objects.create(email="c@example.org", display_name="C", is_curator=True)
    client = Client(HTTP_HOST="localhost")
    client.force_login(curator, backend="accounts.backends.PasswordBackend")
    address = f"/workbench/questions/{question.slug}/statistics/"
    pages = {
        f"page of a question, {ATTEMPTS:,} attempts": address,
        f"page of a set, {ATTEMPTS:,} interviews": f"/workbench/sets/{busy.slug}/statistics/",
        f"queue over {QUESTIONS} questions": "/workbench/queue/",
    }
    for name, page in pages.items():
        yield name, _timed(lambda page=page: _fetch(client, page), TIMES)

    asked = iter(InterviewQuestion.objects.filter(version=question.current).order_by("pk")[:TIMES])

    def remark() -> None:
        one = next(asked)
        point = one.version.key_points.first()
        actions.correct_point(one, point, verdict="made", by=one.interview.candidate, at=BEGAN)
        started = time.perf_counter()
        _fetch(client, address)
        took.append(1000 * (time.perf_counter() - started))

    took: list[float] = []
    for _ in range(TIMES // 2):
        remark()
    yield "that page right after a correction", took
    yield "the sweep that clears up after these corrections", _timed(sweep, 1)
    yield "a sweep with nothing to do", _timed(lambda: counting.sweep(at=BEGAN), TIMES)


def _timed(call: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        found.append(1000 * (time.perf_counter() - started))
    return found


def _fetch(client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def main() -> None:
    from django.db import connection

    question, busy = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{'milliseconds':<52}{'times':>6}{'p50':>10}{'most':>10}")
    for name, took in measure(question, busy):
        print(f"{name:<52}{len(took):>6}{statistics.median(took):>10.1f}{max(took):>10.1f}")


if __name__ == "__main__":
    sys.exit(measured("greenroom_bench_quality", main))
