"""What happens around every view: refusals become 409, a lost log-in redirects the whole page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from web.refusals import Refused


def asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


class RefusalMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if asks_for_json(request):
            return JsonResponse({"state": "refused", "reason": error.reason}, status=409)
        context = {"reason": error.reason}
        if not request.htmx:
            return render(request, "409.html", context, status=409)
        notice = render(request, "409.html#notice", context, status=409)
        return reswap(retarget(notice, "#notices"), "innerHTML")


class PermissionsMiddleware:
    """No page asks for camera, microphone or place; one that records says so in its own reply."""

    NOTHING = "camera=(), geolocation=(), microphone=()"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.NOTHING)
        return response


class HtmxLoginMiddleware:
    """A redirect to the log-in page moves the whole page, never lands in a part of it."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.login_url = resolve_url(settings.LOGIN_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseRedirect):
            return response
        if not response.url.startswith(self.login_url):
            return response
        if asks_for_json(request):
            return JsonResponse({"state": "signed-out"}, status=401)
        if request.htmx:
            return HttpResponseClientRedirect(response.url)
        return response
