"""A candidate judges a whole interview of theirs, as an interviewer would."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from interview import judging, rules
from interview.level_form import LevelForm
from interview.models import InterviewQuestion
from interview.views.seats import own_interview
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Once one has said how it went; of an interview in which something was answered."""
    interview = own_interview(request, pk)
    blank = InterviewQuestion.Scoring.NOT_ANSWERED
    answered = interview.questions.exclude(scoring=blank).exists()
    if not answered or rules.why_no_marks(interview, answered=answered):
        return redirect("interview:review", pk)
    families = judging.families_of(interview)
    own = judging.own_levels(interview)
    sent = request.POST if request.method == "POST" else None
    form = LevelForm(sent, families=families, own=own)
    if request.method != "POST" or not form.is_valid():
        context = {"interview": interview, "form": form, "has_judged": bool(own)}
        status = 422 if form.is_bound else 200
        return render(request, "interview/judge.html", context, status=status)
    judging.judge(interview, form.levels(), at=clock.now())
    messages.success(request, "Kept.")
    return redirect(f"{reverse('interview:review', args=[pk])}#judged")
