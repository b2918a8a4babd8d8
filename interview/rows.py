"""The rows that the pages of a sitting ask for again and again, by statements written once."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from interview.models import (
    ArtefactAsked,
    FrameworkOpened,
    HintShown,
    Interview,
    InterviewQuestion,
    ParkedText,
)
from web.prepared import Prepared


def _sat_by(user_id: int, pk: int) -> QuerySet[Interview]:
    user = User(pk=user_id)
    mine = Interview.objects.visible_to(user).of_candidate(user)
    return mine.filter(pk=pk).select_related("question_set")


def _locked(pk: int) -> QuerySet[Interview]:
    rows = Interview.objects.select_for_update(of=("self",))
    return rows.select_related("candidate", "question_set").filter(pk=pk)


def _questions_of(interview_id: int) -> QuerySet[InterviewQuestion]:
    hints = HintShown.objects.filter(question=OuterRef("pk")).order_by().values("question")
    asked = ArtefactAsked.objects.filter(question=OuterRef("pk")).order_by("place")
    opened = FrameworkOpened.objects.filter(question=OuterRef("pk")).values("opened_at")
    parked = ParkedText.objects.filter(answer__question=OuterRef("pk")).values("text")
    return (
        InterviewQuestion.objects.filter(interview=interview_id)
        .select_related("answer")
        .annotate(
            hints_open=Coalesce(Subquery(hints.annotate(n=Count("pk")).values("n")), 0),
            parked=ArraySubquery(parked),
            asked=ArraySubquery(asked.values("number")),
            framework_at=Subquery(opened),
        )
        .order_by("position")
    )


# An interview that this person (by id) sits.
sat_by = Prepared(_sat_by)
# An interview with its candidate and set, its own row locked until the transaction ends.
locked = Prepared(_locked)
# The questions of an interview in order, each with its answer, `hints_open`, `parked` texts, the
# numbers of the artefacts that were `asked` for, and when the five steps were opened.
questions_of = Prepared(_questions_of)
