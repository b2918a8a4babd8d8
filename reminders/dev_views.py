"""Mail on a laptop: the page that shows what would have been sent."""

from functools import wraps
from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reminders import kept_mail
from reminders.models import DevMail

MAILS_SHOWN = 100
# Somebody else's HTML: no script, no request, no way to our cookies; its links open elsewhere.
FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


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
