"""How fast a group's page is with 200 people and 5,000 shared interviews: `python -m bench.groups`.

In a database of its own beside the one DATABASE_URL names, dropped at the end. Asked for in this
process, template, session and database included; half of the interviews ask for marks, and 300 sets
and 1,000 questions are shared, too.
"""

import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from bench.alone import measured

PEOPLE = 200
SHARES = 5000
# Groups beside it, so that a page that reads everybody's would be slow.
OTHERS = 20
SETS, QUESTIONS, CHALLENGES = 300, 1000, 200
AREAS = 29
MARKS = 20_000
TIMES = 100
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
LONG = timedelta(minutes=50)
TARGET = 150  # milliseconds


def fill():
    """The group and the people in it, the owner first."""
    from accounts.models import Circle, CircleMembership, User
    from groups.models import Group, Membership
    from marking.models import Share

    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", display_name=f"Person {n}") for n in range(PEOPLE)
    )
    circles = Circle.objects.bulk_create(Circle(name=f"Group {n}") for n in range(OTHERS + 1))
    groups = Group.objects.bulk_create(Group(circle=one, created_at=BEGAN) for one in circles)
    places = CircleMembership.objects.bulk_create(
        CircleMembership(circle=circle, user=user, since=BEGAN + timedelta(minutes=n))
        for circle in circles
        for n, user in enumerate(people)
    )
    Membership.objects.bulk_create(
        Membership(
            place=place,
            group_id=place.circle_id,
            role="owner" if place.user_id == people[0].pk else "member",
            shows_points=True,
        )
        for place in places
    )
    for number, group in enumerate(groups):
        interviews = _interviews(people, SHARES if number == 0 else SHARES // OTHERS)
        Share.objects.bulk_create(
            (
                Share(
                    interview=one,
                    circle=group.circle,
                    asks_for_marks=bool(n % 2),
                    made_at=one.finished_at + timedelta(hours=1),
                )
                for n, one in enumerate(interviews)
            ),
            batch_size=1000,
        )
    _marked(people, interviews=_interviews(people, PEOPLE))
    _shared(people, groups[0])
    _sheets(people[0])
    return groups[0], people


def _interviews(people, number: int) -> list:
    from interview.models import Interview

    rng = np.random.default_rng(number)
    days = rng.integers(0, 300, size=number)
    return Interview.objects.bulk_create(
        (
            Interview(
                candidate=people[n % len(people)],
                title=f"Rehearsal {n}",
                minutes=50,
                mode="exam",
                seed=n,
                status="scored",
                started_at=(begin := BEGAN + timedelta(days=int(days[n]))),
                ends_at=begin + LONG,
                finished_at=begin + LONG,
                closed_at=begin + LONG,
                estimated_at=begin + LONG,
                scored_at=begin + LONG,
            )
            for n in range(number)
        ),
        batch_size=1000,
    )


def _shared(people, group) -> None:
    """Sets, questions and challenges of the group, and as many that are private."""
    from groups.models import Challenge
    from questions.models import Question, QuestionSet, QuestionVersion, Topic

    topics = list(Topic.objects.all())
    for visibility, circle in (("group", group.circle), ("private", None)):
        QuestionSet.objects.bulk_create(
            QuestionSet(
                slug=f"{visibility}-{n}", title=f"Set {n}", minutes=45,
                owner=people[n % PEOPLE], visibility=visibility, circle=circle,
            )
            for n in range(SETS)
        )  # fmt: skip
        questions = Question.objects.bulk_create(
            Question(
                slug=f"{visibility}-q-{n}", title=f"Question {n}", kind="conceptual",
                topic=topics[n % AREAS], owner=people[n % PEOPLE],
                visibility=visibility, circle=circle,
            )
            for n in range(QUESTIONS)
        )  # fmt: skip
        versions = QuestionVersion.objects.bulk_create(_version(one) for one in questions)
        for question, version in zip(questions, versions, strict=True):
            question.current = version
        Question.objects.bulk_update(questions, ["current"], batch_size=500)
    Challenge.objects.bulk_create(
        Challenge(
            group=group, title=f"Challenge {n}", minutes=45, mode="exam", made_by=people[n],
            made_at=BEGAN, opens_at=BEGAN,
            closes_at=BEGAN + timedelta(days=365 * 90 if n < 10 else 1),
        )
        for n in range(CHALLENGES)
    )  # fmt: skip


def _marked(people, *, interviews) -> None:
    """Marks in every area, for the page of marks by area."""
    from interview.models import InterviewQuestion
    from questions.models import Question, QuestionVersion, Topic
    from workbench.models import Attempt

    topics = Topic.objects.bulk_create(
        Topic(slug=f"area-{n}", title=f"Area {n}", position=n) for n in range(AREAS)
    )
    questions = Question.objects.bulk_create(
        Question(slug=f"m-{n}", title=f"M {n}", kind="conceptual", topic=topics[n % AREAS])
        for n in range(MARKS // PEOPLE)
    )
    versions = QuestionVersion.objects.bulk_create(_version(one) for one in questions)
    rng = np.random.default_rng(3)
    asked = InterviewQuestion.objects.bulk_create(
        (
            InterviewQuestion(
                interview=interview, position=n, version=version, budget_seconds=60,
                scoring="done",
            )
            for interview in interviews
            for n, version in enumerate(versions, start=1)
        ),
        batch_size=1000,
    )  # fmt: skip
    Attempt.objects.bulk_create(
        (
            Attempt(
                asked=one, interview=one.interview, candidate=one.interview.candidate,
                question=one.version.question, version=one.version, position=one.position,
                finished_at=one.interview.finished_at, score=float(rng.random()), seconds=50,
                budget=60, hints=0, is_practice=False, is_blank=False, is_reached=True,
            )
            for one in asked
        ),
        batch_size=1000,
    )  # fmt: skip


def _version(question):
    from questions.models import QuestionVersion

    return QuestionVersion(
        question=question, number=1, title=question.title, prompt="Why?", kind="conceptual",
        tier=1, minutes=10, priority="P1", content_hash="",
    )  # fmt: skip


def _sheets(rater) -> None:
    """The owner has marked a thousand of those that ask."""
    from marking.models import ScoreSheet, Share

    asked = Share.objects.filter(asks_for_marks=True).exclude(interview__candidate=rater)
    ScoreSheet.objects.bulk_create(
        ScoreSheet(
            interview_id=interview, rater=rater, role="peer", state="submitted",
            started_at=BEGAN, submitted_at=BEGAN, opens_at=BEGAN,
        )
        for interview in list(asked.values_list("interview", flat=True)[:1000])
    )  # fmt: skip


def measure(group, people) -> None:
    from django.db import connection
    from django.test import Client

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{PEOPLE} people, {SHARES:,} interviews shared with the group; {TIMES} times each")
    print(f"{'page':<18}{'who':<10}{'queries':>8}{'median':>10}{'p95':>10}")
    pages = {"group": "", "people": "people/", "sets, questions": "shared/", "marks": "points/"}
    for who, user in (("owner", people[0]), ("member", people[7])):
        client = Client(headers={"host": "localhost"})
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        for name, path in pages.items():
            address = f"/groups/{group.pk}/{path}"
            for _warm in range(3):
                assert client.get(address).status_code == 200
            made: list[str] = []
            with connection.execute_wrapper(_noting(made)):
                client.get(address)
            times = [_timed(client, address) for _ in range(TIMES)]
            p95 = statistics.quantiles(times, n=20)[-1]
            middle = statistics.median(times)
            print(f"{name:<18}{who:<10}{len(made):>8}{middle:>7.0f} ms{p95:>7.0f} ms")


def _noting(made: list[str]):
    def note(execute, statement, *rest):
        made.append(statement)
        return execute(statement, *rest)

    return note


def _timed(client, address: str) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    client.get(address)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(measured("greenroom_bench_groups", lambda: measure(*fill())))
