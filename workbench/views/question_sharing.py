"""Who sees a question and who edits it: the page, its buttons, and what a share link shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from questions import rules, sharing
from questions.models import Question, Visibility
from web import clock
from workbench import question_rules, question_sharing
from workbench.invitation_form import InvitationForm
from workbench.models import EditorInvitation
from workbench.views.questions import editable

SAID = {
    Visibility.LINK: "The link below opens this question for whoever has it.",
    Visibility.PRIVATE: "Only you and your co-editors see this question now.",
    Visibility.LIBRARY: "This question stands in the library for everyone on this site.",
}


@require_safe
def question_sharing_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, editable(request, slug), InvitationForm())


@require_POST
def share_question(request: HttpRequest, slug: str) -> HttpResponse:
    """`how`: private, link (a new one each time), or library."""
    shown = get_object_or_404(_readable(request), slug=slug)
    shared = question_sharing.share(shown, request.POST.get("how", ""), by=request.user)
    messages.success(request, SAID[Visibility(shared.visibility)])
    mine = Question.objects.editable_by(request.user).filter(pk=shared.pk).exists()
    return redirect("workbench:question_sharing" if mine else "questions:question", shared.slug)


@require_POST
def invite_editor(request: HttpRequest, slug: str) -> HttpResponse:
    kept = editable(request, slug)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, kept, form, status=422)
    email = form.cleaned_data["email"]
    question_sharing.invite(kept, email, by=request.user, at=clock.now())
    messages.success(request, f"Whoever has {email} here finds your invitation at their workbench.")
    return redirect("workbench:question_sharing", slug)


@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    question_sharing.withdraw(editable(request, slug), pk, by=request.user)
    return redirect("workbench:question_sharing", slug)


@require_POST
def remove_editor(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    question_sharing.remove_editor(editable(request, slug), pk, by=request.user)
    if pk == request.user.pk:
        return redirect("workbench:home")
    return redirect("workbench:question_sharing", slug)


@require_POST
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """`answer`: yes or no. Only whom it is addressed to may."""
    mine = EditorInvitation.objects.for_person(request.user).select_related("question")
    invitation = get_object_or_404(mine, pk=pk)
    accepts = request.POST.get("answer") == "yes"
    question_sharing.answer(invitation, by=request.user, accepts=accepts)
    if accepts:
        return redirect("workbench:question", invitation.question.slug)
    return redirect("workbench:home")


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
    to_library = request.user.is_authenticated and not question_rules.why_not_share(
        request.user, shown, Visibility.LIBRARY
    )
    context = {
        "question": shown,
        "version": shown.current,
        "why_not": rules.why_not_practise(shown),
        "to_library": to_library,
    }
    return render(request, "workbench/question_link.html", context)


def _readable(request: HttpRequest):
    return Question.objects.visible_to(request.user).with_current().select_related("owner")


def _page(
    request: HttpRequest, kept: Question, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    ways = {how: question_rules.why_not_share(request.user, kept, how) for how in Visibility.values}
    context = {
        "question": kept,
        "form": form,
        "editors": kept.editors.order_by("display_name", "pk"),
        "invitations": kept.editor_invitations.order_by("email"),
        "is_mine": kept.owner_id == request.user.pk,
        "why_not": ways,
    }
    return render(request, "workbench/question_sharing.html", context, status=status)
