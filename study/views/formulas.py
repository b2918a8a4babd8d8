"""The formula sheet: searching it, deriving a formula in one's own words, a card of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.bank.study.syllabus import SheetFormula
from study import attempts, shelves
from study.cards import sources
from study.content import Content, content
from study.models import Attempt, Card
from study.ways import Ways
from study.words import Exercise, WordsForm, beside_of, text_of
from web import clock

KIND = Attempt.Kind.FORMULA
LABEL = "Your derivation"
# How one's own derivation compares with the answer; nobody else judges it.
RATINGS = {"1": "I had it", "0.5": "Half of it", "0": "Not yet"}


@login_not_required
@require_safe
def formulas(request: HttpRequest) -> HttpResponse:
    """The sheet; with `q` those formulas that hold all its words."""
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    asked = request.GET.get("q", "")[:100]
    chosen = [one for one in found.study.formulas if holds(one, asked)]
    mine = Card.objects.visible_to(request.user).filter(slug__startswith="formula-")
    context = {
        "study": found.study,
        "ways": Ways(found, request.user),
        "shelves": shelves.by_group(chosen),
        "q": asked,
        "count": len(chosen),
        "known": attempts.results(request.user, KIND),
        "cards": {slug.removeprefix("formula-") for slug in mine.values_list("slug", flat=True)},
    }
    return render(request, "study/formulas.html", context)


def holds(formula: SheetFormula, words: str) -> bool:
    """Whether each of the words stands in its title, its use, its symbols or its group."""
    text = " ".join(
        [
            formula.title,
            formula.when,
            shelves.GROUPS[formula.group],
            *(f"{symbol.symbol} {symbol.means}" for symbol in formula.symbols),
        ]
    ).casefold()
    return all(word in text for word in words.casefold().split())


@require_http_methods(["GET", "HEAD", "POST"])
def derive(request: HttpRequest, slug: str) -> HttpResponse:
    """Own words first; then the answer, and one's own mark. `do` says which step is sent."""
    of = _formula(_content(), slug)
    exercise = Exercise(request.user, KIND, slug)
    if request.method != "POST":
        return _page(request, of, exercise)
    if request.POST.get("do") == "mark":
        return _mark(request, of, exercise)
    form = WordsForm(request.POST, label=LABEL, given=exercise.given, part="text")
    is_shown = request.POST.get("do") == "show"
    if form.is_valid() and is_shown and not form.cleaned_data["text"].strip():
        form.add_error("text", "Write something first, if only where you are stuck.")
    if not form.is_valid():
        return _page(request, of, exercise, form=form)
    exercise.keep(form, at=clock.now(), **({"shown": True} if is_shown else {}))
    if request.htmx:
        return _page(request, of, exercise, form=form, kept=True)
    return redirect("study:derive", slug)


def _mark(request: HttpRequest, of: SheetFormula, exercise: Exercise) -> HttpResponse:
    rating = request.POST.get("rating")
    if rating not in RATINGS or not exercise.given.get("shown"):
        messages.error(request, "Write and see the answer first, then say how it went.")
        return _page(request, of, exercise, status=422)
    attempts.finish(request.user, KIND, of.slug, lambda given: (float(rating), {}), at=clock.now())
    messages.success(request, f"{of.title}: {RATINGS[rating].lower()}. Kept.")
    return redirect("study:formulas")


@require_POST
def formula_card(request: HttpRequest, slug: str) -> HttpResponse:
    """A recall card of it; who has it keeps the one they have."""
    of = _formula(_content(), slug)
    added = sources.add(request.user, [sources.of_formula(of)], at=clock.now())
    said = "waits among your new cards" if added else "is among your cards already"
    messages.success(request, f"“{of.title}” {said}.")
    return redirect("study:formulas")


def _page(
    request: HttpRequest,
    of: SheetFormula,
    exercise: Exercise,
    *,
    form: WordsForm | None = None,
    kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    given = exercise.given
    done = Attempt.objects.visible_to(request.user).at(KIND, of.slug).finished()
    context = {
        "formula": of,
        "form": form or WordsForm(label=LABEL, given=given, part="text"),
        "kept": kept,
        "is_shown": bool(given.get("shown")),
        "words": text_of(given),
        "beside": beside_of(given),
        "ratings": RATINGS,
        "before": [(one, text_of(one.given)) for one in done[: attempts.SHOWN]],
        "has_card": Card.objects.visible_to(request.user)
        .filter(slug=f"formula-{of.slug}")
        .exists(),
        "ways": Ways(_content(), request.user),
    }
    part = "study/_words_state.html" if request.htmx else "study/derive.html"
    return render(request, part, context, status=422 if form and form.errors else status)


def _content() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _formula(found: Content, slug: str) -> SheetFormula:
    for one in found.study.formulas:
        if one.slug == slug:
            return one
    raise Http404
