"""Which questions a person has answered in an interview of their own.

Interviews live in a room above this one, so nothing is imported from there: the rows are reached
through the relation that an interview question has to its version, by name. The price is that
these names are a promise between the rooms; tests/questions/test_attempts.py holds both to it.
"""

from collections.abc import Collection

from accounts.models import User
from questions.models import Question, QuestionSet, QuestionVersion

# What becomes of an answer that was not left blank. The words are InterviewQuestion.Scoring's.
ANSWERED = ("waiting", "running", "done", "failed")


def attempted(user: User, among: Collection[int] | None = None) -> set[int]:
    """Ids of the questions this person answered in a finished interview, in whatever version.

    A blank answer is no attempt, nor is one in an interview that still runs.
    """
    if not user.is_authenticated:
        return set()
    asked = QuestionVersion.objects.filter(
        interview_questions__interview__candidate=user.pk,
        interview_questions__interview__finished_at__isnull=False,
        interview_questions__scoring__in=ANSWERED,
    )
    if among is not None:
        asked = asked.filter(question__in=among)
    return set(asked.order_by().values_list("question_id", flat=True).distinct())


def has_attempted(user: User, question: Question) -> bool:
    return bool(attempted(user, [question.pk]))


def met(user: User, question_set: QuestionSet) -> int:
    """How many of a set's fixed questions this person was ever asked, answered or not."""
    if not user.is_authenticated:
        return 0
    asked = QuestionVersion.objects.filter(
        interview_questions__interview__candidate=user.pk,
        question__set_items__set=question_set,
    )
    return asked.order_by().values("question_id").distinct().count()
