"""The same set for all: the list, a new one, and one's own way through it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import challenge_results, challenge_rules, challenges, rules
from groups.forms import ChallengeForm, EntryForm
from groups.models import Challenge
from groups.views.groups import visible_group
from web import clock

# Nobody looks further back on one page.
LISTED = 50


@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    known = one.challenges.select_related("made_by")[:LISTED]
    context = {"group": one, "challenges": known, "at": clock.now()}
    return render(request, "groups/challenges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = ChallengeForm(sent, sets=challenges.sets_for(one))
    if form.is_valid():
        made = challenges.make(
            one, form.question_set, **form.facts(), by=request.user, at=clock.now()
        )
        return redirect(made)
    context = {"group": one, "form": form, "why_not": rules.why_not_change(one)}
    status = 422 if form.is_bound else 200
    return render(request, "groups/new_challenge.html", context, status=status)


@require_safe
def challenge(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Before the results are open: who takes part and how many have sat it, and nothing else."""
    one, at = _visible(request, pk, number), clock.now()
    sat = challenges.sat(one)
    is_open = challenge_rules.are_results_open(one, sat, at=at)
    closed = rules.why_not_change(one.group)
    context = {
        "group": one.group,
        "challenge": one,
        "entered": len(sat),
        "sat": sum(sat),
        "asks": one.questions.count(),
        "own": one.entries.filter(user=request.user).select_related("interview").first(),
        "results_open": is_open,
        "results": challenge_results.of(one, to=request.user, at=at),
        "why_not_enter": closed or challenge_rules.why_not_enter(one, results_open=is_open, at=at),
        "why_not_begin": closed or challenge_rules.why_not_begin(one, at=at),
        "form": EntryForm(),
    }
    return render(request, "groups/challenge.html", context)


@require_POST
def enter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    one = _visible(request, pk, number)
    form = EntryForm(request.POST)
    shows = form.is_valid() and form.cleaned_data["shows_marks"]
    challenges.enter(one, shows_marks=shows, by=request.user, at=clock.now())
    messages.success(request, "You take part. Sit it whenever it suits you, before the date.")
    return redirect(one)


@require_POST
def begin(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """To the page before the clock; later presses lead to the same interview."""
    one = _visible(request, pk, number)
    return redirect(challenges.begin(one, by=request.user, at=clock.now()))


@require_POST
def step_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    one = _visible(request, pk, number)
    challenges.step_out(one, by=request.user, at=clock.now())
    messages.success(request, "You do not take part any more; nobody waits for you.")
    return redirect(one)


def _visible(request: HttpRequest, pk: int, number: int) -> Challenge:
    mine = Challenge.objects.visible_to(request.user).select_related("group", "made_by")
    return get_object_or_404(mine, pk=number, group=pk)
