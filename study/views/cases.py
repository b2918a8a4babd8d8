"""Cases: choose and say why, explain a wrong choice, and only then the key."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from questions.bank.study.choosing import Case
from study import attempts
from study.content import Content, content
from study.models import Attempt
from study.ways import Ways
from study.words import Exercise, WordsForm, beside_of, text_of
from web import clock

KIND = Attempt.Kind.CASE
REASON, EXPLANATION = "reason", "explanation"
LABELS = {
    REASON: "Why this one?",
    EXPLANATION: "What does it miss? Look at the problem again and say where your choice fails.",
}
# An explanation of fewer words is none.
FEWEST_WORDS = 5


@login_not_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """All of them. Who is logged in takes one; who is not opens the key by a click, as on paper."""
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    known = attempts.results(request.user, KIND)
    orders = attempts.results(request.user, Attempt.Kind.SEQUENCE)
    untried = (one.slug for one in found.study.cases if one.slug not in known)
    context = {
        "study": found.study,
        "ways": Ways(found, request.user),
        "next": next(untried, None),
        "lines": [(one, known.get(one.slug)) for one in found.study.cases],
        "orders": [(one, orders.get(one.slug)) for one in found.study.sequences],
    }
    return render(request, "study/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """One step of it: the choice with its reason, or what a wrong choice misses."""
    of = _case(_content(), slug)
    chosen = _draft(request, slug).get("choice", "")
    part = EXPLANATION if chosen else REASON
    exercise = Exercise(request.user, KIND, slug, part)
    if request.method != "POST":
        return _page(request, of, exercise)
    form = WordsForm(request.POST, label=LABELS[part], given=exercise.given, part=part)
    if request.POST.get("part") != part:
        # The page of a step that is over, in another tab.
        return redirect("study:case", slug)
    if "done" not in request.POST:
        return _keep(request, of, exercise, form)
    return _explain(request, of, exercise, form) if chosen else _choose(request, of, exercise, form)


def _keep(request: HttpRequest, of: Case, exercise: Exercise, form: WordsForm) -> HttpResponse:
    """The words so far, and the option that is picked but not settled on."""
    if not form.is_valid():
        return _page(request, of, exercise, form=form)
    exercise.keep(form, at=clock.now(), **_picked(request, of))
    if request.htmx:
        return _page(request, of, exercise, form=form, kept=True)
    return redirect("study:case", of.slug)


@transaction.atomic
def _choose(request: HttpRequest, of: Case, exercise: Exercise, form: WordsForm) -> HttpResponse:
    """The right option ends it; any other has to be explained first."""
    picked = _picked(request, of)
    if form.is_valid() and not form.cleaned_data["text"].strip():
        form.add_error("text", "Give your reason first; a sentence will do.")
    if not picked:
        form.add_error(None, "Choose one of the options.")
    if not form.is_valid():
        return _page(request, of, exercise, form=form)
    choice = picked["picked"]
    exercise.keep(form, at=clock.now(), choice=choice)
    if choice != _right(of):
        return redirect("study:case", of.slug)
    return _finish(request, of, 1.0)


def _explain(request: HttpRequest, of: Case, exercise: Exercise, form: WordsForm) -> HttpResponse:
    if form.is_valid() and len(form.cleaned_data["text"].split()) < FEWEST_WORDS:
        form.add_error("text", "Say it in a sentence; the key comes after it.")
    if not form.is_valid():
        return _page(request, of, exercise, form=form)
    exercise.keep(form, at=clock.now())
    return _finish(request, of, 0.0)


def _finish(request: HttpRequest, of: Case, score: float) -> HttpResponse:
    """The choice is judged as it was kept; another tab may have settled on it before."""
    attempts.finish(
        request.user,
        KIND,
        of.slug,
        lambda given: (score if given["choice"] == _right(of) else 0.0, {}),
        at=clock.now(),
    )
    made = Attempt.objects.visible_to(request.user).at(KIND, of.slug).finished()[0]
    return redirect("study:case_key", made.pk)


@require_safe
def case_key(request: HttpRequest, pk: int) -> HttpResponse:
    """The key, beside what one had chosen and written."""
    mine = Attempt.objects.visible_to(request.user).finished().filter(kind=KIND)
    made = get_object_or_404(mine, pk=pk)
    found = _content()
    context = {
        "made": made,
        "case": _case(found, made.slug),
        "reason": text_of(made.given, REASON),
        "explanation": text_of(made.given, EXPLANATION),
        "before": mine.filter(slug=made.slug, pk__lt=pk)[: attempts.SHOWN],
        "ways": Ways(found, request.user),
    }
    return render(request, "study/case_key.html", context)


def _page(
    request: HttpRequest,
    of: Case,
    exercise: Exercise,
    *,
    form: WordsForm | None = None,
    kept: bool = False,
) -> HttpResponse:
    given, part = exercise.given, exercise.part
    choice = given.get("choice", "")
    context = {
        "case": of,
        "part": part,
        "form": form or WordsForm(label=LABELS[part], given=given, part=part),
        "kept": kept,
        "chosen": next((one for one in of.options if one.slug == choice), None),
        "picked": request.POST.get("option") or given.get("picked", ""),
        "reason": text_of(given, REASON),
        "beside": beside_of(given, part),
    }
    template = "study/_words_state.html" if request.htmx else "study/case.html"
    return render(request, template, context, status=422 if form and form.errors else 200)


def _picked(request: HttpRequest, of: Case) -> dict[str, str]:
    option = request.POST.get("option", "")
    return {"picked": option} if option in {one.slug for one in of.options} else {}


def _right(of: Case) -> str:
    return next(one.slug for one in of.options if one.right)


def _draft(request: HttpRequest, slug: str) -> dict:
    draft = attempts.draft_of(request.user, KIND, slug)
    return draft.given if draft else {}


def _content() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _case(found: Content, slug: str) -> Case:
    for one in found.study.cases:
        if one.slug == slug:
            return one
    raise Http404
