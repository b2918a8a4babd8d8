"""Checklists: ticks for the interview ahead, the weakest concepts, questions for the team."""

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from questions.bank.study.plans import Checklist
from study import shelves
from study.checklists import actions
from study.checklists.forms import NumberForm, QuestionForm, TickForm
from study.checklists.page import Checklists
from study.content import Content, content
from study.models import TeamQuestion
from study.ways import Ways
from web import clock


@login_not_required
@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def tick(request: HttpRequest, slug: str) -> HttpResponse:
    """One item, ticked or not. With htmx only its list is drawn again."""
    of, form = _list(slug), TickForm(request.POST)
    item = next((one for one in of.items if form.is_valid() and one.slug == form.asked[0]), None)
    if item is None:
        return _on(request, of, status=422)
    actions.tick(request.user, of, item, done=form.asked[1], at=clock.now())
    return _on(request, of)


@require_POST
def clear_ticks(request: HttpRequest, slug: str) -> HttpResponse:
    of = _list(slug)
    actions.clear(request.user, of)
    return _on(request, of)


@require_POST
def choose_number(request: HttpRequest, slug: str) -> HttpResponse:
    """How many of the weakest concepts to go over."""
    of, form = _list(slug), NumberForm(request.POST)
    if not form.is_valid():
        return _on(request, of, number_form=form, status=422)
    actions.choose_number(request.user, form.cleaned_data["concepts"])
    return _on(request, of)


@require_POST
def write_team_question(request: HttpRequest, slug: str) -> HttpResponse:
    of, form = _list(slug), QuestionForm(request.POST)
    if not form.is_valid():
        return _on(request, of, question_form=form, status=422)
    actions.write_question(request.user, form.cleaned_data["text"], at=clock.now())
    return _on(request, of)


@require_POST
def drop_team_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    of = _list(slug)
    get_object_or_404(TeamQuestion.objects.visible_to(request.user), pk=pk).delete()
    return _on(request, of)


def _found() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _list(slug: str) -> Checklist:
    for one in _found().study.checklists:
        if one.slug == slug:
            return one
    raise Http404


def _page(request: HttpRequest, *, status: int = 200, **forms: Form) -> HttpResponse:
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    context = {
        "study": found.study,
        "ways": Ways(found, request.user),
        "lists": shelves.lists(found.study),
    }
    if request.user.is_authenticated:
        mine = Checklists(request.user, found.study, at=clock.now())
        context |= {"mine": mine.all(), "desk": mine.desk, **_empty(), **forms}
    return render(request, "study/checklists.html", context, status=status)


def _empty() -> dict[str, Form]:
    return {"question_form": QuestionForm(), "number_form": NumberForm()}


def _on(request: HttpRequest, of: Checklist, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The list as it is now; without htmx its place on the page, or the page and what is wrong."""
    if not request.htmx:
        address = f"{reverse('study:checklists')}#{of.slug}"
        return redirect(address) if status == 200 else _page(request, status=status, **forms)
    found = _found()
    mine = Checklists(request.user, found.study, at=clock.now())
    context = {"list": mine.one(of), "ways": Ways(found, request.user), **_empty(), **forms}
    return render(request, "study/_checklist.html", context, status=status)
