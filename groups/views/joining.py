"""The page behind a link into a group: open to anyone, and says as little as it can."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from groups import joining, rules
from groups.models import Group, Invitation
from web import clock


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The group's name and how many are in it; joining takes an account. 410 once it ran out."""
    invitation = get_object_or_404(Invitation.objects.select_related("group"), token=token)
    group, at = invitation.group, clock.now()
    is_in = Group.objects.visible_to(request.user).filter(pk=group.pk).exists()
    if not is_in and not Invitation.objects.open(at=at).filter(pk=invitation.pk).exists():
        return render(request, "groups/join_closed.html", {"robots": "noindex"}, status=410)
    if request.method == "POST":
        return _come(request, invitation)
    people = group.memberships.count()
    context = {
        "invitation": invitation,
        "group": group,
        "people": people,
        "is_in": is_in,
        "asked": _has_asked(request, group),
        "why_not": None if is_in else _why_not(request, group, people),
        "here": urlencode({"next": request.path}),
    }
    return render(request, "groups/join.html", context)


def _come(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    if request.user.is_guest:
        return redirect(f"{reverse('accounts:claim')}?{urlencode({'next': request.path})}")
    if joining.come_by(invitation, request.user, at=clock.now()) == joining.Came.ASKED:
        return redirect("groups:join", invitation.token)
    messages.success(request, f"You are in {invitation.group}.")
    return redirect(invitation.group)


def _why_not(request: HttpRequest, group: Group, people: int) -> str | None:
    is_barred = joining.barred(group, request.user)
    return rules.why_not_enter(group, people=people, is_barred=is_barred)


def _has_asked(request: HttpRequest, group: Group) -> bool:
    return bool(request.user.pk) and group.join_requests.filter(user=request.user.pk).exists()
