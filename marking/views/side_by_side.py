"""The candidate's page of what everybody said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from interview import judging, rules
from marking import apart, capsule, discussions, levels, second_looks, words
from marking.forms import CapsuleForm
from marking.readings import Reading, Scope
from marking.views.shares import own_interview
from web import clock


@require_safe
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """The machine's, one's own, peers' and interviewers' marks of each point, and their words."""
    interview = own_interview(request, pk)
    reading = Reading(interview, Scope(marks=True, key=True, all_keys=True), clock.now())
    if rules.why_no_marks(interview, answered=not reading.is_blank):
        return redirect("interview:estimate", pk)
    discussions.put_threads(reading, interview, reader=request.user)
    places = [one.position for one in reading.questions]
    written = words.of(interview, named=True)
    context = {
        "capsule_form": CapsuleForm(None, positions=places),
        "reading": reading,
        "written": written,
        "levels": levels.side_by_side(written, judging.own_levels(interview)),
        "far_apart": apart.points_of(interview),
        "looks": second_looks.of_interview(interview),
        "may_speak": True,
        "asks_again": True,
    }
    return render(request, "marking/side_by_side.html", context)


@require_safe
def keep_capsule(request: HttpRequest, pk: int) -> HttpResponse:
    """The interview as one file, with what its candidate chose: `positions`, `marks`, `key`,
    `names`."""
    interview, at = own_interview(request, pk), clock.now()
    places = list(interview.questions.values_list("position", flat=True))
    form = CapsuleForm(request.GET, positions=places)
    if not form.is_valid():
        back = reverse("marking:side_by_side", args=[pk])
        context = {"form": form, "title": "Choose a question", "back": back}
        return render(request, "marking/keep_again.html", context, status=422)
    chosen = form.cleaned_data
    scope = Scope(
        chosen["positions"], chosen["marks"], chosen["key"], chosen["names"], all_keys=True
    )
    reading = Reading(interview, scope, at)
    if rules.why_no_marks(interview, answered=not reading.is_blank):
        return redirect("interview:estimate", pk)
    headers = {
        "Content-Disposition": content_disposition_header(True, capsule.file_name(reading)),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(capsule.to_html(interview, reading), headers=headers)
