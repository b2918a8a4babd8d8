"""Where an interviewer begins: what waits for them, what they keep, the ways to bring more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.models import Question, QuestionSet
from workbench import waiting
from workbench.models import EditorInvitation

# The latest of each; the lists of their own have them all.
SHOWN = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person keeps, newest first, and before that what they might do next."""
    questions = Question.objects.editable_by(request.user)
    sets = QuestionSet.objects.editable_by(request.user)
    context = {
        "invitations": EditorInvitation.objects.for_person(request.user).select_related(
            "question", "set", "by"
        ),
        "waiting": waiting.for_person(request.user),
        "questions": questions.order_by("-pk").defer("search")[:SHOWN],
        "how_many": questions.count(),
        "sets": sets.with_kinds().select_related("circle").order_by("-pk")[:SHOWN],
        "how_many_sets": sets.count(),
    }
    return render(request, "workbench/home.html", context)
