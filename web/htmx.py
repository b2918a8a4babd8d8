"""The one place where a page decides between itself and a part of itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants(request: HttpRequest, partial: str) -> bool:
    """Is htmx about to swap the element whose id is `partial`?

    htmx 4 sends `tag#id`, htmx 2 the bare id; the id is what counts.
    """
    return bool(request.htmx) and (request.htmx.target or "").rpartition("#")[2] == partial


def render_page(
    request: HttpRequest, template: str, context: dict, *, partial: str, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its `partial` when htmx is about to swap that element.

    The element's id and the partial's name are the same word, so one page can
    have many live parts and this stays a single comparison.
    """
    if wants(request, partial):
        template = f"{template}#{partial}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
