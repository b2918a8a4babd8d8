"""More cards than a day holds, taking cards ahead, cards whose question changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from study.card_forms import BehindForm
from study.cards import actions, backlog, sources
from study.cards.sitting import Sitting
from study.models import Card, CardChange
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def behind(request: HttpRequest) -> HttpResponse:
    """What is due beyond the day's number, and what each way to deal with it comes to."""
    if request.method != "POST":
        return _behind(request)
    form, at = BehindForm(request.POST), clock.now()
    how = form.cleaned_data["how"] if form.is_valid() else ""
    days = form.cleaned_data.get("days")
    if how == "spread" and days:
        messages.success(request, f"{backlog.spread(request.user, days, at=at)}.")
    elif how == "shaky":
        messages.success(request, f"{backlog.only_shaky(request.user, at=at)}.")
    elif how == "pause":
        until = backlog.pause_new(request.user, at=at)
        messages.success(request, f"New cards come again on {until.day} {until:%B}.")
    elif how == "new":
        backlog.resume_new(request.user)
        messages.success(request, "New cards come again.")
    else:
        messages.error(request, "Choose one of the ways below.")
        return _behind(request, status=422)
    return redirect("study:behind")


def _behind(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    sitting = Sitting(request.user, at=clock.now())
    context = {
        "backlog": backlog.backlog(sitting.desk, on=sitting.on, new=sitting.waiting.new),
        "desk": sitting.desk,
        "on": sitting.on,
        "is_paused": sitting.desk.no_new_until and sitting.on < sitting.desk.no_new_until,
        "last_change": backlog.last_change(request.user),
        "pause": backlog.PAUSE,
    }
    return render(request, "study/behind.html", context, status=status)


@require_POST
def undo_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give cards back the days they had."""
    change = get_object_or_404(CardChange.objects.visible_to(request.user), pk=pk)
    back = backlog.undo(change, at=clock.now())
    messages.success(request, f"{back} card{'' if back == 1 else 's'} back on their day.")
    return redirect("study:behind")


@require_POST
def ahead(request: HttpRequest) -> HttpResponse:
    """Tomorrow's cards today."""
    actions.learn_ahead(request.user, at=clock.now())
    return redirect("study:session")


@require_POST
def follow_source(request: HttpRequest, pk: int) -> HttpResponse:
    """The question of a card was edited: take its words as they are now, or keep one's own."""
    known = Card.objects.visible_to(request.user).filter(question__current__isnull=False)
    card = get_object_or_404(known.select_related("question__current", "key_point"), pk=pk)
    sources.follow_source(card, take_words=request.POST.get("words") == "take")
    messages.success(request, "Kept.")
    return redirect("study:card_list")
