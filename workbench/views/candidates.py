"""One question of an import, or many at once: edit, drop, split, merge, decide."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from web.middleware import asks_for_json
from workbench.imports import actions, cutting
from workbench.imports.forms import CandidateForm, ManyForm, SplitForm
from workbench.imports.review import row_of
from workbench.models import Candidate, ImportBatch
from workbench.views.review import address, after_change, batch_of, review_page


def _candidate_of(request: HttpRequest, pk: int) -> Candidate:
    mine = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(Candidate.objects.select_related("batch"), pk=pk, batch__in=mine)


@require_POST
def candidate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words of one. A script asks for JSON and goes on typing; a form gets its page."""
    candidate = _candidate_of(request, pk)
    form = CandidateForm(request.POST, auto_id="c_%s")
    if not form.is_valid():
        if asks_for_json(request):
            return JsonResponse({"state": "invalid", "errors": form.errors}, status=422)
        return review_page(request, candidate.batch, open_pk=pk, form=form, status=422)
    kept = actions.edit(candidate, form.words(), revision=form.cleaned_data["revision"])
    if not asks_for_json(request):
        return after_change(request, kept)
    row = row_of(kept)
    context = {"rows": [row], "open_pk": pk, "candidate": kept, "show": request.POST.get("show")}
    return JsonResponse(
        {
            "state": "saved",
            "revision": kept.revision,
            "row": render_to_string("workbench/_candidate_rows.html", context, request),
            "preview": render_to_string("workbench/_candidate_preview.html", context, request),
            "problems": row.problems,
        }
    )


@require_POST
def candidate_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave it out, or take it back."""
    candidate = _candidate_of(request, pk)
    kept = actions.set_dropped(candidate, request.POST.get("dropped") == "1")
    return after_change(request, kept, onward=kept.dropped)


@require_POST
def candidate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of one that the bank has already."""
    candidate = _candidate_of(request, pk)
    decision = request.POST.get("decision", "")
    if decision not in Candidate.Decision.values:
        return review_page(request, candidate.batch, open_pk=pk, status=422)
    return after_change(request, actions.decide(candidate, decision, by=request.user))


@require_POST
def candidate_split(request: HttpRequest, pk: int) -> HttpResponse:
    """In two, at a line of the source or at the cursor."""
    candidate = _candidate_of(request, pk)
    form = SplitForm(request.POST)
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        return review_page(request, candidate.batch, open_pk=pk, notice=error, status=422)
    facts = form.cleaned_data
    if facts["field"] and facts["at"] is not None:
        second = cutting.split_at_cursor(candidate, field=facts["field"], at=facts["at"])
    else:
        second = cutting.split_at_line(candidate, facts["line"])
    return after_change(request, second, all_rows=True)


@require_POST
def candidate_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """With the one after it."""
    first = cutting.merge_with_next(_candidate_of(request, pk))
    return after_change(request, first, all_rows=True)


@require_POST
def candidate_many(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for all selected ones."""
    batch = batch_of(request, pk)
    ids = list(batch.candidates.values_list("pk", flat=True))
    form = ManyForm(request.POST, ids=ids, auto_id="many_%s")
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        return review_page(request, batch, notice=error, many_form=form, status=422)
    picked, do = form.cleaned_data["pick"], form.cleaned_data["do"]
    if do in Candidate.Decision.values:
        actions.decide_many(batch, picked, do, by=request.user)
    else:
        dropping = {"drop": {"dropped": True}, "take-back": {"dropped": False}}
        actions.change_many(batch, picked, dropping.get(do) or form.changes())
    if request.htmx:
        return review_page(request, batch)
    return redirect(address(batch, show=request.POST.get("show", "")))
