"""Groups one is in, a group's own page, and what it says about itself."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import actions, agenda, glance, rules
from groups.forms import FoundForm, GroupForm
from groups.models import Group, JoinRequest
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The groups one is in; founding one."""
    form = FoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(actions.found(**form.cleaned_data, by=request.user, at=clock.now()))
    mine = Group.objects.visible_to(request.user)
    sizes = Group.objects.filter(pk__in=mine).annotate(people=Count("memberships"))
    context = {
        "groups": sizes.order_by("circle__archived_at", "circle__name", "pk"),
        "asked": JoinRequest.objects.filter(user=request.user).select_related("group__circle"),
        "form": form,
    }
    return render(request, "groups/home.html", context, status=422 if form.errors else 200)


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """What is next, whose turn it is, what is shared and what waits for the reader."""
    one = visible_group(request, pk)
    at = clock.now()
    context = {
        "group": one,
        "glance": glance.of(one, to=request.user, at=at),
        "at": at,
        "agenda": agenda.next_for(one, request.user, at=at),
    }
    return render(request, "groups/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name and what it is for; handing it over, archiving it, leaving it."""
    one = visible_group(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = GroupForm(sent, initial={"name": one.name, "about": one.about})
    if form.is_valid():
        actions.describe(one, **form.cleaned_data, by=request.user)
        messages.success(request, "Saved")
        return redirect("groups:settings", one.pk)
    role = actions.role_of(one, request.user)
    context = {
        "group": one,
        "form": form,
        "may_describe": not (rules.why_not_change(one) or rules.why_not_organise(role)),
        "is_owner": not rules.why_not_own(role),
        "why_not_leave": rules.why_not_leave(role, people=one.memberships.count()),
    }
    return render(request, "groups/settings.html", context, status=422 if form.errors else 200)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    actions.archive(one, by=request.user, at=clock.now())
    messages.success(request, f"{one} is archived: it is read, and nothing in it changes.")
    return redirect("groups:settings", pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    actions.reopen(one, by=request.user)
    messages.success(request, f"{one} goes on.")
    return redirect("groups:settings", pk)


def visible_group(request: HttpRequest, pk: int) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
