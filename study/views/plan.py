"""A study plan: making it, its page, ticking and moving tasks, catching up, taking back, ICS."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reminders import feeds
from study.cards.actions import desk_of
from study.content import content
from study.history import HISTORY
from study.models import Plan, PlanChange, PlanTask
from study.plan import actions, calendar, health, previews
from study.plan.board import Board
from study.plan.forms import CatchUpForm, MoveForm, PlanForm, RevisionForm, first_words
from study.plan.previews import Preview
from web import clock
from web.refusals import Refused


@require_safe
def my_plan(request: HttpRequest) -> HttpResponse:
    """The plan, today's day first; without one, the way to make one."""
    if content() is None:
        return render(request, "study/unreadable.html", status=503)
    board = Board(request.user, clock.now())
    if board.plan is None:
        return redirect("study:new_plan")
    return render(request, "study/my_plan.html", _context(board))


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """What is chosen, then its days, and only then the start."""
    at = clock.now()
    if Plan.objects.visible_to(request.user).exists():
        messages.info(request, "You have a plan. Here you change it; nothing of it is lost.")
        return redirect("study:plan_settings")
    form = _form(request, None, at=at)
    if request.method != "POST":
        return _making(request, form)
    if not form.is_valid():
        return _making(request, form, status=422)
    plan = form.chosen(request.user)
    shown = previews.of_new(actions.table_of(plan, desk_of(request.user), at=at))
    if not _was_shown(request, shown):
        return _making(request, form, shown=shown)
    actions.make(plan, at=at)
    messages.success(request, "Your plan begins.")
    return redirect("study:my_plan")


@require_http_methods(["GET", "HEAD", "POST"])
def plan_settings(request: HttpRequest) -> HttpResponse:
    """Other choices for the plan there is; shown before they are kept."""
    at, plan = clock.now(), _plan(request)
    form = _form(request, plan, at=at)
    if request.method != "POST":
        return _making(request, form, plan=plan)
    if not form.is_valid():
        return _making(request, form, plan=plan, status=422)
    other = form.chosen(request.user)
    table = actions.table_of(other, desk_of(request.user), at=at)
    shown = previews.of_change(table, rhythm=actions.changes_rhythm(plan, other))
    if not _was_shown(request, shown):
        return _making(request, form, plan=plan, shown=shown)
    try:
        actions.change(other, revision=_revision(request), at=at)
    except Refused as refusal:
        return _making(request, form, plan=plan, why_not=refusal.reason, status=409)
    messages.success(request, "Your plan is changed. What was done stays as it was.")
    return redirect("study:my_plan")


@require_POST
def tick_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, or open again. With htmx only the task and the counts are drawn again."""
    task = _task(request, pk)
    actions.tick(task, done=request.POST.get("done") == "yes", at=clock.now())
    if not request.htmx:
        return redirect(f"{task.plan.get_absolute_url()}#task-{pk}")
    board = Board(request.user, clock.now())
    line = board.line(pk)
    parts = {"line": line, "days": board.days_of(line), "phases": board.phases_of(line)}
    return render(request, "study/_plan_ticked.html", _context(board) | parts)


@require_safe
def plan_task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: another day for it, or none."""
    _task(request, pk)
    return _one(request, pk, MoveForm(initial={"on": desk_of(request.user).day(clock.now())}))


@require_POST
def move_task(request: HttpRequest, pk: int) -> HttpResponse:
    task, form = _task(request, pk), MoveForm(request.POST)
    if not form.is_valid():
        return _one(request, pk, form, status=422)
    try:
        change = actions.move(task, **form.cleaned_data, at=clock.now())
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _one(request, pk, form, status=409)
    return _changed(request, change)


