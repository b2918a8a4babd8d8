"""Comparison grids: all of them, filling one in, what it was worth cell by cell, as CSV."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from study import attempts
from study.comparisons import drafts, marking, sheets
from study.comparisons.forms import GridForm
from study.comparisons.grids import Grid, grid_of, grids
from study.content import content
from study.models import Attempt
from study.ways import Ways
from web import clock
from web.htmx import render_page

KIND = Attempt.Kind.COMPARISON


@require_safe
def comparisons(request: HttpRequest) -> HttpResponse:
    """Each grid whole, or with one column hidden; the best and the last result of each."""
    found = content()
    if found is None:
        return render(request, "study/unreadable.html", status=503)
    known = attempts.results(request.user, KIND)
    begun = Attempt.objects.visible_to(request.user).unfinished().filter(kind=KIND)
    context = {"lines": sheets.lines(grids(found.study), known, {one.slug for one in begun})}
    return render(request, "study/comparisons.html", context)


@require_safe
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """The grid to fill in. What is hidden is not on this page."""
    return _page(request, _grid(request, slug))


def _page(
    request: HttpRequest, grid: Grid, *, form: GridForm | None = None, kept: bool = False
) -> HttpResponse:
    draft = attempts.draft_of(request.user, KIND, grid.name)
    given = draft.given if draft else {}
    cells = given.get("cells", {})
    shown = form or GridForm(grid=grid, given=given, initial={"writer": uuid.uuid4()})
    context = {
        "grid": grid,
        "form": shown,
        "held": form.held if form else {c.key: cells.get(c.key, "") for c in grid.hidden},
        "beside": sheets.beside(grid, given),
        "kept": kept,
        "query": _query(grid),
        "filled": sum(bool(text.strip()) for text in cells.values()),
    }
    return render_page(
        request,
        "study/comparison.html",
        context,
        partial="draft-state",
        status=422 if form and form.errors else 200,
    )


@require_POST
def keep_comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Autosaved while it is typed; without JavaScript, kept by its button."""
    grid = _grid(request, slug)
    form = GridForm(request.POST, grid=grid)
    if not form.is_valid():
        return _page(request, grid, form=form)
    _keep(request, grid, form)
    if request.htmx:
        return _page(request, grid, form=form, kept=True)
    return redirect(f"{reverse('study:comparison', args=[grid.slug])}{_query(grid)}")


@require_POST
def mark_comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what was sent, mark all of it, and show the key."""
    grid = _grid(request, slug)
    form = GridForm(request.POST, grid=grid)
    if form.is_valid():
        draft = _keep(request, grid, form)
        cells = draft.given["cells"]
        if any(text.strip() for text in cells.values()):
            # Marking takes a second: done before anybody has to wait for the lock.
            marked = marking.mark(grid, cells)
            made = (
                attempts.finish(request.user, KIND, grid.name, lambda _: marked, at=clock.now())
                or Attempt.objects.visible_to(request.user).at(KIND, grid.name).finished().first()
            )
            return redirect("study:compared", made.pk)
        form.add_error(None, "Type into a cell first. What you do not know may stay empty.")
    return _page(request, grid, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def compared(request: HttpRequest, pk: int) -> HttpResponse:
    """Cell by cell: what was typed, what belongs there, what the machine says, one's own view."""
    made, grid = _made(request, pk)
    if request.method == "POST":
        ticked = set(request.POST.getlist("had"))
        attempts.mark_again(made, lambda marks: marking.with_own(marks, ticked))
        return redirect("study:compared", made.pk)
    mine = Attempt.objects.visible_to(request.user).at(KIND, made.slug).finished()
    earlier = list(mine.filter(pk__lt=pk)[: attempts.SHOWN])
    context = {
        "made": made,
        "grid": grid,
        "rows": sheets.rows(grid, made, earlier),
        "earlier": earlier,
        "best": max(one.score for one in (made, *earlier)),
        "query": _query(grid),
        "ways": Ways(content(), request.user),
    }
    return render(request, "study/compared.html", context)


@require_safe
def comparison_csv(request: HttpRequest, pk: int) -> HttpResponse:
    made, grid = _made(request, pk)
    response = HttpResponse(sheets.as_csv(grid, made), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{grid.slug}.csv"'
    return response


def _keep(request: HttpRequest, grid: Grid, form: GridForm) -> Attempt:
    sent, writer = form.sent, form.cleaned_data["writer"]
    return attempts.keep(
        request.user,
        KIND,
        grid.name,
        lambda given: drafts.merged(given, sent, writer=writer),
        at=clock.now(),
    )


def _grid(request: HttpRequest, slug: str) -> Grid:
    """The grid of this address, with the column hidden that `hide` names."""
    found = content()
    grid = grid_of(found.study, slug) if found else None
    hidden = request.GET.get("hide", "")
    grid = grid.blanked(hidden) if grid and hidden else grid
    if grid is None:
        raise Http404
    return grid


def _made(request: HttpRequest, pk: int) -> tuple[Attempt, Grid]:
    mine = Attempt.objects.visible_to(request.user).finished().filter(kind=KIND)
    made = get_object_or_404(mine.select_related("owner"), pk=pk)
    found = content()
    grid = grid_of(found.study, made.slug) if found else None
    if grid is None:
        raise Http404
    return made, grid


def _query(grid: Grid) -> str:
    return f"?{urlencode({'hide': grid.blank})}" if grid.blank else ""
