"""Times offered for a mock interview of two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groups import meeting_rules, slot_actions
from groups.models import Offer
from groups.slot_forms import OfferForm, TakeForm, TimesForm
from groups.views.groups import visible_group
from web import clock
from web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """What is offered to this person, what they offer themselves, and offering more."""
    group, at = visible_group(request, pk), clock.now()
    typed = request.POST if request.method == "POST" else None
    start = {"partner": request.GET.get("with")}
    form = OfferForm(typed, group=group, user=request.user, initial=start)
    times = TimesForm(typed, user=request.user)
    if times.is_valid() and form.is_valid():
        facts = form.cleaned_data
        slot_actions.offer(group, times.instants(), **facts, by=request.user, at=at)
        messages.success(request, "Offered. You are told when somebody takes one of them.")
        return redirect("groups:slots", pk)
    known = Offer.objects.visible_to(request.user).filter(group=group).open(at=at)
    offers = known.select_related("made_by", "partner").prefetch_related("times").order_by("-pk")
    context = {
        "group": group,
        "form": form,
        "times": times,
        "at": at,
        "offers": [one for one in offers if one.made_by_id != request.user.pk],
        "own": [one for one in offers if one.made_by_id == request.user.pk],
        "why_not": meeting_rules.why_not_in(group),
    }
    return render(request, "groups/slots.html", context, status=422 if times.is_bound else 200)


@require_POST
def take(request: HttpRequest, pk: int, offer_pk: int) -> HttpResponse:
    offer, form = _offer(request, pk, offer_pk), TakeForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose one of the times.")
    number = form.cleaned_data["time"]
    return redirect(slot_actions.take(offer, number, by=request.user, at=clock.now()))


@require_POST
def decline(request: HttpRequest, pk: int, offer_pk: int) -> HttpResponse:
    slot_actions.decline(_offer(request, pk, offer_pk), by=request.user, at=clock.now())
    return redirect("groups:slots", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, offer_pk: int) -> HttpResponse:
    slot_actions.withdraw(_offer(request, pk, offer_pk), by=request.user)
    return redirect("groups:slots", pk)


def _offer(request: HttpRequest, pk: int, offer_pk: int) -> Offer:
    mine = Offer.objects.visible_to(request.user).filter(group=pk).select_related("group")
    return get_object_or_404(mine, pk=offer_pk)
