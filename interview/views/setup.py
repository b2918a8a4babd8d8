"""From “I want to practise” to a clock that may be started."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import start_as_guest
from interview import actions, draws, setups
from interview.forms import ComposeForm, SetUpForm
from interview.schedule_form import ScheduleForm
from interview.views.seats import own_interview
from questions import sets
from questions.models import Question, QuestionSet
from web import clock
from web.htmx import render_page

# The set behind “Try a 15-minute interview”.
TASTER = "taster"


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how to sit a set: mode, and now or later."""
    question_set = get_object_or_404(
        QuestionSet.objects.visible_to(request.user).with_items(), slug=slug
    )
    form = SetUpForm(request.POST or None)
    when = ScheduleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and when.is_valid():
        return _begin(
            request,
            when,
            title=question_set.title,
            minutes=question_set.minutes,
            question_set=question_set,
            mode=form.cleaned_data["mode"],
            request_key=form.cleaned_data["request_key"],
        )
    context = {
        "set": question_set,
        "form": form,
        "when": when,
        "minutes": setups.minutes_of(request.user, question_set.minutes),
        "contents": sets.contents(question_set, request.user),
    }
    return render(request, "interview/set_up.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Put an interview together; the page says how much of the bank fits, never what it asks.

    A link may tick boxes: `?kinds=debugging&areas=optimisation`.
    """
    form = ComposeForm(request.POST or None, ticked=request.GET)
    when = ScheduleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and when.is_valid():
        return _begin(
            request,
            when,
            title=setups.title_of(form.recipe(), minutes=form.cleaned_data["minutes"]),
            minutes=form.cleaned_data["minutes"],
            recipe=form.recipe(),
            mode=form.cleaned_data["mode"],
            request_key=form.cleaned_data["request_key"],
        )
    context = {"form": form, "when": when, "fit": _fit(request, form)}
    status = 422 if form.is_bound else 200
    return render_page(request, "interview/compose.html", context, partial="fit", status=status)


@require_POST
def fit(request: HttpRequest) -> HttpResponse:
    """The live part of the compose page: how many questions match, are new, and fit."""
    form = ComposeForm(request.POST)
    context = {"form": form, "fit": _fit(request, form)}
    return render(request, "interview/compose.html#fit", context)


@login_not_required
@require_POST
def try_now(request: HttpRequest) -> HttpResponse:
    """A first interview without an account: a guest, the taster, and the page before the clock."""
    taster = get_object_or_404(QuestionSet.objects.visible_to(request.user), slug=TASTER)
    if not request.user.is_authenticated:
        start_as_guest(request, time_zone=request.POST.get("time_zone", ""))
    interview = setups.unstarted(request.user, taster) or setups.plain(request.user, taster)
    return redirect("interview:ready", interview.pk)


@require_POST
def practise_one(request: HttpRequest, slug: str) -> HttpResponse:
    """One question as a practice of its own."""
    question = get_object_or_404(
        Question.objects.visible_to(request.user).usable().with_current(), slug=slug
    )
    interview = setups.single(request.user, question)
    return redirect("interview:ready", interview.pk)


@require_safe
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """The last page before the clock: what will happen, and the button that starts it."""
    interview = own_interview(request, pk)
    if interview.status != interview.Status.SCHEDULED:
        return redirect(interview)
    context = {
        "interview": interview,
        "minutes": setups.minutes_of(interview.candidate, interview.minutes),
        "now": clock.now(),
    }
    return render(request, "interview/ready.html", context)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    interview = actions.start(own_interview(request, pk), at=clock.now())
    return redirect(interview)


def _begin(request: HttpRequest, when: ScheduleForm, **facts) -> HttpResponse:
    """Make the interview; start its clock at once unless it is for later."""
    scheduled_for = when.instant()
    if note := when.note():
        messages.info(request, note)
    interview = actions.set_up(request.user, scheduled_for=scheduled_for, **facts)
    if scheduled_for is None and interview.status == interview.Status.SCHEDULED:
        interview = actions.start(interview, at=clock.now())
    return redirect(interview)


def _fit(request: HttpRequest, form: ComposeForm) -> draws.Fit | None:
    """None while the form is not filled in rightly; the field's own error says why."""
    if not form.is_bound:
        recipe, minutes = form.recipe(), form.fields["minutes"].initial
    elif form.is_valid():
        recipe, minutes = form.recipe(), form.cleaned_data["minutes"]
    else:
        return None
    return draws.fit(recipe, minutes=minutes, candidate=request.user, at=clock.now())
