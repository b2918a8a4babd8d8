"""The list of all one keeps: filters, changes of many at once, what was changed and its undoing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from web import clock
from web.htmx import render_page
from workbench import bulk, shelf, undoing
from workbench.models import BulkEdit, SavedFilter
from workbench.shelf_forms import BulkForm, FilterForm, SaveFilterForm

# So many names stand in a notice; the rest are counted.
NAMED = 5


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What this person keeps, as the address filters it."""
    form = FilterForm(request.GET, user=request.user)
    return _list(request, form, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
def edits(request: HttpRequest) -> HttpResponse:
    """The last changes of many questions; POST makes one. `back`: the filters it was made from."""
    if request.method != "POST":
        made = request.user.bulk_edits.prefetch_related("changes__question")
        return render(request, "workbench/edits.html", {"edits": made})
    filters = FilterForm(QueryDict(request.POST.get("back", "")[:1000]), user=request.user)
    form = BulkForm(request.POST, user=request.user)
    if not (filters.is_valid() and form.is_valid()):
        return _list(request, filters, status=422, bulk_form=form)
    facts = form.cleaned_data
    ids = facts["question"]
    if facts["everything"]:
        found = shelf.matching(filters.cleaned_data, user=request.user)
        ids = list(found.values_list("pk", flat=True)[: bulk.MOST + 1])
    done = bulk.change(ids, form.wanted(), by=request.user, at=clock.now())
    if done.left:
        messages.warning(request, f"Left as they are: {_named(done.left)}")
    elif not done.edit:
        messages.info(request, "Nothing to change: they are so already.")
    return _back(filters, edited=done.edit)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    edit = get_object_or_404(request.user.bulk_edits, pk=pk)
    done = undoing.undo(edit, by=request.user, at=clock.now())
    messages.success(request, f"Undone for {_count(done.restored)}: {edit.what}.")
    if done.left:
        messages.warning(request, f"Not undone: {_named(done.left)}")
    filters = FilterForm(QueryDict(request.POST.get("back", "")[:1000]), user=request.user)
    return _back(filters)


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep these filters under a name; a name that is there already gets the new ones."""
    form = SaveFilterForm(request.POST)
    filters = FilterForm(QueryDict(request.POST.get("query", "")[:1000]), user=request.user)
    if not (form.is_valid() and filters.is_valid()):
        return _list(request, filters, status=422, save_form=form)
    kept, name = {"query": filters.query()}, form.cleaned_data["name"]
    SavedFilter.objects.update_or_create(owner=request.user, name=name, defaults=kept)
    return _back(filters)


@require_POST
def forget_filter(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.saved_filters, pk=pk).delete()
    return redirect("workbench:questions")


def _list(request: HttpRequest, form: FilterForm, *, status: int, **more) -> HttpResponse:
    context = {"form": form, "query": form.query(), "saved": request.user.saved_filters.all()}
    if form.is_valid():
        found = shelf.matching(form.cleaned_data, user=request.user)
        context["found"] = shelf.page_of(found, form.cleaned_data["page"] or 1)
    context |= {
        "bulk_form": BulkForm(user=request.user),
        "most": bulk.MOST,
        "selected": set(request.POST.getlist("question")),
        "edited": _just_edited(request),
        **more,
    }
    return render_page(request, "workbench/questions.html", context, partial="found", status=status)


def _just_edited(request: HttpRequest) -> BulkEdit | None:
    asked = request.GET.get("edited", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return request.user.bulk_edits.filter(pk=int(asked), undone_at=None).first()


def _back(filters: FilterForm, *, edited: BulkEdit | None = None) -> HttpResponse:
    address = QueryDict(filters.query(), mutable=True)
    if filters.data.get("page", "").isdecimal():
        address["page"] = filters.data["page"]
    if edited:
        address["edited"] = edited.pk
    words = address.urlencode()
    return redirect(f"{reverse('workbench:questions')}{'?' if words else ''}{words}")


def _named(left: list[tuple[str, str]]) -> str:
    some = "; ".join(f"“{title}” {reason}" for title, reason in left[:NAMED])
    more = len(left) - NAMED
    return f"{some}; and {more} more." if more > 0 else f"{some}."


def _count(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"
