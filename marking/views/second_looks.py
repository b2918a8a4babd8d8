"""Asking for a second look, and looking."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from marking import discussions, rules, second_looks
from marking.fields import LONGEST_NOTE, VERDICTS
from marking.second_looks import Decision, Outcome
from marking.views.talk import open_question
from web import clock

_WORDS = forms.Textarea(attrs={"rows": 3})


class AskForm(forms.Form):
    """Which mark (`<card>:<key point>`), and why it should be otherwise."""

    mark = forms.RegexField(r"^\d{1,18}:\d{1,18}$", widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why it should be looked at again", max_length=LONGEST_NOTE, widget=_WORDS
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=[
            (Outcome.UPHELD, "The mark stands"),
            (Outcome.CHANGED, "I change it"),
            (Outcome.EXPLAINED, "Neither: an explanation"),
        ],
        widget=forms.RadioSelect,
    )
    verdict = forms.ChoiceField(
        label="If you change it, to what",
        choices=[("", "as it is"), *VERDICTS.items()],
        required=False,
    )
    why = forms.CharField(label="Why", max_length=LONGEST_NOTE, widget=_WORDS)

    def clean(self) -> dict:
        given = super().clean()
        if given.get("outcome") == Outcome.CHANGED and not given.get("verdict"):
            self.add_error("verdict", "Changed to what?")
        return given


@require_POST
def ask(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    question = open_question(request, pk, position)
    if question.interview.candidate_id != request.user.pk:
        raise Http404
    form = AskForm(request.POST)
    if not form.is_valid():
        back = reverse("marking:side_by_side", args=[pk])
        context = {"form": form, "title": "Ask for a second look", "back": back}
        return render(request, "marking/again.html", context, status=422)
    card_id, _, point_id = form.cleaned_data["mark"].partition(":")
    card = get_object_or_404(question.scorecards, pk=card_id)
    point = get_object_or_404(question.version.key_points, pk=point_id)
    reason = form.cleaned_data["reason"]
    look = second_looks.ask(question, card, point, reason, by=request.user, at=clock.now())
    return redirect("marking:second_look", look.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the mark, the reason, what came of it; for whoever may look, the form."""
    at = clock.now()
    look = get_object_or_404(second_looks.visible_to(request.user), pk=pk)
    # Whoever may not read the answer any more does not read it here either.
    open_question(request, look.question.interview_id, look.question.position)
    typed = request.POST if request.method == "POST" else None
    form = DecisionForm(typed)
    if form.is_valid():
        decision = Decision(**form.cleaned_data)
        second_looks.settle(look, decision, by=request.user, at=at)
        messages.success(request, "Kept. The candidate is told.")
        return redirect("marking:second_look", pk)
    redact = discussions.redaction_for(request.user, look.question.interview, at=at)
    context = {
        "look": look,
        "form": form,
        "due_at": look.asked_at + rules.LOOK_TAKES,
        "is_candidate": look.question.interview.candidate_id == request.user.pk,
        "reason": redact(look.reason),
        "answer": redact(look.question.answer.text),
        "why_not": second_looks.why_not_settle(look, request.user, at=at),
    }
    return render(request, "marking/second_look.html", context, status=422 if form.errors else 200)
