"""An interview for later: another time, none at all, and its calendar file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interview import actions, invitations
from interview.schedule_form import MoveForm
from interview.views.seats import own_interview
from reminders import local_time
from reminders.calendars import PUBLISH, calendar_file
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose another time. A page that is opened too late leads to where the interview stands."""
    interview = own_interview(request, pk)
    form = MoveForm(request.POST or None, user=request.user, initial=_on_the_wall(interview))
    if request.method == "POST" and form.is_valid():
        interview = actions.reschedule(interview, to=form.instant())
        when = local_time.spoken(interview.scheduled_for, request.user.zone)
        messages.success(request, form.note() or f"Planned for {when}.")
        return redirect("interview:ready", interview.pk)
    if request.method != "POST" and interview.status != interview.Status.SCHEDULED:
        return redirect(interview)
    context = {"interview": interview, "form": form}
    return render(request, "interview/move.html", context, status=422 if form.is_bound else 200)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    interview = actions.cancel(own_interview(request, pk))
    messages.success(request, f"Cancelled: {interview.title}. Its reminders are withdrawn.")
    return redirect("interview:home")


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The interview as a file that calendars import."""
    interview = own_interview(request, pk)
    if interview.scheduled_for is None:
        raise Http404
    entry = invitations.appointment(interview, made_at=clock.now())
    off = interview.status == interview.Status.CANCELLED
    response = HttpResponse(
        calendar_file(entry, request.user, method=PUBLISH, off=off),
        content_type="text/calendar; method=PUBLISH; charset=utf-8",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="interview.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _on_the_wall(interview) -> dict:
    """What the fields show first: the time it has now, on the candidate's clock."""
    if interview.scheduled_for is None:
        return {}
    local = interview.scheduled_for.astimezone(interview.candidate.zone)
    return {"date": local.date(), "time": local.time()}
