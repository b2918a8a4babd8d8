"""Questions out: choose what and how, download it, or print it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from questions.exporting import FORMATS
from questions.models import QuestionSet
from workbench import outgoing
from workbench.export_form import ExportForm


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The page that asks what and how; `?question=` names questions picked in a list."""
    return _page(request, _form(request, asked="what" in request.GET))


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The file. A key that this person may not see stays behind."""
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    selection = outgoing.selection(form.wish(), request.user)
    wanted = FORMATS[form.cleaned_data["format"]]
    name = f"{slugify(selection.title)[:60] or 'questions'}.{wanted.ending}"
    return HttpResponse(
        wanted.write(selection),
        content_type=wanted.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def print_out(request: HttpRequest) -> HttpResponse:
    """The same selection as a page to print, or to save as PDF."""
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    selection = outgoing.selection(form.wish(), request.user)
    context = {"selection": selection, "with_key": form.cleaned_data["key"]}
    return render(request, "workbench/print.html", context)


def _form(request: HttpRequest, *, asked: bool = True) -> ExportForm:
    """The form as it was sent, with the reason on it where there is no file of that."""
    form = ExportForm(
        request.GET if asked else None,
        sets=QuestionSet.objects.visible_to(request.user).order_by("title"),
        chosen=[slug for slug in request.GET.getlist("question") if slug],
    )
    if asked and form.is_valid() and (reason := outgoing.why_not(form.wish(), request.user)):
        form.add_error(None, reason)
    return form


def _page(request: HttpRequest, form: ExportForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "formats": FORMATS.values()}
    return render(request, "workbench/export.html", context, status=status)
