"""The first page, the health page, and the pages for what went wrong."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from web import clock


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("interview:home")
    return render(request, "web/landing.html")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor and load balancers: ok only when the database answers."""
    try:
        clock.now()
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where the log-in dialog inside an interview ends: it tells the page that opened it."""
    return render(request, "web/signed_in.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html")


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """No database, no context: the page must render when everything else is broken.

    A database that is away, busy or waited for too long comes back by itself: 503, and when to
    ask again. Django calls this while the error is being handled.
    """
    passing = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = render(None, "500.html", status=503 if passing else 500)
    if passing:
        response["Retry-After"] = "2"
    return response
