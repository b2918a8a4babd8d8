"""Around every page: the person's own zone, their last visit, and a guest's way to an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts import actions

# Pages that a guest has no use for yet: those of an account, and those where one keeps
# questions for years. All of them lead to `claim`.
ACCOUNT_PAGES = ("account_", "mfa_", "workbench:")
# A share link is open to anyone, and whoever sits what it shows may be a guest.
GUESTS_TOO = {
    "account_logout",
    "workbench:practise_shared",
    "workbench:question_link",
    "workbench:set_link",
    "workbench:take_set",
}


class TimeZoneMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            timezone.activate(request.user.zone)
        else:
            timezone.deactivate()
        return self.get_response(request)


class VisitMiddleware:
    """Reading a page is a visit. Posting is not, so that autosave costs no thought here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated:
            actions.write_down_visit(request.user, at=timezone.now())
        return self.get_response(request)


class GuestMiddleware:
    """A guest who asks for log-in, sign-up or an account's pages is shown how to get an account."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name or ""
        if not name.startswith(ACCOUNT_PAGES) or name in GUESTS_TOO:
            return None
        if not getattr(request.user, "is_guest", False):
            return None
        return redirect("accounts:claim")
