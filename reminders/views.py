"""The in-app inbox, leaving a list by one click, and the laptop's mail page."""

from functools import wraps
from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reminders import actions, kept_mail, unsubscribing
from reminders.models import DevMail, Reminder
from reminders.notices import inbox_of
from web import clock

MAILS_SHOWN = 100
# Somebody else's HTML: no script, no request, no way to our cookies; its links open elsewhere.
FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the app has to tell, what is still to come, and what became of the mails."""
    return render(request, "reminders/inbox.html", {"inbox": inbox_of(request.user)})


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Reminder.objects.notices_for(request.user), pk=pk)
    actions.mark_read(Reminder.objects.filter(pk=notice.pk), at=clock.now())
    return redirect("reminders:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(Reminder.objects.notices_for(request.user), at=clock.now())
    return redirect("reminders:inbox")


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
    context = {"category": found and found[1], "done": request.method == "POST"}
    return render(request, "reminders/unsubscribe.html", context)


def only_on_this_machine(view):
    """Kept mails hold password resets: nobody but this machine's own browser sees them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@only_on_this_machine
@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """Every mail this laptop would have sent."""
    mails = DevMail.objects.defer("raw")[:MAILS_SHOWN]
    return render(request, "reminders/dev_mail.html", {"mails": mails})


@login_not_required
@only_on_this_machine
@require_safe
def dev_mail_message(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(DevMail, pk=pk)
    context = {"mail": mail, "letter": kept_mail.letter(mail)}
    return render(request, "reminders/dev_mail_message.html", context)


@login_not_required
@only_on_this_machine
@require_safe
def dev_mail_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One part of a kept mail: HTML for its frame, anything else as a file."""
    parts = kept_mail.parts_of(get_object_or_404(DevMail, pk=pk))
    if number >= len(parts):
        raise Http404
    part = parts[number]
    if part.content_type == "text/html":
        content = part.content.replace(b"<head>", b'<head><base target="_blank">', 1)
        response = HttpResponse(content)
        response.headers["Content-Security-Policy"] = FRAME_POLICY
        return response
    response = HttpResponse(part.content, content_type=part.content_type)
    name = part.name or {"text/calendar": "calendar.ics"}.get(part.content_type, "part.txt")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
