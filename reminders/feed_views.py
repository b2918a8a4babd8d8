"""Doors of the calendar links: one for calendars, which know no log-in, two for their owner."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from reminders import feed_actions, feeds
from reminders.models import Feed
from web import brakes, clock

# Requests an hour. A calendar asks once; links that open nothing, from one address: a whole office
# may stand behind it, each with a link that was taken back.
MOST_OF_A_LINK = 60
MOST_FROM_AN_ADDRESS = 600


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file; 304 for a calendar that has it already, 404 once it was taken back."""
    found = Feed.objects.live().select_related("user").filter(token=token).first()
    if _is_too_often(request, token, is_known=found is not None):
        return HttpResponse("Too many requests. Ask once an hour.\n", "text/plain", 429)
    if found is None:
        raise Http404
    file, changed_at = feed_actions.asked(found, at=clock.now())
    response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = f'"{file.digest}"'
    response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = f'inline; filename="greenroom-{found.scope}.ics"'
    return get_conditional_response(
        request, response.headers["ETag"], int(changed_at.timestamp()), response
    )


def _is_too_often(request: HttpRequest, token: str, *, is_known: bool) -> bool:
    """A calendar gone mad, or an address from which links are tried."""
    if is_known:
        return brakes.is_too_often(f"feed {token}", most=MOST_OF_A_LINK, at=clock.now())
    address = get_adapter(request).get_client_ip(request)
    return brakes.is_too_often(
        f"links tried from {address}", most=MOST_FROM_AN_ADDRESS, at=clock.now()
    )


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make a link, or another in its place."""
    scope = request.POST.get("scope", "")
    if scope not in feeds.scopes():
        raise Http404
    feed_actions.renew(request.user, scope, at=clock.now())
    messages.success(request, "Here is your link. Keep it to yourself: whoever has it can read it.")
    return redirect("reminders:choices")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    mine = get_object_or_404(Feed, pk=pk, user=request.user, revoked_at=None)
    feed_actions.revoke(mine, at=clock.now())
    messages.success(request, "That link opens nothing any more.")
    return redirect("reminders:choices")
