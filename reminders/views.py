"""The inbox, the page of choices, and leaving a list by one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from reminders import actions, feeds, rules, unsubscribing
from reminders.choices import choices_of
from reminders.forms import ChoicesForm
from reminders.models import Mute, Reminder
from reminders.notices import inbox_of
from web import clock
from web.htmx import render_page, wants


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the app has to tell, what is still to come, and what was sent and why."""
    context = {"inbox": inbox_of(request.user, at=clock.now())}
    return render(request, "reminders/inbox.html", context)


def _notice(request: HttpRequest, pk: int) -> Reminder:
    return get_object_or_404(Reminder.objects.notices_for(request.user), pk=pk)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _notice(request, pk)
    actions.mark_read(Reminder.objects.filter(pk=notice.pk), at=clock.now())
    return redirect("reminders:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    actions.mark_read(Reminder.objects.notices_for(request.user).awake(at=at), at=at)
    return redirect("reminders:inbox")


@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a notice off: for an hour, until tonight, until tomorrow morning."""
    actions.snooze(_notice(request, pk), request.POST.get("until", ""), at=clock.now())
    return redirect("reminders:inbox")


@require_POST
def mute(request: HttpRequest, pk: int) -> HttpResponse:
    muted = actions.mute(_notice(request, pk), at=clock.now())
    messages.success(request, f"Muted: {muted.words}. You can take that back among your choices.")
    return redirect("reminders:inbox")


@require_POST
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    actions.unmute(get_object_or_404(Mute, pk=pk, user=request.user))
    return redirect("reminders:choices")


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """By which way each sort of thing is told, and at what hours."""
    chosen = choices_of(User.objects.get(pk=request.user.pk))
    form = ChoicesForm(request.POST or None, choices=chosen)
    if not form.is_valid():
        return _choices(request, form, status=422 if form.is_bound else 200)
    actions.keep_choices(request.user, form.ways(), form.hours(), form.times(), at=clock.now())
    if not wants(request, "choices-form"):
        messages.success(request, "Saved")
        return redirect("reminders:choices")
    chosen = choices_of(User.objects.get(pk=request.user.pk))
    return _choices(request, ChoicesForm(choices=chosen), saved=True)


def _choices(
    request: HttpRequest, form: ChoicesForm, *, saved: bool = False, status: int = 200
) -> HttpResponse:
    chosen = choices_of(request.user)
    context = {
        "form": form,
        "saved": saved,
        "choices": chosen,
        "no_mail": rules.why_no_mail(chosen),
        "feeds": feeds.links_of(request.user),
        "mutes": request.user.mutes.all(),
    }
    return render_page(
        request, "reminders/choices.html", context, partial="choices-form", status=status
    )


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    """Tell oneself something, to see where it arrives."""
    actions.send_test(request.user, at=clock.now())
    messages.success(request, "On its way: look under Reminders and into your mailbox in a minute.")
    return redirect("reminders:choices")


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Mail was paused because the address refused it; try again."""
    actions.resume_mail(request.user)
    actions.send_test(request.user, at=clock.now())
    messages.success(request, "Mail goes to you again, first of all a test.")
    return redirect("reminders:choices")


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave one list. Only POST does it: mail scanners follow links.

    A mail program that posts gets 200 whatever the token, as RFC 8058 wants; a person who opens a
    link that is not ours gets a 404.
    """
    found = unsubscribing.read(token)
    if found is None and request.method != "POST":
        raise Http404
    if found and request.method == "POST":
        actions.unsubscribe(*found)
    context = {"list": found and found[1], "done": request.method == "POST"}
    return render(request, "reminders/unsubscribe.html", context)
