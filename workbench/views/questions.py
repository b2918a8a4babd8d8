"""The question editor: write, look, save. What is typed always comes back with the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from questions.actions import Superseded
from questions.models import Question
from questions.versions import words_of
from web.htmx import render_page, wants
from web.refusals import Refused
from workbench import editing, lint, trying
from workbench.looks import preview_of
from workbench.merging import Merged, merge
from workbench.question_form import LICENCES, QuestionForm
from workbench.readiness import NotReady, all_findings, set_status, sets_with

PAGE = "workbench/question.html"
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def editable(request: HttpRequest, slug: str) -> Question:
    return get_object_or_404(Question.objects.editable_by(request.user).with_current(), slug=slug)


@read_or_post
def new_question(request: HttpRequest) -> HttpResponse:
    """An empty form; posted, a private draft of whoever wrote it."""
    if request.method != "POST":
        form = QuestionForm(initial={"author": request.user.display_name})
        return page_of(request, form)
    form = QuestionForm(request.POST)
    if form.rearrange(request.POST.get("do", "")):
        return page_of(request, form.hushed())
    if not form.is_valid():
        return page_of(request, form, status=422)
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
        return page_of(request, form)
    form = QuestionForm(request.POST, question=kept)
    if form.rearrange(request.POST.get("do", "")):
        return page_of(request, form.hushed())
    if not form.is_valid():
        return page_of(request, form, status=422)
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
    return page_of(request, typed(request).hushed(), partial="beside")


@require_POST
def try_it(request: HttpRequest) -> HttpResponse:
    """What the scorer finds in a sample answer, or in the calibration answers. Nothing is kept."""
    form = typed(request)
    words, text = form.words, request.POST.get("try_text", "")
    more: dict = {"why_not_try": trying.why_not_try(words), "try_text": text}
    if not more["why_not_try"]:
        if request.POST.get("what") == "samples":
            more["tried"] = trying.try_samples(words)
        elif text.strip():
            more["tried"] = [trying.try_answer(words, text)]
        more["nothing_to_try"] = not more.get("tried")
    return page_of(request, form.hushed(), partial="tried", more=more)


@require_POST
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """Ready, a draft again, or retired. What keeps it from being ready comes back with the page."""
    kept = editable(request, slug)
    wished, reason = request.POST.get("status", ""), request.POST.get("reason", "")[:400]
    if wished not in Question.Status.values:
        raise Refused("A question is a draft, ready or retired.")
    try:
        set_status(kept, wished, by=request.user, reason=reason)
    except NotReady as refusal:
        form = QuestionForm(question=kept, words=words_of(kept.current), base=kept.current.number)
        found = [(one, form.anchor(one.field)) for one in all_findings(kept)]
        more = {"refusal": refusal.reason, "reason": reason, "in_the_way": found}
        return page_of(request, form, status=422, partial="status", more=more)
    if wants(request, "status"):
        return HttpResponseClientRedirect(address_of(kept))
    return redirect("workbench:question", slug)


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
    return page_of(request, together, status=409, merged=merged)


def page_of(
    request: HttpRequest,
    form: QuestionForm,
    *,
    status: int = 200,
    partial: str = "editor",
    merged: Merged | None = None,
    more: dict | None = None,
) -> HttpResponse:
    """The editor. A draft, too, says what is still to mend; the state has a form of its own."""
    kept = form.question
    words = form.words if form.is_bound else form.given
    context = {
        **preview_of(words),
        **(more or {}),
        "findings": [(one, form.anchor(one.field)) for one in lint.findings(words)],
        "form": form,
        "question": kept,
        "version": kept.current if kept else None,
        "licences": LICENCES,
        "merged": merged,
        "holding": sets_with(kept, user=request.user) if kept else None,
        "to": address_of(kept) if kept else reverse("workbench:new_question"),
    }
    return render_page(request, PAGE, context, partial=partial, status=status)


def address_of(question: Question) -> str:
    return reverse("workbench:question", args=[question.slug])


def _saved(request: HttpRequest, question: Question, draft: str) -> HttpResponse:
    """On to the page of what was saved; it tells the browser to let its own copy go."""
    to = f"{address_of(question)}?{urlencode({'saved': draft or question.current.number})}"
    if wants(request, "editor"):
        return HttpResponseClientRedirect(to)
    return HttpResponseRedirect(to)
