"""A group's calendar: its list, one meeting, planning and changing it, saying whether one comes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import meeting_actions as actions
from groups import meeting_invitations as invitations
from groups import meeting_page, meeting_rules, turns
from groups.actions import role_of
from groups.meeting_forms import (
    AnswerForm,
    EditForm,
    PlanForm,
    PresenterForm,
    ScopeForm,
    ThereForm,
    on_the_wall,
)
from groups.models import Meeting
from groups.views.groups import visible_group
from groups.views.seats import own_meeting
from reminders.calendars import PUBLISH, calendar_file
from web import clock
from web.refusals import Refused

# What a calendar shows of what was, and of what comes.
PAST, COMING = 10, 60


@require_safe
def meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes, what was, and whose turn it is."""
    group, at = visible_group(request, pk), clock.now()
    known = group.meetings.select_related("presenter", "group").with_answers(request.user)
    coming = list(known.to_come(at=at)[:COMING])
    begun = known.filter(starts_at__lte=at).exclude(pk__in=[one.pk for one in coming])
    context = {
        "group": group,
        "coming": coming,
        "past": begun.order_by("-starts_at", "-pk")[:PAST],
        "turns": turns.table(group, at=at),
        "why_not": meeting_rules.why_not_in(group),
    }
    return render(request, "groups/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    group = visible_group(request, pk)
    start = {"partner": request.GET.get("with"), "kind": request.GET.get("kind")}
    typed = request.POST if request.method == "POST" else None
    form = PlanForm(typed, user=request.user, group=group, initial=start)
    if form.is_valid():
        made = actions.plan(group, form.plan(), by=request.user, at=clock.now())
        if note := form.note():
            messages.info(request, note)
        return redirect(made)
    context = {"group": group, "form": form, "why_not": meeting_rules.why_not_in(group)}
    return render(request, "groups/plan.html", context, status=422 if form.is_bound else 200)


@require_safe
def meeting(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    one = own_meeting(request, pk, meeting_pk)
    context = meeting_page.context(one, request.user, at=clock.now())
    return render(request, "groups/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    one, at = own_meeting(request, pk, meeting_pk), clock.now()
    role = role_of(one.group, request.user)
    if reason := meeting_rules.why_not_change(one, request.user, role, at=at):
        raise Refused(reason)
    form = EditForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        group=one.group,
        meeting=one,
        initial=on_the_wall(one),
    )
    if form.is_valid():
        plan = form.plan(kind=one.kind)
        one = actions.edit(one, plan, following=form.following, by=request.user, at=at)
        messages.success(request, form.note() or "Kept. Whoever comes is told of a new time.")
        return redirect(one)
    context = {"meeting": one, "group": one.group, "form": form}
    return render(request, "groups/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def cancel(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    one, form = own_meeting(request, pk, meeting_pk), ScopeForm(request.POST)
    if not form.is_valid():
        return _again(request, one)
    actions.cancel(one, following=form.following, by=request.user, at=clock.now())
    messages.success(request, "Called off. Whoever would have come is told.")
    return redirect("groups:meetings", pk)


@require_POST
def answer(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    one, form = own_meeting(request, pk, meeting_pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, one)
    said, carries = form.cleaned_data["answer"], form.cleaned_data["carries"]
    actions.answer(one, request.user, said, carries=carries, at=clock.now())
    return redirect(one)


@require_POST
def there(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """“I am here”, or somebody else was."""
    one = own_meeting(request, pk, meeting_pk)
    form = ThereForm(request.POST, group=one.group)
    if not form.is_valid():
        return _again(request, one)
    actions.note_there(one, form.cleaned_data["user"] or request.user, at=clock.now())
    return redirect(one)


@require_POST
def present(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """Who presents which paper, by hand."""
    one = own_meeting(request, pk, meeting_pk)
    form = PresenterForm(request.POST, group=one.group)
    if not form.is_valid():
        return _again(request, one)
    actions.choose_presenter(one, **form.cleaned_data, by=request.user, at=clock.now())
    return redirect(one)


@require_safe
def calendar(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """The meeting as a file that calendars import, for whoever has no mail here."""
    one, at = own_meeting(request, pk, meeting_pk), clock.now()
    mine = one.attendances.filter(user=request.user).first()
    sequence = (mine.calendar_sequence if mine else None) or 0
    entry = invitations.appointment(one, sequence=sequence, made_at=at)
    response = HttpResponse(
        calendar_file(entry, request.user, method=PUBLISH, off=one.is_cancelled),
        content_type="text/calendar; method=PUBLISH; charset=utf-8",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _again(request: HttpRequest, one: Meeting) -> HttpResponse:
    """The page, when what its buttons sent cannot be read."""
    messages.error(request, "That could not be read. Choose again.")
    context = meeting_page.context(one, request.user, at=clock.now())
    return render(request, "groups/meeting.html", context, status=422)
