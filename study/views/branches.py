"""Decision trees of one's own: making one, its outline, reading it, opening it to a group."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import circles
from questions.bank.study.choosing import DecisionTree
from study import attempts, history, trees
from study.branches import actions
from study.branches.forms import CopyForm, OpenForm, TitleForm
from study.branches.outline import Outline
from study.choosing import stands
from study.content import Content, content
from study.models import Attempt, OwnTree, TreeChange
from study.views.opened import needs_content
from study.views.stories import tree_frame
from web import clock


@require_safe
@needs_content
def own_tree(request: HttpRequest, found: Content, pk: int) -> HttpResponse:
    """A tree to read and to walk, as it last was sound; before that there is only its draft."""
    row = _readable(request, pk)
    if row.edition is None:
        return redirect("study:edit_tree", pk)
    results = attempts.results(request.user, Attempt.Kind.TREE)
    shown = trees.shown(row.walked, stands.of_tree(row.walked, row), results)
    context = tree_frame(request, found, row) | {"row": row, "tree": shown}
    return render(request, "study/own_tree.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_tree(request: HttpRequest) -> HttpResponse:
    form = TitleForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "study/new_tree.html", {"form": form}, status=status)
    row = actions.make(request.user, **form.cleaned_data, at=clock.now())
    return redirect("study:add_part", row.pk, "question")


@require_POST
def copy_tree(request: HttpRequest) -> HttpResponse:
    """Make a tree one's own: a shipped one, or one that one may read."""
    row = actions.copy(request.user, _to_copy(request), at=clock.now())
    messages.success(request, "This is your copy. Change it as you like.")
    return redirect("study:edit_tree", row.pk)


@require_safe
def edit_tree(request: HttpRequest, pk: int) -> HttpResponse:
    return _outline(request, mine(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def name_tree(request: HttpRequest, pk: int) -> HttpResponse:
    row = mine(request, pk)
    there = {"title": row.title, "description": row.description}
    form = TitleForm(request.POST if request.method == "POST" else None, initial=there)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "study/new_tree.html", {"form": form, "row": row}, status=status)
    actions.call(row, **form.cleaned_data, at=clock.now())
    return redirect("study:edit_tree", pk)


@require_POST
def open_tree(request: HttpRequest, pk: int) -> HttpResponse:
    row = mine(request, pk)
    form = OpenForm(request.POST, groups=circles.of(request.user))
    if not form.is_valid():
        return _outline(request, row, form, status=422)
    said = form.cleaned_data
    row = actions.open_to(row, said["group"], revision=said["revision"], at=clock.now())
    messages.success(request, f"{row.circle} walks it from now on.")
    return redirect("study:edit_tree", pk)


@require_POST
def close_tree(request: HttpRequest, pk: int) -> HttpResponse:
    actions.close(mine(request, pk))
    messages.success(request, "You alone walk it again.")
    return redirect("study:edit_tree", pk)


@require_safe
def tree_changes(request: HttpRequest, pk: int) -> HttpResponse:
    row = mine(request, pk)
    changes = row.changes.all()[: history.HISTORY]
    return render(request, "study/tree_changes.html", {"row": row, "changes": changes})


@require_POST
def undo_tree(request: HttpRequest, pk: int) -> HttpResponse:
    own = TreeChange.objects.visible_to(request.user).select_related("tree")
    change = get_object_or_404(own, pk=pk)
    actions.undo(change, at=clock.now())
    messages.success(request, f"Taken back. {change.what}")
    return redirect("study:edit_tree", change.tree_id)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    row = mine(request, pk)
    if request.method != "POST":
        return render(request, "study/delete_tree.html", {"row": row})
    actions.delete(row)
    messages.success(request, f"“{row.title}” is gone.")
    return redirect("study:choosing")


def mine(request: HttpRequest, pk: int) -> OwnTree:
    """What this person may change: their own."""
    own = OwnTree.objects.of(request.user).select_related("circle")
    return get_object_or_404(own, pk=pk)


def _readable(request: HttpRequest, pk: int) -> OwnTree:
    readable = OwnTree.objects.visible_to(request.user).select_related("owner", "circle")
    return get_object_or_404(readable, pk=pk)


def _to_copy(request: HttpRequest) -> DecisionTree:
    """Of one's own the draft, of others' what they let one walk."""
    form = CopyForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    if said.get("own"):
        row = _readable(request, said["own"])
        return row.draft if row.owner_id == request.user.pk else row.walked
    found = content()
    for tree in found.study.decision_tree if found else ():
        if tree.slug == said.get("shipped"):
            return tree
    raise Http404


def _outline(
    request: HttpRequest, row: OwnTree, form: OpenForm | None = None, *, status: int = 200
) -> HttpResponse:
    groups = circles.of(request.user)
    others = {pk: name for pk, name in groups.items() if pk != row.circle_id}
    context = {
        "row": row,
        "outline": Outline(row.draft),
        "groups": groups,
        "others": others,
        "form": form or OpenForm(None, groups=others, initial={"revision": row.revision}),
        "last": history.last(row.changes.all()[: history.HISTORY]),
    }
    return render(request, "study/edit_tree.html", context, status=status)
