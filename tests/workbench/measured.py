"""Finished interviews by the dozen, with marks to order, and what the figures should be."""

import uuid
from datetime import UTC, datetime, timedelta

from django.db import models

from interview.models import (
    Answer,
    HintShown,
    Interview,
    InterviewQuestion,
    PointMark,
    Scorecard,
)
from tests.factories import UserFactory
from tests.interview.marked import card_of, marks_of
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
    asked = InterviewQuestion.objects.bulk_create(
        InterviewQuestion(
            interview=interview, position=number, version=item.question.current,
            budget_seconds=400, estimate=2,
            scoring=Scoring.NOT_ANSWERED if mark in (BLANK, UNREACHED) else Scoring.DONE,
        )
        for number, (item, mark) in enumerate(
            zip(items.prefetch_related("question__current__key_points"), marks, strict=True), 1
        )
    )  # fmt: skip
    Answer.objects.bulk_create(
        _answer(question, 0 if mark == UNREACHED else seconds, at=end)
        for question, mark in zip(asked, marks, strict=True)
    )
    HintShown.objects.bulk_create(
        HintShown(question=question, number=number, shown_at=start)
        for question in asked
        for number in range(1, hints + 1)
    )
    _mark(asked, marks, at=end)
    Interview.objects.filter(pk=interview.pk).update(status="scored", scored_at=end)
    return interview


def _answer(question, seconds, *, at) -> Answer:
    answered = question.scoring == Scoring.DONE
    saved = {"writer": uuid.uuid4(), "saved_at": at, "revision": 1} if answered else {}
    return Answer(question=question, text="x" * answered, seconds_used=seconds, **saved)


def _mark(asked, marks, *, at) -> None:
    cards, verdicts = [], []
    for question, mark in zip(asked, marks, strict=True):
        if mark == UNMARKED:
            unsure = {"abstained": True, "reason": "program"}
            cards.append(card_of(question, score=0, made_at=at, **unsure))
        elif question.scoring == Scoring.DONE:
            points = len(question.version.key_points.all())
            made = {0: 0, 1: points}.get(mark, points // 2)
            card = card_of(question, score=mark, made_at=at)
            cards.append(card)
            verdicts += marks_of(card, ("made",) * made + ("missed",) * (points - made))
    Scorecard.objects.bulk_create(cards)
    PointMark.objects.bulk_create(verdicts)


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
