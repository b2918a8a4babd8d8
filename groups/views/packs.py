"""Packs that a group marks together: the list, choosing one, one's own part and what all said."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import actions, packs, rules
from groups.models import Group
from groups.pack_forms import ChoosePackForm
from groups.views.groups import visible_group
from marking.calibration import circles, together
from marking.models import CirclePack, Pack
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """The group's packs, and a form for whoever may choose another."""
    one = visible_group(request, pk)
    form = ChoosePackForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        chosen = packs.choose(one, form.cleaned_data["pack"], by=request.user, at=clock.now())
        return redirect("groups:pack", one.pk, chosen.pk)
    context = {
        "group": one,
        "packs": CirclePack.objects.filter(circle=one.pk).select_related("chosen_by"),
        "mine": circles.standing(one.pk, request.user),
        "form": form,
        "organises": _organises(one, request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "groups/packs.html", context, status=status)


@require_safe
def pack(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Until one's own marks are in: how many are done, and nothing of what anybody said."""
    one = visible_group(request, pk)
    shared = _visible(request, one, number)
    runs = together.done(shared)
    own = Pack.objects.visible_to(request.user).filter(of=shared).first()
    context = {
        "group": one,
        "pack": shared,
        "answers": shared.answers.count(),
        "done": len(runs),
        "own": own,
        "run": own and own.runs.order_by("number").first(),
        "result": together.of(shared, runs, to=request.user),
        "organises": _organises(one, request),
    }
    return render(request, "groups/pack.html", context)


@require_POST
def begin_pack(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    one = visible_group(request, pk)
    shared = _visible(request, one, number)
    return redirect(packs.begin(one, shared, by=request.user, at=clock.now()))


@require_POST
def put_out_pack(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    one = visible_group(request, pk)
    shared = _visible(request, one, number)
    packs.put_out(one, shared, by=request.user, at=clock.now())
    messages.success(
        request, f"“{shared}” is not the group’s any more. Everybody keeps their marks."
    )
    return redirect("groups:packs", pk)


def _visible(request: HttpRequest, group: Group, number: int) -> CirclePack:
    mine = CirclePack.objects.visible_to(request.user).select_related("chosen_by", "source")
    return get_object_or_404(mine, pk=number, circle=group.pk)


def _organises(group: Group, request: HttpRequest) -> bool:
    role = actions.role_of(group, request.user)
    return not (rules.why_not_change(group) or rules.why_not_organise(role))
