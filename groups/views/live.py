"""The two halves of a mock meeting, and the page on which an interviewer follows one."""

import json
import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from groups import live as engine
from groups import notes, part_actions
from groups.models import InterviewerNotes, Part
from groups.part_forms import NotesForm, SetForm, TickForm
from groups.views.groups import visible_group
from groups.views.seats import own_meeting
from interview.framework import STEPS
from interview.models import Interview, Seat
from web import clock
from web.htmx import render_page, wants
from web.middleware import asks_for_json
from web.refusals import Refused


@require_POST
def pairs(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """Pairs among those who come."""
    one = own_meeting(request, pk, meeting_pk)
    part_actions.make_pairs(one, by=request.user, at=clock.now())
    return redirect(one)


@require_POST
def choose(request: HttpRequest, pk: int, meeting_pk: int, part_pk: int) -> HttpResponse:
    """What is asked in a part."""
    part = _part(request, pk, meeting_pk, part_pk)
    form = SetForm(request.POST, part=part)
    if not form.is_valid():
        raise Refused("Choose one of the sets that both of you may take.")
    chosen = form.cleaned_data["question_set"]
    part_actions.choose_set(part, chosen, by=request.user, at=clock.now())
    return redirect(part.meeting)


@require_POST
def alone(request: HttpRequest, pk: int, meeting_pk: int, part_pk: int) -> HttpResponse:
    """Nobody came to ask."""
    part = _part(request, pk, meeting_pk, part_pk)
    return redirect(part_actions.go_on_alone(part, by=request.user, at=clock.now()))


@ensure_csrf_cookie
@require_safe
def live(request: HttpRequest, pk: int, interview_pk: int) -> HttpResponse:
    """Follow an interview that one conducts; the page asks again, and hears nothing (204) when
    nothing has changed."""
    interview, at = _conducted(request, pk, interview_pk), clock.now()
    seen = request.GET.get("seen")
    if wants(request, "live") and seen and seen == engine.mark_of(interview, at=at):
        return HttpResponse(status=204)
    return _page(request, pk, interview, at=at)


@require_POST
def keep_notes(request: HttpRequest, pk: int, interview_pk: int) -> HttpResponse:
    """The interviewer's own notes: JSON from the page's script, or its form without one."""
    interview, at = _conducted(request, pk, interview_pk), clock.now()
    by_script = request.content_type == "application/json"
    form = NotesForm(_body(request) if by_script else request.POST)
    if not form.is_valid():
        reply = {"state": "refused", "reason": "These notes could not be read."}
        return JsonResponse(reply, status=422)
    outcome = notes.save(interview, request.user, **form.save_of(), at=at)
    status = {"saved": 200, "conflict": 409, "refused": 422}[outcome.state]
    if by_script or asks_for_json(request):
        return JsonResponse(vars(outcome), status=status)
    if outcome.state == "saved":
        return redirect("groups:live", pk, interview_pk)
    mine = {"text": form.cleaned_data["text"], "revision": outcome.revision}
    return _page(request, pk, interview, at=at, status=status, mine=mine, rival=outcome)


@require_POST
def tick(request: HttpRequest, pk: int, interview_pk: int) -> HttpResponse:
    """Lean to a verdict on a point, or take that back."""
    interview, form = _conducted(request, pk, interview_pk), TickForm(request.POST)
    if not form.is_valid():
        raise Refused("That tick could not be read. Open the page again.")
    notes.tick(interview, request.user, **form.cleaned_data)
    if wants(request, "live"):
        return _page(request, pk, interview, at=clock.now())
    return redirect(f"{reverse('groups:live', args=[pk, interview_pk])}#asked")


def _page(request, pk, interview, *, at, status=200, mine=None, rival=None) -> HttpResponse:
    kept = InterviewerNotes.objects.filter(interview=interview, user=request.user).first()
    context = {
        "group_pk": pk,
        "interview": interview,
        "part": interview.meeting_part,
        "view": engine.view_of(interview, at=at, ticks=kept.ticks if kept else {}),
        "framework": STEPS,
        "notes": mine or kept,
        "rival": rival,
        "writer": uuid.uuid4(),
    }
    return render_page(request, "groups/live.html", context, partial="live", status=status)


def _conducted(request: HttpRequest, pk: int, interview_pk: int) -> Interview:
    """An interview of this group's meetings in which this person has the interviewer's seat; 404
    for everybody else, its candidate too."""
    group = visible_group(request, pk)
    seats = Seat.objects.filter(user=request.user, role=Seat.Role.INTERVIEWER)
    conducted = Interview.objects.visible_to(request.user).filter(
        seats__in=seats, meeting_part__meeting__group=group
    )
    wanted = conducted.select_related("candidate", "meeting_part__meeting").distinct()
    return get_object_or_404(wanted, pk=interview_pk)


def _part(request: HttpRequest, pk: int, meeting_pk: int, part_pk: int) -> Part:
    """A part one asks or answers in; to others in the group it is only told of."""
    meeting = own_meeting(request, pk, meeting_pk)
    part = get_object_or_404(
        meeting.parts.select_related("asker", "answerer", "interview"), pk=part_pk
    )
    if request.user.pk not in (part.asker_id, part.answerer_id):
        raise Http404
    part.meeting = meeting
    return part


def _body(request: HttpRequest) -> dict:
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
