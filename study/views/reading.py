"""The reading list and the shelf: how far one is, notes, order, a paper a week, additions."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from study import saved_words
from study.content import Content, content
from study.models import LinkCheck, ReadingWeek, Resource
from study.reading import actions, papers, shelf
from study.reading.forms import (
    NotesForm,
    PaperForm,
    PlaceForm,
    ResourceForm,
    StatusForm,
    WeekdayForm,
)
from study.saved_words import RivalForm
from study.views import typing_state
from study.ways import Ways
from web import clock


@login_not_required
@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper: one's notes, ours folded beside them."""
    return _paper(request, slug)


@require_POST
def keep_notes(request: HttpRequest, slug: str) -> HttpResponse:
    """Called while one types, and by the button."""
    form = NotesForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return typing_state.not_kept(request, slug, form)
        return _paper(request, slug, wrong=form)
    base, writer = form.cleaned_data["base"], form.cleaned_data["writer"]
    entry, disagree = actions.write_notes(
        request.user, _found().study, slug, form.notes, base=base, writer=writer, at=clock.now()
    )
    if entry is None:
        raise Http404
    if not request.htmx:
        return redirect("study:paper", slug)
    return typing_state.kept(request, slug, entry.row, base=base, disagree=bool(disagree))


@require_POST
def settle_notes(request: HttpRequest, slug: str) -> HttpResponse:
    form = RivalForm(request.POST)
    if not form.is_valid():
        return _paper(request, slug, status=422)
    said = form.cleaned_data
    study, add = _found().study, said["do"] == "add"
    actions.settle(request.user, study, slug, said["field"], said["writer"], add=add)
    return redirect("study:paper", slug)


@require_POST
def set_status(request: HttpRequest, slug: str) -> HttpResponse:
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422)
    study, status = _found().study, form.cleaned_data["status"]
    if actions.set_status(request.user, study, slug, status, at=clock.now()) is None:
        raise Http404
    return _back(request, slug)


@require_POST
def move_paper(request: HttpRequest, slug: str) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422)
    actions.move(request.user, _found().study, slug, to=form.cleaned_data["to"], at=clock.now())
    return _back(request, slug)


@require_POST
def add_paper(request: HttpRequest) -> HttpResponse:
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, paper_form=form)
    row = actions.add_paper(request.user, form.cleaned_data, at=clock.now())
    return redirect("study:paper", papers.own_slug(row))


@require_POST
def take_away_paper(request: HttpRequest, slug: str) -> HttpResponse:
    if not actions.take_away(request.user, _found().study, slug, at=clock.now()):
        raise Http404
    messages.success(request, "The paper and your notes on it are gone.")
    return redirect("study:reading")


@require_POST
def choose_weekday(request: HttpRequest) -> HttpResponse:
    form = WeekdayForm(request.POST)
    if not form.is_valid():
        return _page(request, week_form=form)
    actions.choose_weekday(request.user, form.cleaned_data["weekday"], at=clock.now())
    return redirect("study:reading")


@require_POST
def add_resource(request: HttpRequest) -> HttpResponse:
    form = ResourceForm(request.POST)
    if not form.is_valid():
        return _page(request, resource_form=form)
    actions.add_resource(request.user, form.cleaned_data, at=clock.now())
    return redirect(f"{reverse('study:reading')}#shelf")


@require_POST
def take_off_resource(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Resource.objects.visible_to(request.user), pk=pk).delete()
    return redirect(f"{reverse('study:reading')}#shelf")


def _found() -> Content:
    found = content()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    *,
    paper_form: PaperForm | None = None,
    resource_form: ResourceForm | None = None,
    week_form: WeekdayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    context = {
        "study": found.study,
        "ways": Ways(found, request.user),
        "core": [one for one in found.study.reading if one.core],
        "more": [one for one in found.study.reading if not one.core],
        "checks_links": settings.CHECK_LINKS,
        "shelf": shelf.shelf(request.user, found.study),
    }
    if request.user.is_authenticated:
        week = ReadingWeek.objects.filter(user=request.user).first()
        facts = {"weekday": week.weekday if week else ""}
        context |= {
            "entries": papers.entries(request.user, found.study),
            "paper_form": paper_form or PaperForm(),
            "resource_form": resource_form or ResourceForm(),
            "week_form": week_form or WeekdayForm(initial=facts),
        }
    if paper_form or resource_form or week_form:
        status = 422
    return render(request, "study/reading.html", context, status=status)


def _paper(
    request: HttpRequest, slug: str, *, wrong: NotesForm | None = None, status: int = 200
) -> HttpResponse:
    found = _found()
    entry = papers.find(papers.entries(request.user, found.study), slug)
    if entry is None:
        raise Http404
    row = entry.row
    facts = {name: getattr(row, name) for name in row.NOTES}
    facts |= {"base": row.revision, "writer": saved_words.new_writer()}
    context = {
        "study": found.study,
        "ways": Ways(found, request.user),
        "entry": entry,
        "row": row,
        "form": wrong or NotesForm(initial=facts),
        "writer": facts["writer"],
        "check": LinkCheck.objects.filter(url=row.url).first() if row.url else None,
        "statuses": row.Status.choices,
    }
    status = 422 if wrong else status
    return render(request, "study/paper.html", context, status=status)


def _back(request: HttpRequest, slug: str) -> HttpResponse:
    """To the page it was pressed on: the paper's, or its place in the list."""
    if request.POST.get("back") == "paper":
        return redirect("study:paper", slug)
    return redirect(f"{reverse('study:reading')}#{slug}")
