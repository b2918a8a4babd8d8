"""Weak spots: how one stands to each, a probe with its answer after one's own, what mends it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from study import saved_words, shelves
from study.content import Content, content
from study.models import Box, Probe
from study.saved_words import RivalForm
from study.views import typing_state
from study.ways import Ways
from study.weak import actions
from study.weak.evidence import Evidence
from study.weak.forms import LONGEST_ANSWER, DraftForm, JudgeForm, ProbeForm, RatingForm
from study.weak.spots import PROBE_MINUTES, Board, Spot
from web import clock


@login_not_required
@require_safe
def weak_spots(request: HttpRequest) -> HttpResponse:
    return _page(request)


@login_not_required
@require_POST
def keep_probe(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own answer is kept and ours opens. Somebody nobody knows gets to see both once."""
    spot = _spot(request, slug)
    form = ProbeForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=(slug, form))
    if not request.user.is_authenticated:
        return _page(request, told=(slug, form.cleaned_data["text"]))
    actions.keep(request.user, spot.slug, **form.cleaned_data, at=clock.now())
    return _back(slug)


@require_POST
def draft_probe(request: HttpRequest, slug: str) -> HttpResponse:
    """Called while one types."""
    spot = _spot(request, slug)
    form = DraftForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return typing_state.not_kept(request, slug, form)
        return _page(request, wrong=(slug, form))
    row, disagree = actions.draft(request.user, spot.slug, **form.cleaned_data, at=clock.now())
    if not request.htmx:
        return _back(slug)
    base = form.cleaned_data["base"]
    return typing_state.kept(request, slug, row, base=base, disagree=disagree)


@require_POST
def judge_probe(request: HttpRequest, slug: str) -> HttpResponse:
    spot = _spot(request, slug)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=(slug, form))
    actions.judge(request.user, spot.slug, form.cleaned_data["outcome"], at=clock.now())
    return _back(slug)


@require_POST
def rate_spot(request: HttpRequest, slug: str) -> HttpResponse:
    spot = _spot(request, slug)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=(slug, form))
    actions.rate(request.user, spot.slug, form.cleaned_data["confidence"], at=clock.now())
    return _back(slug)


@require_POST
def settle_probe(request: HttpRequest, slug: str) -> HttpResponse:
    """Words of another window: put below, or let go."""
    spot = _spot(request, slug)
    form = RivalForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=(slug, form))
    said = form.cleaned_data
    actions.settle(request.user, spot.slug, said["field"], said["writer"], add=said["do"] == "add")
    return _back(slug)


def _content() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _board(request: HttpRequest, found: Content) -> Board:
    user = request.user
    evidence = Evidence(user, at=clock.now()) if user.is_authenticated else None
    return Board(found.study, Ways(found, user), evidence)


def _spot(request: HttpRequest, slug: str) -> Spot:
    """One of the content's, or one that this person's own results show."""
    spot = _board(request, _content()).find(slug)
    if spot is None or not spot.prompt:
        raise Http404
    return spot


def _page(
    request: HttpRequest,
    *,
    wrong: tuple | None = None,
    told: tuple[str, str] | None = None,
) -> HttpResponse:
    """`wrong`: a spot and the form that was sent wrong; `told`: a spot and an answer to it that is
    not kept."""
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    board = _board(request, found)
    context = {
        "study": found.study,
        "ways": board.ways,
        "measured": board.measured,
        "shelves": shelves.by_group(board.guide),
        "minutes": PROBE_MINUTES * len(board.guide),
        "waiting": sum(one.standing.is_waiting for one in (*board.guide, *board.measured)),
        "confidence": Box.Confidence.choices,
        "outcomes": Probe.Outcome.choices,
        "longest": LONGEST_ANSWER,
        "writer": saved_words.new_writer(),
        "wrong_of": wrong[0] if wrong else "",
        "wrong": wrong[1] if wrong else None,
        "told_of": told[0] if told else "",
        "told": told[1] if told else "",
    }
    return render(request, "study/weak_spots.html", context, status=422 if wrong else 200)


def _back(slug: str) -> HttpResponse:
    return redirect(f"{reverse('study:weak_spots')}#{slug}")
