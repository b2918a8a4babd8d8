"""The question editor: write, look, save. What is typed always comes back with the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from questions.actions import Superseded
from questions.models import Question
from questions.versions import words_of
from web.htmx import render_page, wants
from workbench import editing
from workbench.looks import preview_of
from workbench.merging import Merged, merge
from workbench.question_form import LICENCES, QuestionForm

PAGE = "workbench/question.html"
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def editable(request: HttpRequest, slug: str) -> Question:
    return get_object_or_404(Question.objects.editable_by(request.user).with_current(), slug=slug)


@read_or_post
def new_question(request: HttpRequest) -> HttpResponse:
    """An empty form; posted, a private draft of whoever wrote it."""
    if request.method != "POST":
        form = QuestionForm(initial={"author": request.user.display_name})
        return _page(request, form)
    form = QuestionForm(request.POST)
    if form.rearrange(request.POST.get("do", "")):
        return _page(request, form.hushed())
    if not form.is_valid():
        return _page(request, form, status=422)
    facts = form.cleaned_data
    begun = editing.begin(
        form.words, topic=facts["topic"], language=facts["language"], by=request.user,
        note=facts["note"],
    )  # fmt: skip
    return _saved(request, begun, facts["draft"])


@read_or_post
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question with all that is asked and expected. Posted: its next version."""
    kept = editable(request, slug)
    if request.method != "POST":
        form = QuestionForm(question=kept, words=words_of(kept.current), base=kept.current.number)
        return _page(request, form)
    form = QuestionForm(request.POST, question=kept)
    if form.rearrange(request.POST.get("do", "")):
        return _page(request, form.hushed())
    if not form.is_valid():
        return _page(request, form, status=422)
    facts = form.cleaned_data
    try:
        saved = editing.keep(
            kept, form.words, topic=facts["topic"], language=facts["language"],
            by=request.user, base=facts["base"], note=facts["note"],
        )  # fmt: skip
    except Superseded as newer:
        return _both_texts(request, form, newer.question)
    return _saved(request, saved, facts["draft"])


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How what is typed would look, and what is still to mend. Nothing is kept."""
    return _page(request, typed(request).hushed(), partial="beside")


def typed(request: HttpRequest) -> QuestionForm:
    """The form as it was posted, of the question it names where that is one of this person's."""
    mine = Question.objects.editable_by(request.user).with_current()
    return QuestionForm(
        request.POST, question=mine.filter(slug=request.POST.get("question", "")).first()
    )


def _both_texts(request: HttpRequest, form: QuestionForm, newer: Question) -> HttpResponse:
    """Somebody saved meanwhile: what both changed is put together, in a form to be saved again."""
    base = newer.versions.filter(number=form.cleaned_data["base"]).first() or newer.current
    merged = merge(words_of(base), mine=form.words, theirs=words_of(newer.current))
    facts = {name: form.cleaned_data[name] for name in ("note", "draft", "language")}
    together = QuestionForm(
        question=newer,
        words=merged.words,
        base=newer.current.number,
    )
    together.initial |= facts | {"topic": form.cleaned_data["topic"].slug}
    return _page(request, together, status=409, merged=merged)


def _page(
    request: HttpRequest,
    form: QuestionForm,
    *,
    status: int = 200,
    partial: str = "editor",
    merged: Merged | None = None,
) -> HttpResponse:
    kept = form.question
    words = form.words if form.is_bound else form.given
    context = {
        **preview_of(words),
        "form": form,
        "question": kept,
        "version": kept.current if kept else None,
        "licences": LICENCES,
        "merged": merged,
        "to": reverse("workbench:question", args=[kept.slug]) if kept else request.path,
    }
    return render_page(request, PAGE, context, partial=partial, status=status)


def _saved(request: HttpRequest, question: Question, draft: str) -> HttpResponse:
    """On to the page of what was saved; it tells the browser to let its own copy go."""
    to = reverse("workbench:question", args=[question.slug])
    to = f"{to}?{urlencode({'saved': draft or question.current.number})}"
    if wants(request, "editor"):
        return HttpResponseClientRedirect(to)
    return HttpResponseRedirect(to)
