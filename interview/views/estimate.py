"""Before the marks: what the candidate thinks of each answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from interview import actions, rules
from interview.estimate_form import EstimateForm
from interview.models import Interview, InterviewQuestion
from interview.views.seats import own_interview
from web import clock
from web.htmx import render_page
from web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    interview = own_interview(request, pk)
    questions = list(interview.questions.select_related("version__question__topic", "answer"))
    answered = [q for q in questions if q.scoring != InterviewQuestion.Scoring.NOT_ANSWERED]
    if reason := rules.why_not_estimate(interview):
        if request.htmx:
            raise Refused(reason)
        return redirect(interview)
    if not answered:
        return redirect("interview:review", interview.pk)
    if request.method == "POST":
        return _keep(request, interview, answered, len(questions))
    return _page(request, interview, EstimateForm(questions=answered), len(questions))


def _keep(
    request: HttpRequest, interview: Interview, answered: list[InterviewQuestion], asked: int
) -> HttpResponse:
    """Keep what is there with every change; the button at the end asks for all of it."""
    form = EstimateForm(request.POST, questions=answered, whole=not request.htmx)
    complete = form.is_valid()
    actions.estimate(interview, said=form.said())
    if complete and not request.htmx:
        actions.finish_estimate(interview, at=clock.now())
        return redirect("interview:review", interview.pk)
    return _page(request, interview, form, asked, status=200 if complete else 422)


def _page(
    request: HttpRequest, interview: Interview, form: EstimateForm, asked: int, status: int = 200
) -> HttpResponse:
    context = {
        "interview": interview,
        "form": form,
        "blank": asked - len(form.questions),
        "scale": InterviewQuestion.Estimate.choices,
    }
    return render_page(request, "interview/estimate.html", context, partial="kept", status=status)
