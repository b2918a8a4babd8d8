"""What is measured: people in every stage of an interview of six questions from the bank."""

import uuid
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench.client import Person
from interview import actions, autosave, scoring_jobs
from interview.models import Answer, Interview, InterviewQuestion, Seat
from questions.models import Question, QuestionSet, SetItem
from tests.faults.cast import log_in
from web import clock

QUESTIONS = 6
MINUTES = 240
SENTENCE = "Momentum keeps a running mean of past gradients, which damps oscillation, number {}. "


def text(characters: int) -> str:
    sentences = "".join(SENTENCE.format(n) for n in range(characters // 80 + 2))
    return sentences[:characters]


@dataclass(frozen=True)
class Sitter:
    """One logged-in person and their interview."""

    user: User
    session: str
    interview: Interview

    def at(self, path: str = "") -> str:
        return f"/interviews/{self.interview.pk}/{path}"


class World:
    """A loaded bank, a set of six conceptual questions, and people made as they are needed."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_bank", verbosity=0)
        self.set = _set_of(QUESTIONS)

    def people(self, number: int) -> list[tuple[User, str]]:
        tag = uuid.uuid4().hex[:8]
        users = User.objects.bulk_create(
            User(email=f"{tag}-{n}@example.org", display_name=f"Bench {n}") for n in range(number)
        )
        return [(user, log_in(user)) for user in users]

    def scheduled(self, number: int, *, of: QuestionSet | None = None) -> list[Sitter]:
        """Interviews that wait for their start."""
        chosen = of or self.set
        people = self.people(number)
        interviews = Interview.objects.bulk_create(
            Interview(
                candidate=user,
                question_set=chosen,
                title=chosen.title,
                mode=Interview.Mode.EXAM,
                minutes=MINUTES,
                seed=n,
            )
            for n, (user, _) in enumerate(people)
        )
        Seat.objects.bulk_create(
            Seat(interview=interview, user=interview.candidate, role=Seat.Role.CANDIDATE)
            for interview in interviews
        )
        return [
            Sitter(user, session, interview)
            for (user, session), interview in zip(people, interviews, strict=True)
        ]

    def running(self, number: int, *, of: QuestionSet | None = None) -> list[Sitter]:
        """The clock runs and every answer has 400 characters."""
        sitters = self.scheduled(number, of=of)
        at = clock.now()
        for sitter in sitters:
            actions.start(sitter.interview, at=at)
        mine = Answer.objects.filter(question__interview__in=[s.interview.pk for s in sitters])
        mine.update(text=text(400), revision=1, writer=uuid.uuid4(), saved_at=at)
        return sitters

    def reviewed(self, number: int) -> list[Sitter]:
        """Handed in, marked by the machine, estimated: the review may be shown."""
        sitters = self.running(number)
        for sitter in sitters:
            for position in range(1, QUESTIONS + 1):
                autosave.save(
                    sitter.interview.pk,
                    position,
                    candidate_id=sitter.user.pk,
                    text=text(600 + position),
                    base=1,
                    writer=uuid.uuid4(),
                    count=1,
                )
            actions.finish(sitter.interview, at=clock.now())
            scoring_jobs.score_interview(sitter.interview.pk)
        pks = [sitter.interview.pk for sitter in sitters]
        unmarked = InterviewQuestion.objects.filter(interview__in=pks).exclude(scoring="done")
        if unmarked.exists():
            raise RuntimeError("some answers could not be marked")
        Interview.objects.filter(pk__in=pks).update(estimated_at=clock.now())
        return sitters

    def queries_of_the_room(self, questions: int) -> int:
        """How many queries the page of a running interview makes."""
        from django.test import Client

        sitter = self.running(1, of=_set_of(questions))[0]
        client = Client(HTTP_HOST="localhost")
        client.cookies["sessionid"] = sitter.session
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(sitter.at())
        if answer.status_code != 200:
            raise RuntimeError(f"the room answers {answer.status_code}")
        return len(captured)


def _set_of(questions: int) -> QuestionSet:
    """The first so many conceptual questions of the bank that ask for prose."""
    chosen = QuestionSet.objects.create(
        slug=f"bench-{uuid.uuid4().hex[:8]}", title=f"Bench of {questions}", minutes=MINUTES
    )
    usable = Question.objects.filter(status=Question.Status.READY, kind="conceptual")
    found = usable.order_by("slug")[:questions]
    if len(found) < questions:
        raise RuntimeError(f"the bank has fewer than {questions} conceptual questions")
    for number, question in enumerate(found, start=1):
        SetItem.objects.create(set=chosen, position=number, question=question)
    return chosen


# --- What each kind of person asks ----------------------------------------------------------------


def saving(sitters: list[Sitter]) -> list[Person]:
    return [
        Person(
            [sitter.session],
            answer=sitter.at("answers/1/"),
            current=sitter.at("answers/1/text/"),
            text=text(2000),
        )
        for sitter in sitters
    ]


def reading(sitters: list[Sitter], path: str = "") -> list[Person]:
    return [Person([sitter.session], [("GET", sitter.at(path))]) for sitter in sitters]


def once_each(sitters: list[Sitter], path: str, clients: int) -> list[Person]:
    """Every sitter's own address is asked for once, shared out among so many clients."""
    shares = [sitters[n::clients] for n in range(clients)]
    return [
        Person(
            requests=[("POST", sitter.at(path)) for sitter in share],
            sessions=[sitter.session for sitter in share],
        )
        for share in shares
    ]
