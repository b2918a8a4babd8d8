"""The settings page, a guest's way to an account, taking everything along, and leaving."""

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, exports, rules, waiting_guest
from accounts.forms import ClaimForm, DeleteForm, PreferencesForm, ZoneForm
from accounts.models import User
from web import clock
from web.htmx import render_page, wants


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=person)
    if not form.is_valid():
        return _settings(request, form, status=422 if form.is_bound else 200)
    follow = form.cleaned_data["follow_device"]
    actions.keep_preferences(person, form.changes(), follow_device=follow)
    if not wants(request, "preferences"):
        messages.success(request, "Saved")
        return redirect("accounts:settings")
    return _settings(request, PreferencesForm(instance=person), saved=True)


def _settings(
    request: HttpRequest, form: PreferencesForm, *, saved: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "saved": saved, "kept_until": rules.kept_until(request.user)}
    return render_page(
        request, "accounts/settings.html", context, partial="preferences", status=status
    )


@require_POST
def time_zone(request: HttpRequest) -> HttpResponse:
    """The browser's zone, sent by a page where it differs. One the person chose is left alone."""
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return HttpResponse("not a time zone we know", status=422, content_type="text/plain")
    actions.guess_time_zone(request.user, form.cleaned_data["time_zone"])
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """A guest becomes an account and keeps everything."""
    if not request.user.is_guest:
        return redirect("accounts:settings")
    form = ClaimForm(request.POST or None)
    if form.is_bound and (too_many := ratelimit.consume_or_429(request, action="signup")):
        return too_many
    if not form.is_valid():
        return _claim(request, form, status=422 if form.is_bound else 200)
    facts = form.cleaned_data
    user = actions.claim(request.user, email=facts["email"], password=facts["password"])
    update_session_auth_hash(request, user)
    EmailAddress.objects.get(user=user).send_confirmation(request, signup=True)
    messages.success(request, f"This is your account now, {user}. Everything is where it was.")
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where they were on the way to, if that is a page of this site; else their interviews."""
    wish = request.POST.get("next") or request.GET.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wish, hosts, require_https=request.is_secure()):
        return wish
    return resolve_url("interview:home")


def _claim(request: HttpRequest, form: ClaimForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "kept_until": rules.kept_until(request.user),
        "days_left": rules.days_left(request.user, at=timezone.now()),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/claim.html", context, status=status)


@require_POST
def log_in_instead(request: HttpRequest) -> HttpResponse:
    """A guest has an account already: off to the log-in page, remembered."""
    if not request.user.is_guest:
        return redirect("accounts:settings")
    after = _next(request)
    waiting_guest.send_to_log_in(request, at=clock.now())
    return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


@login_not_required
@require_POST
def back_as_guest(request: HttpRequest) -> HttpResponse:
    """Changed their mind at the log-in page: go on as the guest they were."""
    if request.user.is_authenticated or waiting_guest.come_back(request):
        return redirect("interview:home")
    return redirect("web:landing")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything about this person, as one zip."""
    at = clock.now()
    name = f"greenroom-{exports.safe_name(str(request.user), 'me')}-{at:%Y-%m-%d}.zip"
    archive = exports.write_zip(request.user, at=at)
    response = FileResponse(archive, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _has_an_account(request: HttpRequest) -> bool:
    return not request.user.is_guest


@reauthentication_required(enabled=_has_an_account)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete me. An account logs in again first; everybody types the word."""
    form = DeleteForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/delete.html", {"form": form}, status=status)
    person = User.objects.get(pk=request.user.pk)
    logout(request)
    actions.delete_account(person)
    messages.success(request, "You and everything that was yours here are deleted.")
    return redirect("web:landing")
