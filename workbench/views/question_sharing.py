"""Who sees a question and who edits it: the page, its buttons, and what a share link shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import start_as_guest
from interview import setups
from questions import rules, sharing
from questions.models import Question, Visibility
from web import clock
from web.refusals import Refused
from workbench import co_editing, question_sharing, sharing_rules
from workbench.invitation_form import InvitationForm
from workbench.sharing_form import SharingForm
from workbench.views.questions import editable

SAID = {
    Visibility.LINK: "The link below opens this question for whoever has it.",
    Visibility.PRIVATE: "Only you and your co-editors see this question now.",
    Visibility.GROUP: "The people of {group} see this question now.",
    Visibility.LIBRARY: "This question stands in the library for everyone on this site.",
}


@require_safe
def question_sharing_page(request: HttpRequest, slug: str) -> HttpResponse:
    return sharing_page(request, editable(request, slug), InvitationForm())


@require_POST
def share_question(request: HttpRequest, slug: str) -> HttpResponse:
    """`how`: private, link (a new one each time), group (with `circle`), or library."""
    shown = get_object_or_404(_readable(request), slug=slug)
    how, circle = SharingForm(request.POST, user=request.user).wanted()
    shared = question_sharing.share(shown, how, by=request.user, circle=circle, at=clock.now())
    messages.success(request, SAID[Visibility(shared.visibility)].format(group=circle))
    mine = Question.objects.editable_by(request.user).filter(pk=shared.pk).exists()
    return redirect("workbench:question_sharing" if mine else "questions:question", shared.slug)


@require_POST
def fork(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of one's own, of whatever one may read."""
    shown = get_object_or_404(_readable(request), slug=slug)
    copy = question_sharing.fork(shown, by=request.user)
    messages.success(request, "This copy is yours: private, and a draft until you make it ready.")
    return redirect("workbench:question", copy.slug)


@login_not_required
@require_safe
def question_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a share link shows anyone: what is asked, never the key. A person is let in by it."""
    shown = get_object_or_404(Question.objects.with_current(), share_token=token)
    if request.user.is_authenticated:
        sharing.write_down_visit(shown, request.user, at=clock.now())
    to_library = request.user.is_authenticated and not sharing_rules.why_not_share(
        request.user, shown, Visibility.LIBRARY
    )
    context = {
        "question": shown,
        "version": shown.current,
        "why_not": rules.why_not_practise(shown),
        "to_library": to_library,
    }
    return render(request, "workbench/question_link.html", context)


@login_not_required
@require_POST
def practise_shared(request: HttpRequest, token: str) -> HttpResponse:
    """To the page before the clock; whoever has no account becomes a guest on the way."""
    shown = get_object_or_404(Question.objects.with_current(), share_token=token)
    if reason := rules.why_not_practise(shown):
        raise Refused(reason)
    if not request.user.is_authenticated:
        start_as_guest(request, time_zone=request.POST.get("time_zone", ""))
    sharing.write_down_visit(shown, request.user, at=clock.now())
    interview = setups.single(request.user, shown)
    return redirect("interview:ready", interview.pk)


def _readable(request: HttpRequest):
    return Question.objects.visible_to(request.user).with_current().select_related("owner")


def sharing_page(
    request: HttpRequest, kept: Question, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    ways = SharingForm(user=request.user, now=kept.circle)
    context = {
        "question": kept,
        "co_editing": co_editing.shown(kept, to=request.user, form=form),
        "sharing": ways,
        "why_not": sharing_rules.why_not_each(request.user, kept, circles=ways.groups),
    }
    return render(request, "workbench/question_sharing.html", context, status=status)
