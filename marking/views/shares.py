"""Who may read an interview: its candidate's page, and what readers find."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import circles
from accounts.models import Circle
from interview.models import Interview, InterviewQuestion
from marking import actions, discussions, raters, second_looks, shared
from marking.forms import ShareForm
from marking.models import Share
from marking.readings import Reading, Scope
from web import clock

# Pages behind a link: no search engine keeps them, and no site they lead to learns the link.
UNLISTED = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What others have shared with this person."""
    at = clock.now()
    context = {
        "shared": shared.with_person(request.user, at=at),
        "looks": second_looks.waiting_for(request.user),
    }
    return render(request, "marking/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may read this interview: the list of ways in, and opening another."""
    interview, at = own_interview(request, pk), clock.now()
    blank = InterviewQuestion.Scoring.NOT_ANSWERED
    questions = interview.questions.exclude(scoring=blank).select_related("version")
    groups = circles.of(request.user)
    typed = request.POST if request.method == "POST" else None
    form = ShareForm(typed, groups=groups, questions=list(questions))
    if form.is_valid():
        return _open(request, interview, form)
    context = {
        "interview": interview,
        "form": form,
        "shares": shared.by_candidate(interview, at=at),
    }
    return render(request, "marking/readers.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    given = Share.objects.given_by(request.user).select_related("interview")
    share = get_object_or_404(given, pk=pk)
    actions.revoke(share, by=request.user, at=clock.now())
    messages.success(request, "Taken back. Nobody reads it that way any more.")
    return redirect("marking:readers", share.interview_id)


@require_safe
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """An interview as this share opens it; its candidate sees what they see."""
    at = clock.now()
    opened = Share.objects.open_to(request.user, at=at).select_related("interview__candidate")
    found = get_object_or_404(opened, pk=pk)
    interview, scope = found.interview, Scope.of(found)
    blind = raters.is_blind(request.user, interview, at=at)
    reading = Reading(interview, scope.without_marks() if blind else scope, at)
    if not blind:
        discussions.put_threads(reading, interview, reader=request.user)
    context = {
        "share": found,
        "reading": reading,
        "is_blind": blind,
        "may_speak": not blind,
        "is_own": interview.candidate_id == request.user.pk,
        "may_mark": raters.role_of(request.user, interview, at=at),
    }
    return render(request, "marking/share.html", context)


@login_not_required
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the link, without an account."""
    at = clock.now()
    opened = Share.objects.open_by(token, at=at).select_related("interview__candidate")
    found = get_object_or_404(opened)
    scope = Scope.of(found)
    person = request.user
    if person.is_authenticated and raters.is_blind(person, found.interview, at=at):
        scope = scope.without_marks()
    context = {"share": found, "reading": Reading(found.interview, scope, at)}
    response = render(request, "marking/link.html", context)
    for name, value in UNLISTED.items():
        response.headers[name] = value
    return response


def own_interview(request: HttpRequest, pk: int) -> Interview:
    """A finished interview this person sat; 404 for everybody else."""
    mine = Interview.objects.of_candidate(request.user).finished()
    return get_object_or_404(mine.select_related("candidate"), pk=pk)


def _open(request: HttpRequest, interview: Interview, form: ShareForm) -> HttpResponse:
    given = form.cleaned_data
    who = {"by": request.user, "at": clock.now()}
    if given["to"] == "group":
        circle = get_object_or_404(Circle, pk=given["group"])
        actions.share_with_circle(interview, circle, form.terms, **who)
        messages.success(request, "Shared with your group.")
    elif given["to"] == "person":
        actions.share_with_person(interview, given["address"], form.terms, **who)
        messages.success(request, f"Open to {given['address']} from now on.")
    else:
        actions.share_by_link(interview, form.terms, **who)
        messages.success(request, "The link below opens it for whoever has it.")
    return redirect("marking:readers", interview.pk)
