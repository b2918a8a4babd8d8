"""One question, technique or story of a tree of one's own: writing it, taking it out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.bank.study.choosing import Fork, Scenario
from questions.bank.study.values import MOST_SLUG
from study.branches import actions, edits, outline
from study.branches.forms import FORMS, PartForm
from study.branches.soundness import problems, walkable
from study.branches.values import CALLED, FORKS, LEAVES, MOST, Part, part_of
from study.choosing.sentences import name_of, told
from study.models import OwnTree
from study.views.branches import mine
from web import clock
from web.refusals import Refused

# {what it is called in an address: what it is in a tree}
KINDS = {name: kind for kind, name in CALLED.items()}


@require_safe
def add_part(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """An empty form. It is sent to an address of its own, so that sent twice it is kept once."""
    row, kind = mine(request, pk), _kind(kind)
    if len(getattr(row.draft, kind)) >= MOST[kind]:
        raise Refused(f"A tree has {MOST[kind]} of these at most. Take one out first.")
    new = edits.blank(kind, edits.free_slug(row.draft, kind, actions.new_stamp()))
    return _page(request, row, _form(request, row, kind, new))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_part(request: HttpRequest, pk: int, kind: str, slug: str) -> HttpResponse:
    """Keep a part as it was typed, whole or not. What another window has changed meanwhile is
    shown beside it, and what was typed stays."""
    row, kind = mine(request, pk), _kind(kind)
    part = part_of(row.draft, kind, slug)
    if request.method != "POST":
        if part is None:
            raise Http404
        return _page(request, row, _form(request, row, kind, part))
    form = _form(request, row, kind, part or _blank(kind, slug))
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        _, made = actions.keep_part(
            row, kind, form.made, seen=form.cleaned_data["seen"], at=clock.now()
        )
    except actions.Overtaken as overtaken:
        form.overtaken(overtaken.now)
        return _page(request, row, form, other=overtaken.now, status=422)
    return redirect(_after(pk, form, made))


@require_POST
def take_out_part(request: HttpRequest, pk: int, kind: str, slug: str) -> HttpResponse:
    actions.take_out(mine(request, pk), _kind(kind), slug, at=clock.now())
    return redirect("study:edit_tree", pk)


@require_POST
def begin_tree(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    actions.begin_at(mine(request, pk), slug, at=clock.now())
    return redirect("study:edit_tree", pk)


def _kind(name: str) -> str:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _blank(kind: str, slug: str) -> Part:
    if len(slug) > MOST_SLUG:
        raise Http404
    return edits.blank(kind, slug)


def _form(request: HttpRequest, row: OwnTree, kind: str, part: Part) -> PartForm:
    data = request.POST if request.method == "POST" else None
    return FORMS[kind](data, tree=row.draft, part=part, user=request.user)


def _after(pk: int, form: PartForm, made: list[Part]) -> str:
    """Where one goes on: the answer that was moved, what was made new, or the outline."""
    name, slug = CALLED[form.kind], form.part.slug
    if form.kind == FORKS and form.cleaned_data["do"]:
        what, _, number = form.cleaned_data["do"].partition("-")
        at = max(0, int(number) + {"up": -1, "down": 1, "out": 0}[what])
        return f"{reverse('study:edit_part', args=[pk, name, slug])}#answer-{at + 1}"
    for part in made:
        made_kind = FORKS if isinstance(part, Fork) else LEAVES
        return reverse("study:edit_part", args=[pk, CALLED[made_kind], part.slug])
    return f"{reverse('study:edit_tree', args=[pk])}#{name}-{slug}"


def _page(
    request: HttpRequest,
    row: OwnTree,
    form: PartForm,
    *,
    other: Part | None = None,
    status: int = 200,
) -> HttpResponse:
    """`other`: what another window kept meanwhile; it is there by now, and so is what it made."""
    row = mine(request, row.pk) if other else row
    tree, slug = row.draft, form.part.slug
    there = part_of(tree, form.kind, slug)
    called = CALLED[form.kind]
    context = {
        "row": row,
        "form": form,
        "part": form.part,
        "called": called,
        "is_new": there is None,
        "is_first": bool(tree.forks) and tree.forks[0].slug == slug,
        "other": other,
        "leads": [(answer, name_of(tree, answer.to)) for answer in getattr(other, "answers", ())],
        "way": told(tree, other.path)
        if isinstance(other, Scenario) and walkable(tree, other.path)
        else None,
        "wanting": [one for one in problems(tree) if (one.kind, one.slug) == (form.kind, slug)],
        "waiting": [(CALLED[kind], name) for kind, name in outline.unwritten(tree, but=slug)],
        "address": reverse("study:edit_part", args=[row.pk, called, slug]),
    }
    return render(request, f"study/tree_{called}.html", context, status=status)
