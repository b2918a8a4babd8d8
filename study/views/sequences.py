"""Steps to put into order: moving them by buttons, and what the order was worth."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from questions.bank.study.sequences import Sequence
from study import attempts, sequences
from study.content import Content, content
from study.models import Attempt
from study.ways import Ways
from web import clock
from web.htmx import render_page

KIND = Attempt.Kind.SEQUENCE


@require_http_methods(["GET", "HEAD", "POST"])
def sequence(request: HttpRequest, slug: str) -> HttpResponse:
    """`up` and `down` name the step that is moved; `done` settles on the order."""
    of = _sequence(_content(), slug)
    turn = attempts.count_of(request.user, KIND, slug)
    if request.method != "POST":
        return _page(request, of, turn)
    if "done" in request.POST:
        return _done(request, of, turn)
    by = -1 if "up" in request.POST else 1
    step = request.POST.get("up") or request.POST.get("down") or ""
    if step not in {one.slug for one in of.steps}:
        return _page(request, of, turn, status=422)
    attempts.keep(
        request.user,
        KIND,
        slug,
        lambda given: {"order": sequences.moved(sequences.order_of(of, given, turn), step, by)},
        at=clock.now(),
    )
    return _page(request, of, turn, moved=step) if request.htmx else redirect(request.path)


def _done(request: HttpRequest, of: Sequence, turn: int) -> HttpResponse:
    """Pressed twice, or in a tab left behind, it leads to the result there is."""
    finished = Attempt.objects.visible_to(request.user).at(KIND, of.slug).finished()
    if request.POST.get("turn") != str(turn) and finished.exists():
        return redirect("study:sequenced", finished.first().pk)
    right = [step.slug for step in of.steps]
    attempts.keep(
        request.user,
        KIND,
        of.slug,
        lambda given: {"order": sequences.order_of(of, given, turn)},
        at=clock.now(),
    )
    made = attempts.finish(
        request.user,
        KIND,
        of.slug,
        lambda given: (sequences.score(given["order"], right), {}),
        at=clock.now(),
    )
    return redirect("study:sequenced", (made or finished.first()).pk)


@require_safe
def sequenced(request: HttpRequest, pk: int) -> HttpResponse:
    """The right order with its reasons, and where each step had been put."""
    mine = Attempt.objects.visible_to(request.user).finished().filter(kind=KIND)
    made = get_object_or_404(mine, pk=pk)
    found = _content()
    of = _sequence(found, made.slug)
    order = made.given["order"]
    context = {
        "made": made,
        "sequence": of,
        "steps": [
            (step, order.index(step.slug) + 1 if step.slug in order else None) for step in of.steps
        ],
        "before": mine.filter(slug=made.slug, pk__lt=pk)[: attempts.SHOWN],
        "ways": Ways(found, request.user),
    }
    return render(request, "study/sequenced.html", context)


def _page(
    request: HttpRequest, of: Sequence, turn: int, *, moved: str = "", status: int = 200
) -> HttpResponse:
    draft = attempts.draft_of(request.user, KIND, of.slug)
    order = sequences.order_of(of, draft.given if draft else {}, turn)
    steps = {step.slug: step for step in of.steps}
    context = {
        "sequence": of,
        "steps": [steps[slug] for slug in order],
        "turn": turn,
        "moved": (steps[moved], order.index(moved) + 1) if moved else None,
    }
    return render_page(request, "study/sequence.html", context, partial="order", status=status)


def _content() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _sequence(found: Content, slug: str) -> Sequence:
    for one in found.study.sequences:
        if one.slug == slug:
            return one
    raise Http404
