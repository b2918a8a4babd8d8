"""Choosing a method: the wizard with all it goes by, and its quiz."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from study import attempts, shelves, trees
from study.choosing import quiz, stands
from study.choosing.forms import AnswerForm, AskForm, SeedForm
from study.choosing.ranking import rank
from study.content import Content
from study.models import Attempt, OwnTree
from study.views.opened import frame, open_to_all
from web import clock
from web.htmx import render_page

Kind = Attempt.Kind
# More trees are not listed: one's own, then the latest of one's groups.
LISTED = 60


@require_safe
@open_to_all
def choosing(request: HttpRequest, found: Content) -> HttpResponse:
    """The wizard first, then all it goes by. What was asked stands in the address."""
    is_asked = any(name in request.GET for name in AskForm.base_fields)
    form = AskForm(request.GET if is_asked else None)
    asked = form.asked
    results = attempts.results(request.user, Kind.TREE)
    context = frame(request, found) | {
        "form": form,
        "ranking": None if asked.is_empty else rank(found.study, asked),
        "trees": [
            trees.shown(tree, stands.of_tree(tree), results) for tree in found.study.decision_tree
        ],
        "own_trees": _own_trees(request),
        "comparisons": [(one, shelves.grid(one)) for one in found.study.comparisons],
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "study/choosing.html", context, partial="suggestions", status=status
    )


def _own_trees(request: HttpRequest) -> QuerySet[OwnTree] | None:
    """One's own and those of one's groups; nothing for somebody nobody knows."""
    if not request.user.is_authenticated:
        return None
    return OwnTree.objects.listed_for(request.user)[:LISTED]


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def choosing_quiz(request: HttpRequest, found: Content) -> HttpResponse:
    """A situation by its seed; with an answer in the address, what it is worth and why."""
    if request.method == "POST":
        return _answer(request, found)
    form = SeedForm(request.GET)
    seed = form.cleaned_data["seed"] if form.is_valid() else None
    seed = seed or _first_seed(request)
    answer = AnswerForm({**request.GET.dict(), "seed": seed}) if "method" in request.GET else None
    status = 422 if form.errors else 200
    return _quiz(request, found, quiz.situation(found.study, seed), answer, status=status)


def _answer(request: HttpRequest, found: Content) -> HttpResponse:
    form = AnswerForm(request.POST)
    seed = SeedForm(request.POST)
    asked = seed.cleaned_data["seed"] if seed.is_valid() else None
    situation = quiz.situation(found.study, asked or 1)
    if situation is None or not form.is_valid():
        return _quiz(request, found, situation, form, status=422)
    if request.user.is_authenticated:
        verdict = _verdict(situation, form)
        given = {name: form.cleaned_data[name] for name in ("seed", "method", "reason")}
        slug, seen = situation.best.slug, form.cleaned_data["seen"]
        attempts.record(
            request.user, Kind.CHOOSING, slug,
            score=verdict.score, given=given, seen=seen, at=clock.now(),
        )  # fmt: skip
    told = {name: form.cleaned_data[name] for name in ("seed", "method", "reason")}
    return redirect(f"{reverse('study:choosing_quiz')}?{urlencode(told)}")


def _verdict(situation: quiz.Situation, form: AnswerForm) -> quiz.Verdict:
    facts = form.cleaned_data
    return quiz.Verdict(
        situation, situation.options[facts["method"]], situation.reasons[facts["reason"]]
    )


def _quiz(
    request: HttpRequest,
    found: Content,
    situation: quiz.Situation | None,
    form: AnswerForm | None,
    *,
    status: int,
) -> HttpResponse:
    context = frame(request, found) | {"situation": situation, "form": form}
    if situation:
        context["next_seed"] = quiz.next_seed(situation.seed)
        if form and form.is_valid():
            context["verdict"] = _verdict(situation, form)
        elif request.user.is_authenticated:
            slug = situation.best.slug
            context["seen"] = attempts.count_of(request.user, Kind.CHOOSING, slug)
    return render(request, "study/choosing_quiz.html", context, status=status)


def _first_seed(request: HttpRequest) -> int:
    """Whoever comes back gets a situation they have not had."""
    if not request.user.is_authenticated:
        return 1
    had = Attempt.objects.visible_to(request.user).filter(kind=Kind.CHOOSING).count()
    return had % quiz.LARGEST_SEED + 1
