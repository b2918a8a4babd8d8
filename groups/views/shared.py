"""All that is shared with a group; its organisers may put something out of it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from groups import actions, glance, rules
from groups.views.groups import visible_group
from web import clock

A_PAGE = 50
# Sets are few and stand on one page; nobody reads further than this.
MOST_SETS = 200


@require_safe
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    questions = Paginator(glance.shared_questions(one), A_PAGE)
    role = actions.role_of(one, request.user)
    context = {
        "group": one,
        "sets": glance.shared_sets(one)[:MOST_SETS],
        "page": questions.get_page(request.GET.get("page")),
        "organises": not (rules.why_not_change(one) or rules.why_not_organise(role)),
    }
    return render(request, "groups/shared.html", context)


@require_POST
def put_out_set(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    return _put_out(request, pk, slug, glance.shared_sets)


@require_POST
def put_out_question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    return _put_out(request, pk, slug, glance.shared_questions)


def _put_out(request: HttpRequest, pk: int, slug: str, shared_things) -> HttpResponse:
    one = visible_group(request, pk)
    thing = get_object_or_404(shared_things(one), slug=slug)
    actions.put_out(one, thing, by=request.user, at=clock.now())
    messages.success(request, f"“{thing}” is not shared with {one} any more.")
    return redirect("groups:shared", pk)
