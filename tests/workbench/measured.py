"""Finished interviews by the dozen, with marks to order, and what the figures should be."""

import uuid
from datetime import UTC, datetime, timedelta

from django.db import models

from interview.models import Answer, Interview, InterviewQuestion
from tests.factories import UserFactory
from tests.interview.marked import add_card
from workbench import attempts, counting, question_summaries, set_summaries
from workbench.models import Attempt, Change, QuestionSummary, SetSummary

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
Scoring = InterviewQuestion.Scoring
BLANK, UNREACHED, UNMARKED = "blank", "unreached", "unmarked"


def people(count: int):
    return UserFactory.create_batch(count, password="!")  # nobody logs in as them


def sit(question_set, candidate, marks, *, day=0, mode="exam", hints=0, seconds=300):
    """A finished interview of a set: a mark for each question, 0–1, or one of the words above.

    A mark of 1 makes all key points, one of 0 none, any other the first half of them.
    """
    start = AT + timedelta(days=day)
    end = start + timedelta(minutes=20)
    interview = Interview.objects.create(
        candidate=candidate, question_set=question_set, title="Mock", minutes=24, mode=mode,
        seed=1, status="submitted", started_at=start, ends_at=end, finished_at=end, closed_at=end,
        estimated_at=end,
    )  # fmt: skip
    items = question_set.items.select_related("question__current").order_by("position")
    for number, (item, mark) in enumerate(zip(items, marks, strict=True), start=1):
        answered = mark not in (BLANK, UNREACHED)
        question = InterviewQuestion.objects.create(
            interview=interview, position=number, version=item.question.current,
            budget_seconds=400, estimate=2,
            scoring=Scoring.DONE if answered else Scoring.NOT_ANSWERED,
        )  # fmt: skip
        saved = {"writer": uuid.uuid4(), "saved_at": end, "revision": 1} if answered else {}
        used = 0 if mark == UNREACHED else seconds
        Answer.objects.create(question=question, text="x" * answered, seconds_used=used, **saved)
        for hint in range(1, hints + 1):
            question.hints_shown.create(number=hint, shown_at=start)
        if mark == UNMARKED:
            add_card(question, score=0, abstained=True, reason="program", made_at=end)
        elif answered:
            points = question.version.key_points.count()
            made = {0: 0, 1: points}.get(mark, points // 2)
            verdicts = ("made",) * made + ("missed",) * (points - made)
            add_card(question, score=mark, verdicts=verdicts, made_at=end)
    Interview.objects.filter(pk=interview.pk).update(status="scored", scored_at=end)
    return interview


def count() -> None:
    """What a beat does."""
    counting.sweep(at=AT)


def kept(model: type[models.Model], without: tuple[str, ...]) -> list[dict]:
    rows = model.objects.values()
    found = [{key: value for key, value in row.items() if key not in without} for row in rows]
    return sorted(found, key=str)


def figures() -> dict[str, list[dict]]:
    """Every row of the statistics, without what only says when it was written."""
    return {
        "attempts": kept(Attempt, ("id",)),
        "questions": kept(QuestionSummary, ("id", "counted_at")),
        "sets": kept(SetSummary, ("id", "counted_at")),
    }


def from_scratch() -> dict[str, list[dict]]:
    """The same, after throwing everything away and reading every interview again."""
    for model in (QuestionSummary, SetSummary, Attempt, Change):
        model.objects.all().delete()
    Change.objects.all().delete()  # deleting attempts noted itself
    attempts.read_again(list(Interview.objects.values_list("pk", flat=True)))
    for question in set(Attempt.objects.values_list("question", flat=True)):
        question_summaries.sum_up(question, at=AT)
    for one in set(Attempt.objects.exclude(set=None).values_list("set", flat=True)):
        set_summaries.sum_up(one, at=AT)
    Change.objects.all().delete()
    return figures()
