"""After the interview: the marks as they come, why, and what a person thinks of them."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from interview import actions, judging, next_steps, report, reviews, rules
from interview.marks import CREDIT
from interview.models import Interview
from interview.views.seats import own_interview, own_question
from questions.models import Topic
from web import clock
from web.htmx import render_page, wants
from web.refusals import Refused


class CallForm(forms.Form):
    """A person's verdict on one point: `<key point>:<verdict>`; no verdict takes it back."""

    call = forms.RegexField(rf"^\d{{1,18}}:({'|'.join(v.value for v in CREDIT)})?$")

    def clean_call(self) -> tuple[int, str | None]:
        key_point_id, _, verdict = self.cleaned_data["call"].partition(":")
        return int(key_point_id), verdict or None


class RequestKeyForm(forms.Form):
    request_key = forms.UUIDField()


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    interview = own_interview(request, pk)
    if not interview.is_finished:
        return redirect(interview)
    page = reviews.read(interview, at=clock.now())
    if rules.why_no_marks(interview, answered=bool(page.answered)):
        return redirect("interview:estimate", pk)
    if wants(request, "results") and request.GET.get("seen") == page.state:
        return HttpResponse(status=204)
    if page.is_complete:
        actions.note_reviewed(interview, at=page.at)
    return _page(request, page)


@require_POST
def correct(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One click: the candidate's own verdict beside the machine's."""
    question = own_question(request, pk, position)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _again(request, pk, position, error="A point is made, partly made or missed.")
    key_point_id, verdict = form.cleaned_data["call"]
    point = get_object_or_404(question.version.key_points, pk=key_point_id)
    actions.correct_point(question, point, verdict=verdict, by=request.user, at=clock.now())
    return _again(request, pk, position)


@require_POST
def score_again(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    actions.score_again(own_question(request, pk, position))
    return _again(request, pk, position)


@require_safe
def replay(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Every save of one answer as the change it made, with milliseconds since the start."""
    question = own_question(request, pk, position)
    interview = question.interview
    if not interview.is_finished:
        raise Refused("The replay comes after the interview.")
    saved = question.answer.revisions.values_list("saved_at", "start", "removed", "added")
    changes = [
        {
            "at": round((at - interview.started_at).total_seconds() * 1000),
            "start": start,
            "removed": removed,
            "added": added,
        }
        for at, start, removed, added in saved
    ]
    return JsonResponse({"changes": changes})


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole review as one Markdown file."""
    interview = own_interview(request, pk)
    page = reviews.read(interview, at=clock.now())
    if rules.why_no_marks(interview, answered=bool(page.answered)):
        return redirect(interview)
    name = report.file_name(interview)
    return HttpResponse(
        report.to_markdown(page, judging.judged(interview, page.families)),
        content_type="text/markdown; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def practise_area(request: HttpRequest, slug: str) -> HttpResponse:
    """A short practice on one topic: the way on from a review."""
    topic = get_object_or_404(Topic, slug=slug)
    form = RequestKeyForm(request.POST)
    if not form.is_valid():
        raise Refused("This button has expired. Open the page again.")
    interview = next_steps.set_up(request.user, topic, request_key=form.cleaned_data["request_key"])
    return redirect(interview)


def _again(request: HttpRequest, pk: int, position: int, error: str = "") -> HttpResponse:
    """The results with what has just changed; without htmx, the page at that question."""
    if not request.htmx and not error:
        return redirect(f"{_address(pk)}#question-{position}")
    page = reviews.read(own_interview(request, pk), at=clock.now())
    return _page(request, page, error=error, status=422 if error else 200)


def _address(pk: int) -> str:
    return Interview(pk=pk, status=Interview.Status.SCORED).get_absolute_url()


def _page(
    request: HttpRequest, page: reviews.Review, error: str = "", status: int = 200
) -> HttpResponse:
    after = next_steps.after(page.topics, request.user, at=page.at) if page.is_complete else None
    shows_whole = page.answered and not page.pending
    judged = judging.judged(page.interview, page.families) if shows_whole else []
    context = {
        "interview": page.interview,
        "review": page,
        "judged": judged,
        "has_judged": any(level.own for one in judged for level in one.levels),
        "next": after,
        "error": error,
    }
    return render_page(request, "interview/review.html", context, partial="results", status=status)
