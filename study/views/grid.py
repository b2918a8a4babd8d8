"""The progress grid: the page, one concept's drawer, marking, moving, taking back, CSV."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from questions.bank.study import Study
from questions.bank.study.syllabus import Concept
from study.content import content
from study.grid import actions, rules
from study.grid.forms import A_DAY, LONGEST_NOTE, BoxForm, FilterForm, ManyForm, NoteForm, TapForm
from study.grid.table import Grid, as_csv
from study.history import HISTORY
from study.models import GridChange
from web import clock
from web.htmx import render_page


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    if content() is None:
        return render(request, "study/unreadable.html", status=503)
    return _page(request)


def _page(request: HttpRequest, *, many: ManyForm | None = None, status: int = 200) -> HttpResponse:
    shown = Grid(request.user, _study(), clock.now())
    form = FilterForm(request.GET, blocks=shown.study.blocks)
    context = {
        "grid": shown,
        "form": form,
        "groups": shown.groups(form.keep),
        "steps": rules.ACTIVITIES,
        "many": many,
        "cap": A_DAY,
    }
    if form.errors or (many and many.errors):
        status = 422
    return render(request, "study/grid.html", context, status=status)


@require_POST
def tap(request: HttpRequest) -> HttpResponse:
    """One box done today, or open again. With htmx only its row is drawn again."""
    form = TapForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is no box of the grid.")
        return _page(request, status=422)
    slug, step, done = form.asked
    concept = _concept(slug)
    actions.tap(request.user, concept, step, done=done, at=clock.now())
    return _on(request, concept)


@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """Its days, minutes, how sure one is, and a note."""
    return _drawer(request, _concept(slug))


@require_POST
def keep_box(request: HttpRequest, slug: str) -> HttpResponse:
    of, form = _concept(slug), BoxForm(request.POST)
    if not form.is_valid():
        return _drawer(request, of, wrong=form)
    actions.record(request.user, of, **form.cleaned_data, at=clock.now())
    return _kept(request, of)


@require_POST
def keep_note(request: HttpRequest, slug: str) -> HttpResponse:
    """Autosaved while it is typed; without JavaScript, kept by its button."""
    of, form = _concept(slug), NoteForm(request.POST)
    if not form.is_valid():
        return _drawer(request, of, note=form, status=422)
    actions.note(request.user, of.slug, form.cleaned_data["text"])
    if request.htmx:
        context = {"line": Grid(request.user, _study(), clock.now()).line(of), "kept": True}
        return render(request, "study/_grid_note_kept.html", context)
    return redirect("study:grid_concept", of.slug)


@require_POST
def shift(request: HttpRequest, slug: str) -> HttpResponse:
    of = _concept(slug)
    actions.shift(request.user, of, at=clock.now())
    return _kept(request, of)


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Day 1 of ticked rows, or catching up."""
    study = _study()
    form = ManyForm(request.POST, slugs=[one.slug for one in study.concepts])
    if not form.is_valid():
        return _page(request, many=form)
    facts = form.cleaned_data
    picked = set(facts["pick"])
    if facts["do"] == "start":
        chosen = [one for one in study.concepts if one.slug in picked]
        change = actions.start(request.user, chosen, at=clock.now())
    else:
        cap = facts["cap"] or A_DAY
        change = actions.catch_up(
            request.user, study.concepts, moving=picked or None, cap=cap, at=clock.now()
        )
    messages.success(request, f"{change.what}." if change else "Nothing had to change.")
    return redirect(_back(request))


@require_POST
def compress(request: HttpRequest) -> HttpResponse:
    change = actions.compress(request.user, at=clock.now())
    messages.success(request, f"{change.what}." if change else "Nothing had to change.")
    return redirect(_back(request))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(
        GridChange.objects.visible_to(request.user).select_related("owner"), pk=pk
    )
    actions.undo(change, at=clock.now())
    messages.success(request, f"Taken back: {change.what}.")
    return redirect(_back(request))


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    changes = GridChange.objects.visible_to(request.user)[:HISTORY]
    return render(request, "study/grid_history.html", {"changes": changes})


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The whole grid as CSV."""
    text = as_csv(Grid(request.user, _study(), clock.now()))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="progress-grid.csv"'
    return response


def _study() -> Study:
    found = content()
    if found is None:
        raise Http404
    return found.study


def _concept(slug: str) -> Concept:
    for one in _study().concepts:
        if one.slug == slug:
            return one
    raise Http404


def _drawer(
    request: HttpRequest,
    of: Concept,
    *,
    wrong: BoxForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
    fresh: bool = False,
) -> HttpResponse:
    """One concept, as a page or beside the grid. `fresh`: its row there is drawn again too."""
    shown = Grid(request.user, _study(), clock.now())
    line = shown.line(of)
    context = {
        "grid": shown,
        "line": line,
        "boxes": [(cell, _form(cell, shown, wrong)) for cell in line.cells],
        "activities": rules.ACTIVITIES,
        "note": note,
        "longest_note": LONGEST_NOTE,
        "fresh": fresh,
    }
    status = 422 if wrong else status
    return render_page(request, "study/grid_concept.html", context, partial="drawer", status=status)


def _form(cell, shown: Grid, wrong: BoxForm | None) -> BoxForm:
    """The form of one box; the one that was sent wrong keeps what was typed."""
    if wrong and wrong.data.get("step") == str(cell.step):
        wrong.auto_id = f"id_{cell.step}_%s"
        return wrong
    mark = cell.mark
    facts = {"on": mark.done_on or shown.today, "step": cell.step}
    facts |= {"minutes": mark.minutes, "confidence": mark.confidence}
    return BoxForm(initial=facts, auto_id=f"id_{cell.step}_%s")


def _on(request: HttpRequest, of: Concept) -> HttpResponse:
    if not request.htmx:
        return redirect(f"{_back(request)}#row-{of.slug}")
    shown = Grid(request.user, _study(), clock.now())
    context = {"grid": shown, "line": shown.line(of)}
    return render(request, "study/_grid_tapped.html", context)


def _kept(request: HttpRequest, of: Concept) -> HttpResponse:
    if request.htmx:
        return _drawer(request, of, fresh=True)
    return redirect("study:grid_concept", of.slug)


def _back(request: HttpRequest) -> str:
    """Where it was pressed, filters and all."""
    back = request.POST.get("back", "")
    fine = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if fine and back.startswith("/") else reverse("study:grid")
