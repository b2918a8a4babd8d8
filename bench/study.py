"""How fast one's progress is read after five years: `python -m bench.study`.

2,000 interviews of six questions with 60,000 point marks, and 50,000 answers to recall cards, for
each of two people, so that a statement that reads everybody's would be slow. In a database of its
own beside the one DATABASE_URL names, dropped at the end; asked for in a process of its own,
template, session and database included. The ratio is to a bare upsert of 2,000 characters in the
same run.
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from bench.alone import load, measured

DATABASE = "greenroom_bench_study"
PEOPLE = 2
INTERVIEWS, QUESTIONS, POINTS = 2000, 6, 5
REVIEWS, CARDS = 50_000, 2500
AREAS = 29
TIMES = 60
TARGET = 150  # milliseconds
# Five years, up to now.
LONG = timedelta(days=365 * 5)
BATCH = 2000
MEASURE = "--measure"


def fill() -> None:
    """The people; who is measured is made first."""
    from accounts.models import User

    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", display_name=f"Person {n}") for n in range(PEOPLE)
    )
    versions = _bank()
    for number, person in enumerate(people):
        rng = np.random.default_rng(number)
        _interviews(person, versions, rng)
        _cards(person, rng)
        _grid(person)


def _bank() -> list:
    """400 questions of all kinds and levels with their points."""
    from questions.models import KeyPoint, Kind, Question, QuestionVersion, Topic

    topics = Topic.objects.bulk_create(
        Topic(slug=f"area-{n}", title=f"Area {n}", position=n) for n in range(AREAS)
    )
    kinds = list(Kind)
    questions = Question.objects.bulk_create(
        Question(
            slug=f"q-{n}", title=f"Question {n}", kind=kinds[n % 6], topic=topics[n % AREAS],
            tier=n % 4 + 1,
        )
        for n in range(400)
    )  # fmt: skip
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=one, number=1, title=one.title, prompt="Why?", kind=one.kind, tier=one.tier,
            minutes=10, priority="P1", content_hash="",
        )
        for one in questions
    )  # fmt: skip
    levels = list(KeyPoint.Level)
    KeyPoint.objects.bulk_create(
        (
            KeyPoint(
                version=version, position=n, slug=f"p-{n}", text="A point.", level=levels[n % 3],
            )
            for version in versions
            for n in range(1, POINTS + 1)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return list(QuestionVersion.objects.prefetch_related("key_points"))


def _interviews(person, versions, rng) -> None:
    from django.db.models import F

    from interview.models import Answer, Interview, InterviewQuestion, PointMark, Scorecard

    now = datetime.now(UTC)
    ends = sorted(now - LONG * float(share) for share in rng.random(INTERVIEWS))
    sat = Interview.objects.bulk_create(
        (
            Interview(
                candidate=person, title=f"Rehearsal {n}", minutes=50, seed=n, status="reviewed",
                mode=("exam", "practice")[n % 2], started_at=end - timedelta(minutes=40),
                ends_at=end + timedelta(minutes=10), finished_at=end, closed_at=end, scored_at=end,
            )
            for n, end in enumerate(ends)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    asked = InterviewQuestion.objects.bulk_create(
        (
            InterviewQuestion(
                interview=one, position=n + 1, version=versions[pick], budget_seconds=500,
                estimate=int(rng.integers(5)), scoring="done",
            )
            for one in sat
            for n, pick in enumerate(rng.choice(len(versions), QUESTIONS, replace=False))
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Answer.objects.bulk_create(
        (Answer(question=one, seconds_used=int(rng.integers(60, 800))) for one in asked),
        batch_size=BATCH,
    )
    cards = Scorecard.objects.bulk_create(
        (
            Scorecard(
                question=one, rater_kind="auto", scorer_version="bench", score=float(rng.random()),
                low=0, high=1, made_at=one.interview.finished_at,
            )
            for one in asked
        ),
        batch_size=BATCH,
    )  # fmt: skip
    verdicts = ("made", "unsure", "missed")
    PointMark.objects.bulk_create(
        (
            PointMark(scorecard=card, key_point=point, p=0.5, verdict=verdicts[point.pk % 3])
            for card in cards
            for point in card.question.version.key_points.all()
        ),
        batch_size=BATCH,
    )
    # Last, as in life: what is summed up of an interview is read when this is said. A few at a
    # time, as the database gives up a statement that takes long.
    for first in range(0, INTERVIEWS, 100):
        some = [one.pk for one in sat[first : first + 100]]
        Interview.objects.filter(pk__in=some).update(estimated_at=F("finished_at"))


def _cards(person, rng) -> None:
    from study.models import Card, Review

    now = datetime.now(UTC)
    cards = Card.objects.bulk_create(
        (
            Card(
                owner=person, source="own", front=f"Q{n}", back="A", created_at=now - LONG, phase=2,
                stability=40.0, difficulty=5.0, reviewed_on=now.date() - timedelta(days=20),
                due_on=now.date() + timedelta(days=n % 60), reviews=20,
            )
            for n in range(CARDS)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Review.objects.bulk_create(
        (
            Review(
                card=cards[n % CARDS], owner=person, rating=int(rng.integers(1, 5)),
                at=(at := now - LONG * (n / REVIEWS)), on=at.date(), seconds=9, was_new=False,
                was_due=True, algorithm="bench", before={
                    "reviewed_on": str(at.date() - timedelta(days=30)), "due_on": str(at.date()),
                },
            )
            for n in range(REVIEWS)
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _grid(person) -> None:
    """Half of it done."""
    from study.content import content
    from study.models import Box

    now = datetime.now(UTC)
    Box.objects.bulk_create(
        Box(
            owner=person, concept=concept.slug, step=step, due_on=now.date(),
            done_on=now.date() if n % 2 else None, marked_at=now if n % 2 else None,
        )
        for n, concept in enumerate(content().study.concepts)
        for step in Box.STEPS
    )  # fmt: skip


def measure(people) -> None:
    from django.db import connection
    from django.test import Client

    from bench import meters
    from bench.bare import urls as bare

    with connection.cursor() as cursor:
        cursor.execute(bare.TABLE)
        cursor.execute("VACUUM ANALYZE")
    upsert = statistics.median(_timed(_upsert) for _ in range(TIMES))
    print(f"{INTERVIEWS:,} interviews, {REVIEWS:,} answers to cards, a person; {TIMES} times each")
    print(f"{'page':<26}{'queries':>8}{'median':>10}{'p95':>10}{'processor':>12}{'× upsert':>10}")
    print(f"{'bare upsert':<26}{1:>8}{upsert:>7.1f} ms{'':>22}{1.0:>10.1f}")
    client = Client(headers={"host": "localhost"})
    client.force_login(people[0], backend="accounts.backends.PasswordBackend")
    for name, address in PAGES.items():
        made: list[str] = []
        for _warm in range(3):
            assert client.get(address).status_code == 200
        with connection.execute_wrapper(_noting(made)):
            client.get(address)
        before = meters.spent(os.getpid(), DATABASE)
        times = [_timed(client.get, address) for _ in range(TIMES)]
        spent = meters.spent(os.getpid(), DATABASE) - before
        cpu = 1000 * (spent.web + spent.database) / TIMES
        p95, middle = statistics.quantiles(times, n=20)[-1], statistics.median(times)
        print(
            f"{name:<26}{len(made):>8}{middle:>7.1f} ms{p95:>7.1f} ms{cpu:>9.1f} ms"
            f"{middle / upsert:>10.1f}"
            f"   {'met' if p95 < TARGET else 'missed'}: p95 under {TARGET} ms",
            flush=True,
        )


PAGES = {
    "progress, last year": "/study/progress/",
    "progress, everything": "/study/progress/?time=all",
    "today": "/study/today/",
    "figures of cards": "/study/cards/figures/",
}


def _upsert() -> None:
    from django.db import connection, transaction

    from bench.bare import urls as bare

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(bare.UPSERT, [1, "x" * 2000])


def _noting(made: list[str]):
    def note(execute, statement, *rest):
        made.append(statement)
        return execute(statement, *rest)

    return note


def _timed(call, *arguments) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    call(*arguments)
    return 1000 * (time.perf_counter() - started)


def in_a_process_of_its_own() -> None:
    """Fill, then measure where nothing was filled, as in a web server."""
    fill()
    subprocess.run([sys.executable, "-m", "bench.study", MEASURE], check=True)


if __name__ == "__main__":
    if MEASURE in sys.argv:
        load()
        from accounts.models import User

        measure(User.objects.order_by("pk"))
    else:
        sys.exit(measured(DATABASE, in_a_process_of_its_own))
