"""Saying something about a passage of an answer, answering, resolving it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from interview.models import InterviewQuestion
from marking import discussions
from marking.fields import LONGEST_NOTE
from marking.models import Passage, Share
from web import clock

_WORDS = forms.Textarea(attrs={"rows": 3})


class ReplyForm(forms.Form):
    text = forms.CharField(label="What you have to say", max_length=LONGEST_NOTE, widget=_WORDS)


class SayForm(ReplyForm):
    """`near`: where a script saw the words selected; without one they are looked for."""

    quote = forms.CharField(
        label="About these words of the answer",
        required=False,
        max_length=2000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Copied from the answer; empty for the answer as a whole.",
    )
    near = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    field_order = ("quote", "text", "near")

    def __init__(self, data, *, answer: str) -> None:
        super().__init__(data)
        self._answer = answer

    def clean(self) -> dict:
        given = super().clean()
        # Browsers send line ends their own way.
        quote = (given.get("quote") or "").replace("\r\n", "\n")
        found = discussions.anchor(self._answer, quote, near=given.get("near") or 0)
        if found is None:
            self.add_error("quote", "These words do not stand in the answer. Copy them from it.")
        return {**given, "anchor": found}


@require_POST
def say(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    question = open_question(request, pk, position)
    form = SayForm(request.POST, answer=_as_read(request.user, question))
    if not form.is_valid():
        return _again(request, form, question, "Say something about this answer")
    given = form.cleaned_data
    by, at = request.user, clock.now()
    discussions.open_passage(question, given["anchor"], given["text"], by=by, at=at)
    return redirect(place_of(request.user, question))


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    passage = _passage(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _again(request, form, passage.question, "Answer")
    by, at = request.user, clock.now()
    discussions.reply(passage, form.cleaned_data["text"], by=by, at=at)
    return redirect(place_of(request.user, passage.question))


@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """`resolved`: 1, or 0 to open it again."""
    passage = _passage(request, pk)
    resolved = request.POST.get("resolved") != "0"
    discussions.resolve(passage, resolved=resolved, by=request.user, at=clock.now())
    return redirect(place_of(request.user, passage.question))


def open_question(request: HttpRequest, pk: int, position: int) -> InterviewQuestion:
    """A question this person may read; 404 for everybody else."""
    found = discussions.question_open_to(request.user, pk, position, at=clock.now())
    if found is None:
        raise Http404
    return found


def place_of(user: User, question: InterviewQuestion) -> str:
    """The page on which this person reads this question."""
    if question.interview.candidate_id == user.pk:
        page = reverse("marking:side_by_side", args=[question.interview_id])
    else:
        shares = Share.objects.open_to(user, at=clock.now())
        share = shares.filter(interview=question.interview_id).first()
        sheet = reverse("marking:sheet", args=[question.interview_id])
        page = share.get_absolute_url() if share else sheet
    return f"{page}#question-{question.position}"


def _as_read(user: User, question: InterviewQuestion) -> str:
    """The answer as this person has it before them: without names where those are left out."""
    return discussions.redaction_for(user, question.interview, at=clock.now())(question.answer.text)


def _passage(request: HttpRequest, pk: int) -> Passage:
    rows = Passage.objects.select_related("question__interview__candidate", "question__answer")
    passage = get_object_or_404(rows, pk=pk)
    open_question(request, passage.question.interview_id, passage.question.position)
    return passage


def _again(
    request: HttpRequest, form: forms.Form, question: InterviewQuestion, title: str
) -> HttpResponse:
    context = {"form": form, "title": title, "back": place_of(request.user, question)}
    return render(request, "marking/again.html", context, status=422)
