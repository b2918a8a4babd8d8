"""A page of the desk that anybody may open and that needs the study content."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from questions.bank.study import Study
from study.content import Content, content
from study.ways import Ways


def needs_content(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the content behind the request. When it cannot be read, the page says so and
    the rest of the site goes on."""

    @wraps(view)
    def door(request: HttpRequest, **arguments: str | int) -> HttpResponse:
        found = content()
        if found is None:
            return render(request, "study/unreadable.html", status=503)
        return view(request, found, **arguments)

    return door


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for a page that needs no account."""
    return login_not_required(needs_content(view))


def frame(request: HttpRequest, found: Content) -> dict[str, Study | Ways]:
    """What each page of the desk is made with."""
    return {"study": found.study, "ways": Ways(found, request.user)}
