"""Whose figures a person may see: what they keep here, and for a curator all of the library,
what a bank of files loads included, though its words are changed in their file."""

from django.db.models import Q, QuerySet

from accounts.models import User
from questions.models import Question, QuestionSet, Visibility


def questions_of(user: User) -> QuerySet[Question]:
    return Question.objects.filter(_kept(Question, user), current__isnull=False)


def sets_of(user: User) -> QuerySet[QuestionSet]:
    return QuestionSet.objects.filter(_kept(QuestionSet, user))


def _kept(model: type[Question] | type[QuestionSet], user: User) -> Q:
    kept = Q(pk__in=model.objects.editable_by(user).values("pk"))
    if user.is_curator:
        kept |= Q(visibility=Visibility.LIBRARY)
    return kept
