"""Where two people are far apart: each says why."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from interview.models import Interview
from marking import apart, discussions, raters
from marking.apart import Apart
from marking.fields import LONGEST_NOTE
from web import clock


class NoteForm(forms.Form):
    """Why one marked this point so. `place` says which: `<question>:<key point>`."""

    place = forms.RegexField(r"^\d{1,18}:\d{1,18}$", widget=forms.HiddenInput)
    text = forms.CharField(
        label="Why you marked it so",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """The points on which this person and another are more than a level apart, and what both say.

    Only those whose marks are in and differ find it.
    """
    interview = get_object_or_404(Interview.objects.finished(), pk=pk)
    may = raters.role_of(request.user, interview, at=clock.now())
    found = [one for one in apart.points_of(interview) if request.user.pk in one.by]
    if not (may and found):
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = NoteForm(typed)
    if form.is_valid() and (point := _named(found, form.cleaned_data["place"])):
        text = form.cleaned_data["text"]
        by, at = request.user, clock.now()
        discussions.explain(point.question, point.point, text, by=by, at=at)
        messages.success(request, "Kept. Those who differ and the candidate read it.")
        return redirect("marking:why", pk)
    context = {"interview": interview, "points": found, "form": form}
    return render(request, "marking/why.html", context, status=200 if typed is None else 422)


def _named(points: list[Apart], place: str) -> Apart | None:
    return next((one for one in points if one.place == place), None)
