"""Recall cards: what waits, answering, where cards come from, all of them, figures, choices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from study.card_forms import CardForm, DeskForm, ListForm, RatingForm
from study.cards import actions, figures, sources
from study.cards.sitting import Sitting
from study.grid import table
from study.models import Card
from web import clock
from web.htmx import render_page

A_PAGE = 50
MORE = 10


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """What waits today, and where more comes from."""
    sitting = Sitting(request.user, at=clock.now())
    context = {
        "waiting": sitting.waiting,
        "grid": table.waiting(request.user, desk=sitting.desk, at=clock.now()),
        "desk": sitting.desk,
        "decks": sources.decks(request.user),
        "urgent": len(sources.urgent()),
        "has_any": Card.objects.visible_to(request.user).exists(),
        "more": MORE,
        "on": sitting.on,
        "is_away": sitting.is_away,
        "may_go_ahead": sitting.desk.due_by(sitting.on) < sitting.on + actions.AHEAD,
    }
    return render(request, "study/cards.html", context)


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """One card. Its other side is under “Show the answer”, and so are the four ways to answer."""
    return _session(request)


def _session(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    sitting = Sitting(request.user, at=at)
    card = sitting.next()
    context = {
        "card": card,
        "waiting": sitting.waiting,
        "may_undo": actions.may_undo(request.user),
        "shown": int(at.timestamp() * 1000),
        "on": sitting.on,
        "is_away": sitting.is_away,
    }
    if card:
        sources.refresh([card])
        context["outcomes"] = actions.outcomes(card, sitting.desk, at=at)
    return render_page(request, "study/session.html", context, partial="card", status=status)


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    form = RatingForm(request.POST)
    card = _own(request, pk)
    if not form.is_valid():
        messages.error(request, "Press one of the four buttons below the answer.")
        return _session(request, status=422)
    at, shown = clock.now(), form.cleaned_data["shown"]
    seconds = None if shown is None else max(0, int(at.timestamp()) - shown // 1000)
    review = actions.rate(
        card, form.cleaned_data["rating"], seen=form.cleaned_data["seen"], seconds=seconds, at=at
    )
    if review and review.card.is_leech and review.card.suspended_at == at:
        messages.info(
            request,
            f"“{card}” was forgotten {review.card.lapses} times and is put aside. "
            "Write it in other words, or look its question up.",
        )
    return _on(request)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    if actions.undo(request.user, at=clock.now()) is None:
        messages.info(request, "There is no answer left to take back.")
    return _on(request)


@require_POST
def bury(request: HttpRequest, pk: int) -> HttpResponse:
    actions.bury(_own(request, pk), at=clock.now())
    return _on(request)


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    actions.suspend(_own(request, pk), at=clock.now())
    return _on(request)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    actions.resume(_own(request, pk))
    return _on(request)


@require_POST
def more(request: HttpRequest) -> HttpResponse:
    actions.more_today(request.user, MORE, at=clock.now())
    return redirect("study:session")


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """The content's cards of one block, or of all that is to be known cold."""
    wanted = request.POST.get("deck", "")
    if wanted == "urgent":
        chosen = sources.urgent()
    else:
        decks = [deck for deck in sources.decks(request.user) if deck.slug == wanted]
        chosen = [card for deck in decks for card in deck.cards]
    added = sources.add(request.user, chosen, at=clock.now())
    said = f"{added} card{'' if added == 1 else 's'} added."
    messages.success(request, said if added else "You have them all.")
    return redirect("study:cards")


@require_http_methods(["GET", "HEAD", "POST"])
def wanting(request: HttpRequest) -> HttpResponse:
    """Cards from points that the last interviews showed to be wanting."""
    found = sources.wanting(request.user)
    if request.method == "POST":
        asked = set(request.POST.getlist("point"))
        chosen = [one for one in found if str(one.point.pk) in asked]
        made = sources.add_points(request.user, chosen, at=clock.now())
        messages.success(request, f"{made} card{'' if made == 1 else 's'} made.")
        return redirect("study:cards")
    return render(request, "study/wanting.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        sources.write(request.user, **form.cleaned_data, at=clock.now())
        messages.success(request, "Your card waits among the new ones. Write another, or go back.")
        return redirect("study:write_card")
    return render(
        request, "study/write_card.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    card = _own(request, pk)
    form = CardForm(
        request.POST if request.method == "POST" else None,
        initial={"front": card.front, "back": card.back},
    )
    if form.is_valid():
        actions.reword(card, **form.cleaned_data)
        return redirect("study:card_list")
    context = {"form": form, "card": card}
    return render(request, "study/write_card.html", context, status=422 if form.errors else 200)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    actions.delete(_own(request, pk))
    messages.success(request, "The card and its history are gone.")
    return redirect("study:card_list")


@require_safe
def card_list(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.GET)
    on = actions.desk_of(request.user).day(clock.now())
    found = form.narrow(Card.objects.visible_to(request.user), on=on).select_related("question")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "on": on}
    return render(request, "study/card_list.html", context, status=422 if form.errors else 200)


@require_safe
def card_figures(request: HttpRequest) -> HttpResponse:
    on = actions.desk_of(request.user).day(clock.now())
    found = figures.figures(request.user, on=on)
    context = {
        "figures": found,
        "ahead": figures.columns(found.ahead, late=found.overdue),
        "squares": figures.squares(found.year),
        "months": [found.lately, *found.months],
        "done": figures.columns(found.done),
        "floor": figures.RECALL_FLOOR,
    }
    return render(request, "study/card_figures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """How somebody studies."""
    own = actions.desk_of(request.user)
    typed = request.POST if request.method == "POST" else None
    form = DeskForm(typed, on=own.day(clock.now()), instance=own)
    if form.is_valid():
        actions.keep_desk(request.user, form.cleaned_data)
        messages.success(request, "Kept.")
        return redirect("study:cards")
    return render(request, "study/desk.html", {"form": form}, status=422 if form.errors else 200)


def _own(request: HttpRequest, pk: int) -> Card:
    return get_object_or_404(Card.objects.visible_to(request.user).select_related("owner"), pk=pk)


def _on(request: HttpRequest) -> HttpResponse:
    """Back to where it was pressed: the sitting, or the list."""
    if request.htmx:
        return _session(request)
    back = request.POST.get("back", "")
    fine = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if fine and back.startswith("/") else "study:session")
