"""The figures of a question of a set."""

from workbench.models import QuestionSummary


def of(question_set, number=1):
    return question_set.items.get(position=number).question


def summary(question, version="current"):
    chosen = question.current if version == "current" else version
    return QuestionSummary.objects.get(question=question, version=chosen)
