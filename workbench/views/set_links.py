"""A set outside the workbench: on paper, behind a link, taken by whoever has it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import start_as_guest
from questions import sets, sharing
from questions.models import QuestionSet, Visibility
from web import clock
from workbench import set_actions, sheets
from workbench.sharing_form import SharingForm
from workbench.views.sets import own_set


@require_POST
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """`how`: private, link (a new one each time), group (with `circle`), or library."""
    how, circle = SharingForm(request.POST, user=request.user).wanted()
    chosen = set_actions.share(
        own_set(request, slug), how, by=request.user, circle=circle, at=clock.now()
    )
    said = {
        Visibility.LINK: "The link below opens this set for whoever has it.",
        Visibility.PRIVATE: "Only you and your co-editors see this set now.",
        Visibility.GROUP: f"The people of {circle} may take this set now.",
        Visibility.LIBRARY: "This set stands in the library for everyone on this site.",
    }
    messages.success(request, said[Visibility(chosen.visibility)])
    return redirect("workbench:set", chosen.slug)


@require_safe
def print_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Its questions on paper with room for notes; `?key=1` adds the keys this person may see."""
    chosen = own_set(request, slug)
    with_key = request.GET.get("key") == "1"
    context = {
        "set": chosen,
        "with_key": with_key,
        "sheet": sheets.sheet(chosen, user=request.user, with_key=with_key),
    }
    return render(request, "workbench/set_print.html", context)


@login_not_required
@require_safe
def set_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a share link shows anyone: the set, not what it asks. A person is let in from now on."""
    shown = _by_token(token)
    if request.user.is_authenticated:
        sharing.write_down_visit(shown, request.user, at=clock.now())
    context = {"set": shown, "contents": sets.contents(shown, request.user)}
    return render(request, "workbench/set_link.html", context)


@login_not_required
@require_POST
def take_set(request: HttpRequest, token: str) -> HttpResponse:
    """To the page before the clock; whoever has no account becomes a guest on the way."""
    chosen = _by_token(token)
    if not request.user.is_authenticated:
        start_as_guest(request, time_zone=request.POST.get("time_zone", ""))
    sharing.write_down_visit(chosen, request.user, at=clock.now())
    return redirect("interview:set_up", chosen.slug)


def _by_token(token: str) -> QuestionSet:
    return get_object_or_404(QuestionSet.objects.with_kinds(), share_token=token)
