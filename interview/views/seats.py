"""Getters: every view reaches an interview through one of these, so access is decided here."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from interview import actions, rows
from interview.models import Interview, InterviewQuestion
from web import clock


def own_interview(request: HttpRequest, pk: int) -> Interview:
    """An interview this person sits; 404 for everyone else. Closes it first if its time is over."""
    found = rows.sat_by(request.user.pk, pk)
    if not found:
        raise Http404
    interview = found[0]
    interview.candidate = request.user
    if interview.status == Interview.Status.RUNNING:
        interview = actions.close_if_over(interview, at=clock.now())
    return interview


def own_question(request: HttpRequest, pk: int, position: int) -> InterviewQuestion:
    """One question of an interview this person sits; 404 for everyone else."""
    interview = own_interview(request, pk)
    questions = interview.questions.select_related("interview", "version", "answer")
    return get_object_or_404(questions, position=position)