@require_POST
def merge_task(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    return _changed(request, actions.merge(task, revision=_revision(request), at=clock.now()))


@require_POST
def skip_task(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    return _changed(request, actions.skip(task, revision=_revision(request), at=clock.now()))


@require_POST
def catch_up(request: HttpRequest) -> HttpResponse:
    """One of three ways, each of which the page has shown with its result."""
    form = CatchUpForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the three ways to catch up.")
        return _again(request)
    facts = form.cleaned_data
    change = actions.catch_up(
        request.user, facts["way"], revision=facts["revision"], at=clock.now()
    )
    return _changed(request, change)


@require_POST
def undo_plan(request: HttpRequest, pk: int) -> HttpResponse:
    mine = PlanChange.objects.visible_to(request.user).select_related("owner")
    change = get_object_or_404(mine, pk=pk)
    actions.undo(change, at=clock.now())
    messages.success(request, f"Taken back: {change.what}.")
    return redirect("study:my_plan")


@require_safe
def plan_history(request: HttpRequest) -> HttpResponse:
    changes = PlanChange.objects.visible_to(request.user)[:HISTORY]
    return render(request, "study/plan_history.html", {"changes": changes})


@require_http_methods(["GET", "HEAD", "POST"])
def delete_plan(request: HttpRequest) -> HttpResponse:
    """Asks first; what was done in the grid stays."""
    plan = _plan(request)
    if request.method != "POST":
        return render(request, "study/delete_plan.html", {"plan": plan})
    actions.delete(request.user)
    messages.success(request, "Your plan is gone. What you did stands in the progress grid.")
    return redirect("study:plans")


@require_safe
def plan_ics(request: HttpRequest) -> HttpResponse:
    """The plan as a file that calendars import once; the link of the feed keeps up by itself."""
    _plan(request)
    entries = calendar.in_calendar(request.user, clock.now())
    file = feeds.published("Greenroom: study plan", entries, request.user)
    response = HttpResponse(file, content_type="text/calendar; method=PUBLISH; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="study-plan.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _plan(request: HttpRequest) -> Plan:
    if content() is None:
        raise Http404
    plan = get_object_or_404(Plan.objects.visible_to(request.user))
    plan.owner = request.user
    return plan


def _task(request: HttpRequest, pk: int) -> PlanTask:
    mine = PlanTask.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    if content() is None:
        raise Http404
    return get_object_or_404(mine.select_related("plan__owner"), pk=pk)


def _form(request: HttpRequest, plan: Plan | None, *, at: datetime) -> PlanForm:
    desk = desk_of(request.user)
    study = content().study if content() else None
    if study is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    words = first_words(plan, desk.interview_on)
    return PlanForm(data, study=study, today=desk.day(at), plan=plan, initial=words)


def _making(
    request: HttpRequest,
    form: PlanForm,
    *,
    plan: Plan | None = None,
    shown: Preview | None = None,
    why_not: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "plan": plan,
        "shown": shown,
        "why_not": why_not,
        "often_met": previews.often_met(form.study),
        "revision": plan.revision
        if why_not
        else request.POST.get("revision", plan.revision)
        if plan
        else None,
    }
    return render(request, "study/plan_form.html", context, status=status)


def _was_shown(request: HttpRequest, shown: Preview) -> bool:
    """These very days were on the page whose button was pressed."""
    return request.POST.get("do") == "start" and request.POST.get("shown") == shown.digest


def _context(board: Board) -> dict:
    return {"board": board, "plan": board.plan, "health": health.sentence(board.standing)}


def _one(request: HttpRequest, pk: int, form: MoveForm, *, status: int = 200) -> HttpResponse:
    board = Board(request.user, clock.now())
    context = _context(board) | {"line": board.line(pk), "form": form}
    return render(request, "study/plan_task.html", context, status=status)


def _again(request: HttpRequest) -> HttpResponse:
    _plan(request)
    board = Board(request.user, clock.now())
    return render(request, "study/my_plan.html", _context(board), status=422)


def _revision(request: HttpRequest) -> int:
    """Which plan the page showed; without a number none is right."""
    form = RevisionForm(request.POST)
    return form.cleaned_data["revision"] if form.is_valid() else -1


def _changed(request: HttpRequest, change: PlanChange | None) -> HttpResponse:
    messages.success(request, f"{change.what}." if change else "Nothing had to change.")
    return redirect("study:my_plan")
