"""Days on which nothing is due: of cards and grid, and of the plan where one asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from study.card_forms import AwayForm
from study.cards import away
from study.cards.actions import desk_of
from study.content import content
from study.models import Desk, Plan
from study.plan import absence
from study.plan.forms import RevisionForm
from study.plan.previews import Preview
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def days_away(request: HttpRequest) -> HttpResponse:
    """The days, and only then, where a plan makes room, the plan as it would be."""
    at, desk = clock.now(), desk_of(request.user)
    plan = absence.plan_of(request.user, at=at) if content() else None
    first = {"first": desk.away_from, "last": desk.away_until}
    typed = request.POST if request.method == "POST" else None
    form = AwayForm(typed, on=desk.day(at), has_plan=plan is not None, initial=first)
    if not form.is_valid():
        return _page(request, form, desk, plan, status=422 if form.errors else 200)
    days = (form.cleaned_data["first"], form.cleaned_data["last"])
    if not form.cleaned_data.get("plan"):
        messages.success(request, f"{away.leave(request.user, *days, at=at)}.")
        return redirect("study:days_away")
    shown = absence.preview(plan, *days, at=at)
    if not shown.table.days:
        form.add_error("plan", "No day would be left before the interview.")
        return _page(request, form, desk, plan, status=422)
    if request.POST.get("do") != "keep" or request.POST.get("shown") != shown.digest:
        return _page(request, form, desk, plan, shown=shown)
    absence.leave(request.user, *days, revision=_revision(request), at=at)
    messages.success(request, "Those days are free, and your plan made room for them.")
    return redirect("study:days_away")


@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    moved = absence.come_back(request.user, at=clock.now())
    also = " So are the tasks of your plan." if moved else ""
    messages.success(request, f"Welcome back. Your cards are on their days again.{also}")
    return redirect("study:cards")


def _page(
    request: HttpRequest,
    form: AwayForm,
    desk: Desk,
    plan: Plan | None,
    *,
    shown: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    is_set = desk.away_until is not None and desk.away_until >= desk.day(clock.now())
    context = {"form": form, "desk": desk, "is_set": is_set, "plan": plan, "shown": shown}
    context["longest"] = away.LONGEST
    return render(request, "study/days_away.html", context, status=status)


def _revision(request: HttpRequest) -> int:
    form = RevisionForm(request.POST)
    return form.cleaned_data["revision"] if form.is_valid() else -1
