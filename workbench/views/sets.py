"""Making a set: the list of one's own, the page where it is put together, its title and texts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.models import QuestionSet
from web import clock
from web.htmx import render_page
from workbench import co_editing, finding, outlines, set_actions, sharing_rules
from workbench.invitation_form import InvitationForm
from workbench.set_forms import DrawForm, SetForm
from workbench.sharing_form import SharingForm


@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    """All that this person keeps, newest first."""
    kept = QuestionSet.objects.editable_by(request.user).with_kinds().select_related("circle")
    return render(request, "workbench/sets.html", {"sets": kept.order_by("-pk")})


@require_http_methods(["GET", "HEAD", "POST"])
def new_set(request: HttpRequest) -> HttpResponse:
    form = SetForm(request.POST or None)
    if form.is_valid():
        return redirect("workbench:set", set_actions.create(request.user, form.facts()).slug)
    context = {"form": form}
    return render(
        request, "workbench/set_facts.html", context, status=422 if form.is_bound else 200
    )


@require_safe
def set_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The workshop of one set. `?q=` looks for questions to add."""
    chosen = own_set(request, slug)
    return render_page(request, "workbench/set.html", page_of(request, chosen), partial="results")


@require_http_methods(["GET", "HEAD", "POST"])
def set_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, length, texts. Where another tab was faster, both are shown and nothing is written."""
    chosen = own_set(request, slug)
    form = SetForm(request.POST or None, initial=_facts(chosen))
    context = {"set": chosen, "form": form, "planned": outlines.planned(chosen)}
    if form.is_valid():
        base = form.cleaned_data["base"]
        try:
            set_actions.rewrite(chosen, form.facts(), base=base, by=request.user)
        except set_actions.ChangedMeanwhile as changed:
            context |= {"changed": changed.reason, "form": again(form, _facts(chosen))}
            return render(request, "workbench/set_facts.html", context, status=409)
        return redirect("workbench:set", chosen.slug)
    return render(
        request, "workbench/set_facts.html", context, status=422 if form.is_bound else 200
    )


@require_POST
def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of any set one may see, shipped ones too."""
    original = get_object_or_404(QuestionSet.objects.visible_to(request.user), slug=slug)
    copy = set_actions.duplicate(original, by=request.user)
    left_out = original.items.count() - copy.items.count()
    if left_out:
        what = "question is" if left_out == 1 else "questions are"
        messages.info(request, f"{left_out} {what} not yours to read and stayed out of the copy.")
    return redirect("workbench:set", copy.slug)


@require_POST
def delete_set(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = own_set(request, slug)
    set_actions.delete(chosen, by=request.user)
    messages.success(request, f"“{chosen.title}” is deleted. Its questions are still in the bank.")
    return redirect("workbench:sets")


def own_set(request: HttpRequest, slug: str) -> QuestionSet:
    return get_object_or_404(QuestionSet.objects.editable_by(request.user), slug=slug)


def page_of(request: HttpRequest, chosen: QuestionSet, **more) -> dict:
    """What the set's page shows; `more` is what a door that failed adds to it."""
    # PostgreSQL holds no NUL, and nobody means to look for one.
    at, asked = clock.now(), request.GET.get("q", "").replace("\x00", "").strip()
    ways = SharingForm(user=request.user, now=chosen.circle)
    return {
        "set": chosen,
        "outline": outlines.outline(chosen, user=request.user, at=at),
        "draw_form": DrawForm(),
        "co_editing": co_editing.shown(chosen, to=request.user, form=InvitationForm()),
        "sharing": ways,
        "why_not_share": sharing_rules.why_not_each(request.user, chosen, circles=ways.groups),
        "q": asked,
        "found": finding.questions(asked, chosen, user=request.user) if asked else None,
        **more,
    }


def again(form, facts: dict):
    """The form as it was typed, based on what stands there now: sent once more, it is taken."""
    data = form.data.copy()
    data["base"] = facts["base"]
    return type(form)(data, initial=facts)


def _facts(chosen: QuestionSet) -> dict:
    facts = {name: getattr(chosen, name) for name in set_actions.FACTS}
    return facts | {"base": set_actions.fingerprint(chosen)}
