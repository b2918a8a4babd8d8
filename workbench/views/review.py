"""The review page of an import and the parts of it that change, whichever door is used."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from web.htmx import render_page, wants
from workbench.imports.forms import CandidateForm, ManyForm, SaveForm
from workbench.imports.review import Opened, Review, Row, gone_from, opened, review_of
from workbench.models import Candidate, ImportBatch

PAGE = "workbench/import_review.html"


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)


def address(batch: ImportBatch, *, open_pk: int | None = None, show: str = "") -> str:
    """The review page with one question open."""
    wish = {"show": show, "open": open_pk or ""}
    query = urlencode({name: value for name, value in wish.items() if value})
    return batch.get_absolute_url() + (f"?{query}#open" if query else "")


def review_page(
    request: HttpRequest,
    batch: ImportBatch,
    *,
    open_pk: int | None = None,
    form: CandidateForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page, or its part `found` (lists and all) or `open` (one question)."""
    review = review_of(batch, show=_asked(request, "show"), page=_number(request, "page") or 1)
    row = review.row(open_pk or _number(request, "open")) or next(iter(review.on_page), None)
    shown = row and opened(row, by=request.user, review=review)
    context = _context(request, review, shown, form) | more
    if wants(request, "open") and shown:
        return _parts(request, context, status=status)
    context["many"] = more.get("many_form") or ManyForm(ids=[], auto_id="many_%s")
    context["save"] = more.get("save_form") or SaveForm(
        owner=request.user,
        initial={"into": batch.into_id, "new_set": batch.new_set},
        auto_id="save_%s",
    )
    context["gone"] = gone_from(review.files)
    return render_page(request, PAGE, context, partial="found", status=status)


def comparing_part(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Whether the comparison with the bank still goes on, asked by an open page until it ends."""
    context = {
        "batch": batch,
        "comparing": batch.files.filter(comparing=True).exists(),
        "ended": True,
        "twins": batch.candidates.in_the_bank().count(),
    }
    return render_page(request, PAGE, context, partial="comparing")


def after_change(
    request: HttpRequest, candidate: Candidate, *, onward: bool = False, all_rows: bool = False
) -> HttpResponse:
    """What is shown once a candidate changed; `onward` opens the next one."""
    batch, show = candidate.batch, _asked(request, "show")
    if not request.htmx:
        return redirect(address(batch, open_pk=candidate.pk, show=show))
    if all_rows:
        return review_page(request, batch, open_pk=candidate.pk)
    review = review_of(batch, show=show)
    changed = review.row(candidate.pk)
    following = review.row(_number(request, "next")) if onward else None
    row = following or changed
    context = _context(request, review, opened(row, by=request.user, review=review), None)
    return _parts(request, context, changed=changed)


def _parts(
    request: HttpRequest, context: dict, *, changed: Row | None = None, status: int = 200
) -> HttpResponse:
    """One question open, and beside it what a change to it changes in the list."""
    pieces = [render_to_string("workbench/_candidate.html", context, request)]
    if changed is not None:
        beside = {**context, "rows": [changed], "oob": True}
        pieces += [
            render_to_string(f"workbench/{name}.html", beside, request)
            for name in ("_candidate_rows", "_import_tally")
        ]
    response = HttpResponse("\n".join(pieces), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _context(
    request: HttpRequest, review: Review, shown: Opened | None, form: CandidateForm | None
) -> dict[str, Any]:
    files = review.files
    return {
        "batch": review.batch,
        "review": review,
        "show": review.show,
        "files": files,
        "unread": [file for file in files if file.state in ("waiting", "reading")],
        "comparing": any(file.comparing for file in files),
        "failed": [file for file in files if file.state == "failed"],
        "open": shown,
        "open_pk": shown.candidate.pk if shown else None,
        "candidate": shown and shown.candidate,
        "form": form or (CandidateForm.of(shown.candidate) if shown else None),
    }


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")


def _number(request: HttpRequest, name: str) -> int | None:
    text = _asked(request, name)
    return int(text) if text.isdecimal() and len(text) < 18 else None
