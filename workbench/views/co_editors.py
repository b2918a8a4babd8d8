"""Asking others to edit a question or a set along, taking that back, leaving, and answering."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from questions.models import Shareable
from web import clock
from workbench import co_editing
from workbench.invitation_form import InvitationForm
from workbench.models import EditorInvitation
from workbench.views.question_sharing import sharing_page
from workbench.views.questions import editable
from workbench.views.sets import own_set, page_of


@require_POST
def invite_editor(request: HttpRequest, slug: str) -> HttpResponse:
    kept, form = editable(request, slug), InvitationForm(request.POST)
    if not form.is_valid():
        return sharing_page(request, kept, form, status=422)
    _invite(request, kept, form)
    return redirect("workbench:question_sharing", slug)


@require_POST
def invite_set_editor(request: HttpRequest, slug: str) -> HttpResponse:
    chosen, form = own_set(request, slug), InvitationForm(request.POST)
    if not form.is_valid():
        part = co_editing.shown(chosen, to=request.user, form=form)
        context = page_of(request, chosen, co_editing=part)
        return render(request, "workbench/set.html", context, status=422)
    _invite(request, chosen, form)
    return _to_set(slug)


@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    co_editing.withdraw(editable(request, slug), pk, by=request.user)
    return redirect("workbench:question_sharing", slug)


@require_POST
def withdraw_set_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    co_editing.withdraw(own_set(request, slug), pk, by=request.user)
    return _to_set(slug)


@require_POST
def remove_editor(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    co_editing.remove(editable(request, slug), pk, by=request.user)
    if pk == request.user.pk:
        return redirect("workbench:home")
    return redirect("workbench:question_sharing", slug)


@require_POST
def remove_set_editor(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    co_editing.remove(own_set(request, slug), pk, by=request.user)
    return redirect("workbench:home") if pk == request.user.pk else _to_set(slug)


@require_POST
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """`answer`: yes or no. Only whom it is addressed to may."""
    mine = EditorInvitation.objects.for_person(request.user).select_related("question", "set")
    invitation = get_object_or_404(mine, pk=pk)
    accepts = request.POST.get("answer") == "yes"
    co_editing.answer(invitation, by=request.user, accepts=accepts)
    if not accepts:
        return redirect("workbench:home")
    page = "workbench:set" if invitation.set else "workbench:question"
    return redirect(page, invitation.thing.slug)


def _invite(request: HttpRequest, thing: Shareable, form: InvitationForm) -> None:
    email = form.cleaned_data["email"]
    co_editing.invite(thing, email, by=request.user, at=clock.now())
    messages.success(request, f"Whoever has {email} here finds your invitation at their workbench.")


def _to_set(slug: str) -> HttpResponse:
    return redirect(reverse("workbench:set", args=[slug]) + "#editors")
