"""The candidate's page of what everybody said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from interview import rules
from marking import apart, discussions, second_looks, words
from marking.readings import Reading, Scope
from marking.views.shares import own_interview
from web import clock


@require_safe
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """The machine's, one's own, peers' and interviewers' marks of each point, and their words."""
    interview = own_interview(request, pk)
    reading = Reading(interview, Scope(marks=True, key=True), clock.now())
    if rules.why_no_marks(interview, answered=not reading.is_blank):
        return redirect("interview:estimate", pk)
    discussions.put_threads(reading, interview, reader=request.user)
    context = {
        "reading": reading,
        "written": words.of(interview, named=True),
        "far_apart": apart.points_of(interview),
        "looks": second_looks.of_interview(interview),
        "may_speak": True,
        "asks_again": True,
    }
    return render(request, "marking/side_by_side.html", context)
