"""Estimates: the list, one of them, five in a row, and a result with its steps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from questions.bank.study.estimates import Estimate
from study import attempts
from study.content import Content, content
from study.estimates import quantities, sittings
from study.estimates.forms import EstimateForm
from study.models import Attempt
from study.ways import Ways
from web import clock


@require_safe
def estimates(request: HttpRequest) -> HttpResponse:
    """All of them by kind, with what one made of each."""
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    known = attempts.results(request.user, sittings.KIND)
    context = {
        "shelves": sittings.groups(found.study.estimates, known),
        "run": _run_of(sittings.mixed(found.study.estimates, known)),
        "a_run": sittings.A_RUN,
        "minutes": sittings.A_RUN * sittings.MINUTES_EACH,
        "count": len(found.study.estimates),
        "right": sum(one.best == 1 for one in known.values()),
    }
    return render(request, "study/estimates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, slug: str) -> HttpResponse:
    """One to work out. Nothing of its steps is on this page."""
    of = _estimate(_content(), slug)
    form = EstimateForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": attempts.count_of(request.user, sittings.KIND, slug)},
        dimension=of.dimension,
    )
    if form.is_valid():
        facts = form.cleaned_data
        made = sittings.answer(request.user, of, facts["text"], seen=facts["seen"], at=clock.now())
        return redirect(f"{reverse('study:estimated', args=[made.pk])}{_query(request)}")
    context = {
        "estimate": of,
        "form": form,
        "group": sittings.TITLES[of.group],
        "examples": quantities.DIMENSIONS[of.dimension].examples,
        "left": _then(request),
        "run": sittings.A_RUN,
    }
    return render(request, "study/estimate.html", context, status=422 if form.errors else 200)


@require_safe
def estimated(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed, what it comes to, and the steps."""
    mine = Attempt.objects.visible_to(request.user).finished().filter(kind=sittings.KIND)
    made = get_object_or_404(mine, pk=pk)
    found = _content()
    of = _estimate(found, made.slug)
    taken, steps = sittings.steps(of)
    context = {
        "made": made,
        "estimate": of,
        "read": quantities.told(made.given["value"], of.dimension),
        "answer": quantities.told(of.answer, of.dimension),
        "taken": taken,
        "steps": steps,
        "before": mine.filter(slug=made.slug, pk__lt=pk)[: attempts.SHOWN],
        "next": _run_of(_then(request)),
        "left": _then(request),
        "ways": Ways(found, request.user),
    }
    return render(request, "study/estimated.html", context)


def _content() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _estimate(found: Content, slug: str) -> Estimate:
    for one in found.study.estimates:
        if one.slug == slug:
            return one
    raise Http404


def _then(request: HttpRequest) -> list[str]:
    """The estimates of this run that come after this one; whatever else is typed there is not."""
    known = {one.slug for one in _content().study.estimates}
    named = request.GET.get("then", "").split(",")
    return [slug for slug in dict.fromkeys(named) if slug in known][: sittings.A_RUN]


def _run_of(slugs: list[str]) -> str:
    """The address of the first of them, with the others behind it; empty when there is none."""
    if not slugs:
        return ""
    address = reverse("study:estimate", args=[slugs[0]])
    return f"{address}?{urlencode({'then': ','.join(slugs[1:])})}"


def _query(request: HttpRequest) -> str:
    then = _then(request)
    return f"?{urlencode({'then': ','.join(then)})}" if "then" in request.GET else ""
