"""Robin, whom the pictures show: sits interviews through the product's own actions, then waits for
the worker to mark them.
"""

import re
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from django.db import transaction
from django.db.models import F

from accounts.models import User
from interview import actions, autosave
from interview.actions import Estimate
from interview.models import AnswerRevision, Interview, InterviewQuestion, Scorecard
from questions.models import Question, QuestionSet
from reminders import actions as outbox
from reminders.models import Reminder
from web import clock

REHEARSALS = Path(__file__).with_name("rehearsals.yaml")
# The file breaks lines for its readers; only empty lines and lists are Robin's own.
LINE_BREAK = re.compile(r"(?<=\S)\n(?=[^\n\d])")
# Draws come out of a stored seed: the same pictures as long as the bank stays the same.
SEED = 20
MARKED_WITHIN = 300


@dataclass(frozen=True)
class Said:
    """One answer of a rehearsal: how long it took, and what Robin thought of it."""

    text: str
    seconds: int
    estimate: int
    missed: str = ""


@dataclass(frozen=True)
class Rehearsal:
    days_ago: int
    set: str = ""
    question: str = ""
    answers: dict[str, Said] = field(default_factory=dict)


def rehearsals() -> list[Rehearsal]:
    read = yaml.safe_load(REHEARSALS.read_text())
    for facts in read:
        for said in facts["answers"].values():
            said["text"] = LINE_BREAK.sub(" ", said["text"])
        facts["answers"] = {slug: Said(**said) for slug, said in facts["answers"].items()}
    return [Rehearsal(**facts) for facts in read]


def make_robin() -> User:
    return User.objects.create_user(
        "robin@greenroom.example",
        display_name="Robin",
        time_zone="Europe/Paris",
        time_zone_chosen=True,
    )


def sit(robin: User, rehearsal: Rehearsal) -> Interview:
    """Start it early enough to have taken the time it took, write, and hand in now."""
    interview = prepare(robin, set_slug=rehearsal.set, question_slug=rehearsal.question)
    used = timedelta(seconds=sum(said.seconds for said in rehearsal.answers.values()))
    at = max(clock.now() - used, clock.now() - timedelta(minutes=interview.minutes - 1))
    interview = actions.start(interview, at=at)
    for question in _questions(interview):
        if said := rehearsal.answers.get(question.version.question.slug):
            at = write(question, said.text, began=at, seconds=said.seconds)
    return actions.finish(interview, at=clock.now())


def prepare(
    robin: User, *, set_slug: str = "", question_slug: str = "", mode: str = "", **when: datetime
) -> Interview:
    """An interview that has not started, on a set or on one question."""
    if set_slug:
        chosen = QuestionSet.objects.get(slug=set_slug)
        facts = {"title": chosen.title, "question_set": chosen}
    else:
        chosen = Question.objects.get(slug=question_slug)
        facts = {"title": chosen.title, "recipe": {"question": question_slug}}
    interview = actions.set_up(
        robin,
        minutes=chosen.minutes,
        mode=mode or (Interview.Mode.EXAM if set_slug else Interview.Mode.PRACTICE),
        request_key=uuid.uuid4(),
        **facts,
        **when,
    )
    Interview.objects.filter(pk=interview.pk).update(seed=SEED)
    return interview


def write(question: InterviewQuestion, text: str, *, began: datetime, seconds: int) -> datetime:
    """Type an answer sentence by sentence, spread over its seconds; returns when it was done."""
    writer = uuid.uuid4()
    ends = [match.end() for match in re.finditer(r"[.:;?!]\s|$", text)]
    for count, end in enumerate(ends, start=1):
        outcome = autosave.save(
            question.interview_id,
            question.position,
            candidate_id=question.interview.candidate_id,
            text=text[:end],
            base=count - 1,
            writer=writer,
            count=count,
            seconds_used=round(seconds * count / len(ends)),
        )
        if outcome is None or outcome.state is not autosave.State.SAVED:
            raise RuntimeError(f"{question} was not saved: {outcome}")
    for revision in AnswerRevision.objects.filter(answer=question.answer):
        revision.saved_at = began + timedelta(seconds=seconds * revision.number / len(ends))
        revision.save(update_fields=["saved_at"])
    return began + timedelta(seconds=seconds)


def wait_for_marks(interviews: list[Interview]) -> None:
    until = time.monotonic() + MARKED_WITHIN
    mine = Interview.objects.filter(pk__in=[interview.pk for interview in interviews])
    while mine.exclude(status=Interview.Status.SCORED).exists():
        if time.monotonic() > until:
            raise RuntimeError("the worker has not marked the interviews; its words are above")
        time.sleep(0.5)


def estimate(interview: Interview, rehearsal: Rehearsal) -> None:
    said = {}
    for question in _questions(interview):
        if own := rehearsal.answers.get(question.version.question.slug):
            said[question.position] = Estimate(own.estimate, missed_note=own.missed)
    actions.estimate(interview, said=said)
    actions.finish_estimate(interview, at=clock.now())


@transaction.atomic
def move_back(interview: Interview, *, days: int) -> None:
    """As if all of it had happened that many days ago."""
    age = timedelta(days=days)
    for rows, names in (
        (
            Interview.objects.filter(pk=interview.pk),
            "created_at started_at ends_at finished_at closed_at estimated_at scored_at",
        ),
        (AnswerRevision.objects.filter(answer__question__interview=interview), "saved_at"),
        (Scorecard.objects.filter(question__interview=interview), "made_at"),
    ):
        rows.update(**{name: F(name) - age for name in names.split()})


def plan_ahead(robin: User) -> None:
    """Two interviews in the calendar; what is told a day before the first is told now."""
    evening = clock.now().astimezone(robin.zone).replace(hour=18, minute=30, second=0)
    evening = evening.replace(microsecond=0)
    for days, set_slug in ((2, "implementation-60"), (5, "behavioural-30")):
        prepare(robin, set_slug=set_slug, scheduled_for=evening + timedelta(days=days))
    first = Reminder.objects.filter(user=robin, kind="a-day-before").order_by("due_at")[:2]
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in first]).update(due_at=clock.now())
    outbox.send_due(at=clock.now())


def sit_down(robin: User, set_slug: str, *, text: str, minutes_ago: int) -> Interview:
    """An interview that is running, its first question half answered."""
    interview = prepare(robin, set_slug=set_slug, mode=Interview.Mode.PRACTICE)
    began = clock.now() - timedelta(minutes=minutes_ago)
    interview = actions.start(interview, at=began)
    write(_questions(interview)[0], text, began=began, seconds=60 * minutes_ago)
    return interview


def _questions(interview: Interview) -> list[InterviewQuestion]:
    chosen = interview.questions.select_related("version__question", "interview", "answer")
    return list(chosen.order_by("position"))
