"""Around every page: the person's own zone, their last visit, and a guest's way to an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts import actions

# Pages of an account that a guest has no use for yet; all of them lead to `claim`.
ACCOUNT_PAGES = ("account_", "mfa_")
GUESTS_TOO = {"account_logout"}
# Where people keep things for years, so do these, but for what is open to anyone.
MEMBERS_PAGES = ("workbench:", "marking:", "groups:")


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
        if not getattr(request.user, "is_guest", False):
            return None
        name = request.resolver_match.view_name or ""
        of_an_account = name.startswith(ACCOUNT_PAGES) and name not in GUESTS_TOO
        # As LoginRequiredMiddleware asks it.
        of_members = name.startswith(MEMBERS_PAGES) and getattr(view, "login_required", True)
        return redirect("accounts:claim") if of_an_account or of_members else None
