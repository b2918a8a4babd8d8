"""The six habits over ten interviews: scored by oneself, seen by interviewers."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from interview.habits import HABITS
from study.habits import scores
from web import clock


class HabitsForm(forms.Form):
    """The habits one kept; none is an answer, too."""

    habit = forms.MultipleChoiceField(choices=list(HABITS.items()), required=False)


@require_safe
def habits(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def score_habits(request: HttpRequest, pk: int) -> HttpResponse:
    interview = get_object_or_404(scores.scorable(request.user), pk=pk)
    form = HabitsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tick those of the six that you kept.")
        return _page(request, status=422)
    scores.score(request.user, interview, form.cleaned_data["habit"], at=clock.now())
    return redirect(f"{reverse('study:habits')}#interview-{pk}")


def _page(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    context = {"trend": scores.trend(request.user)}
    return render(request, "study/habits.html", context, status=status)
