"""The study desk: pages made from `fixtures/study/`. Nothing is stored, and anybody may read."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.bank.study import Study
from study import shelves, today
from study.content import content
from study.items import Item
from study.ways import Ways
from web import clock


def page(fill: Callable[..., dict]) -> Callable[..., HttpResponse]:
    """A page of the desk: the template has the view's name, the context is what it returns.

    When the content cannot be read, the page says so and the rest of the site goes on.
    """

    @login_not_required
    @require_safe
    @wraps(fill)
    def view(request: HttpRequest, **arguments: str) -> HttpResponse:
        found = content()
        if found is None:
            return render(request, "study/unreadable.html", status=503)
        context = {"study": found.study, "ways": Ways(found, request.user)}
        context |= fill(found.study, **arguments)
        return render(request, f"study/{fill.__name__.lstrip('_')}.html", context)

    return view


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """What is here; before it, for whoever is signed in, what today asks for."""
    known = request.user.is_authenticated
    return _index(request, due=today.due(request.user, at=clock.now()) if known else [])


@page
def _index(study: Study, due: list[Item]) -> dict:
    """Most urgent first: people come with an interview on Thursday."""
    return {
        "due": due,
        "tomorrow": [one for one in shelves.lists(study) if one.of.when == "T-1"],
        "probe_minutes": sum(one.probe.minutes for one in study.weak_spots),
        "core": [one for one in study.reading if one.core],
        "choices": len(study.selection_rules) + len(study.comparisons) + len(study.decision_tree),
    }


@page
def concepts(study: Study) -> dict:
    return {"shelves": shelves.by_block(study)}


@page
def plans(study: Study) -> dict:
    return {"plans": [{"of": one, "minutes": shelves.minutes_of(one)} for one in study.plan]}


@page
def plan(study: Study, slug: str) -> dict:
    """One plan, day by day; a plan that nobody has is not there."""
    for one in study.plan:
        if one.slug == slug:
            return {
                "plan": one,
                "minutes": shelves.minutes_of(one),
                "phases": shelves.phases(one),
            }
    raise Http404
