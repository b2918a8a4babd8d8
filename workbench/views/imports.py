"""Bring documents, watch them being read, say which column is what, save what was found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from web import clock
from web.htmx import wants
from workbench.imports import actions, rules, saving
from workbench.imports.forms import ColumnsForm, SaveForm, StartForm
from workbench.models import ImportBatch, ImportedFile
from workbench.views.review import batch_of, comparing_part, review_page

# The latest imports; older ones are reached from the questions they became.
LISTED = 30


def _file_of(request: HttpRequest, pk: int, position: int) -> ImportedFile:
    mine = ImportedFile.objects.filter(batch__in=ImportBatch.objects.visible_to(request.user))
    one = mine.select_related("batch").defer("data", "text")
    return get_object_or_404(one, batch=pk, position=position)


@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    """Files, a zip or a text, and the set they are for."""
    if request.method != "POST":
        return _start_page(request, StartForm(request.GET or None, owner=request.user))
    form = StartForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return _start_page(request, form, status=422)
    batch = actions.start(
        request.user,
        form.documents(),
        into=form.cleaned_data["into"],
        new_set=form.cleaned_data["new_set"],
    )
    return redirect(batch)


def _start_page(request: HttpRequest, form: StartForm, *, status: int = 200) -> HttpResponse:
    mine = ImportBatch.objects.visible_to(request.user)
    context = {
        "form": form,
        "imports": mine.select_related("into").with_counts()[:LISTED],
        "empty": mine.empty().count(),
        "most": {
            "files": rules.MOST_FILES,
            "size": rules.LARGEST // 2**20,
            "together": rules.MOST_TOGETHER // 2**20,
        },
    }
    return render(request, "workbench/import_start.html", context, status=status)


@require_safe
def import_review(request: HttpRequest, pk: int) -> HttpResponse:
    """While documents are read: how far it is. Then every question found, one of them open."""
    batch = batch_of(request, pk)
    if wants(request, "comparing"):
        return comparing_part(request, batch)
    return review_page(request, batch)


@require_POST
def import_again(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Read a document once more that could not be read."""
    file = _file_of(request, pk, position)
    actions.read_again(file)
    return redirect(file.batch)


@require_POST
def import_delete(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_of(request, pk)
    actions.delete_batch(batch)
    messages.success(request, f"The import “{batch.title}” is deleted.")
    return redirect("workbench:import_start")


@require_POST
def import_put_away(request: HttpRequest) -> HttpResponse:
    """All imports in which nothing was found."""
    many = actions.put_away_empty(request.user)
    if many:
        what = "One import" if many == 1 else f"{many} imports"
        messages.success(request, f"{what} without a question put away.")
    return redirect("workbench:import_start")


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Which column of a table is which part of a question: guessed, and changed here."""
    file = _file_of(request, pk, position)
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, columns=file.columns)
    if form.is_bound and form.is_valid():
        actions.read_again(file, mapping=form.mapping())
        return redirect(file.batch)
    context = {
        "file": file,
        "form": form,
        "edited": file.candidates.filter(edited=True).count(),
        "why_not": rules.why_not_change(saved=file.batch.saved_at is not None),
    }
    status = 422 if form.is_bound else 200
    return render(request, "workbench/import_columns.html", context, status=status)


@require_POST
def import_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Make questions of everything kept, in the set chosen, and show where they are."""
    batch = batch_of(request, pk)
    form = SaveForm(request.POST, owner=request.user, auto_id="save_%s")
    if not form.is_valid():
        return review_page(request, batch, save_form=form, status=422)
    saved = saving.save_batch(batch, by=request.user, at=clock.now(), **form.cleaned_data)
    messages.success(request, _what_was_saved(saved))
    return redirect("workbench:set", saved.set.slug) if saved.set else redirect(batch)


def _what_was_saved(saved: saving.Saved) -> str:
    if saved.again:
        return "This import was saved already; nothing was done twice."
    parts = [
        f"{saved.new} new draft{'s' * (saved.new != 1)}" if saved.new else "",
        f"{saved.changed} brought up to date" if saved.changed else "",
        f"{saved.linked} already in the bank" if saved.linked else "",
    ]
    where = f" They are in this set, {saved.set.minutes} minutes long." if saved.set else ""
    todo = " Drafts are private: read them in the workbench, then mark them ready to be asked."
    return f"Saved: {', '.join(filter(None, parts))}.{where}{todo if saved.new else ''}"
