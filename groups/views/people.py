"""Who is in a group: the list, roles, leaving, handing over; links and who asks to join."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from groups import actions, joining, people, rules
from groups.forms import AnswerForm, HeirForm, InvitationForm, RoleForm
from groups.models import Group
from groups.views.groups import visible_group
from web import clock


@require_safe
def people_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, visible_group(request, pk), InvitationForm())


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link into the group."""
    one = visible_group(request, pk)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    joining.invite(one, **form.cleaned_data, by=request.user, at=clock.now())
    messages.success(request, "The link is made. Send it to whom you want here.")
    return redirect("groups:people", pk)


@require_POST
def take_back(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    one = visible_group(request, pk)
    made = get_object_or_404(one.invitations, pk=link)
    joining.take_back(made, by=request.user, at=clock.now())
    messages.success(request, "That link opens nothing any more.")
    return redirect("groups:people", pk)


@require_POST
def answer(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Let somebody in or not. One that was answered meanwhile is left as it is."""
    one = visible_group(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, one, InvitationForm(), status=422)
    if waiting := one.join_requests.filter(pk=asked).first():
        yes = form.cleaned_data["answer"] == "yes"
        joining.answer(waiting, yes=yes, by=request.user, at=clock.now())
    return redirect("groups:people", pk)


@require_POST
def role(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    one = visible_group(request, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, one, InvitationForm(), status=422)
    actions.give_role(one, _member(one, person), form.cleaned_data["role"], by=request.user)
    return redirect("groups:people", pk)


@require_POST
def remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    one = visible_group(request, pk)
    gone = _member(one, person)
    actions.remove(one, gone, by=request.user, at=clock.now())
    messages.success(request, f"{gone} is no longer in {one}.")
    return redirect("groups:people", pk)


@require_POST
def allow_back(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Somebody who was taken out may use a link again."""
    one = visible_group(request, pk)
    barred = get_object_or_404(one.barred.select_related("user"), user=person)
    actions.allow_back(one, barred.user, by=request.user)
    messages.success(request, f"{barred.user} may come back by a link.")
    return redirect("groups:people", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else becomes the owner."""
    one = visible_group(request, pk)
    others = [m for m in people.memberships(one) if m.place.user_id != request.user.pk]
    form = HeirForm(request.POST if request.method == "POST" else None, others=others)
    if form.is_valid():
        heir = _member(one, form.cleaned_data["person"])
        actions.hand_over(one, heir, by=request.user)
        messages.success(request, f"{heir} owns {one} now. You are an organiser.")
        return redirect("groups:people", pk)
    why_not = rules.why_not_change(one) or rules.why_not_own(actions.role_of(one, request.user))
    context = {"group": one, "form": form, "why_not": why_not, "others": others}
    return render(request, "groups/hand_over.html", context, status=422 if form.is_bound else 200)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    ended = actions.leave(one, by=request.user, at=clock.now())
    gone = " You were the last in it, and it is gone." if ended else ""
    messages.success(request, f"You left {one}.{gone}")
    return redirect("groups:home")


def _member(group: Group, person: int) -> User:
    return get_object_or_404(User, pk=person, circle_memberships__circle=group.pk)


def _page(
    request: HttpRequest, group: Group, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    at = clock.now()
    mine = actions.role_of(group, request.user)
    organises = not (rules.why_not_change(group) or rules.why_not_organise(mine))
    context = {
        "group": group,
        "people": people.listed(group, to=request.user),
        "organises": organises,
        "is_owner": not rules.why_not_own(mine),
        "form": form,
        "links": group.invitations.open(at=at).select_related("made_by") if organises else (),
        "barred": group.barred.select_related("user") if organises else (),
        "asked": group.join_requests.select_related("user") if organises else (),
    }
    return render(request, "groups/people.html", context, status=status)
