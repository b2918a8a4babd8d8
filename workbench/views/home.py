"""Where an interviewer begins: what they keep here, and the ways to bring more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.models import Question, QuestionSet

# The latest of each; the lists of their own have them all.
SHOWN = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person keeps, newest first."""
    questions = Question.objects.editable_by(request.user).with_current()
    sets = QuestionSet.objects.editable_by(request.user).with_kinds()
    context = {
        "questions": questions.order_by("-pk")[:SHOWN],
        "how_many": questions.count(),
        "sets": sets.order_by("-pk")[:SHOWN],
    }
    return render(request, "workbench/home.html", context)
