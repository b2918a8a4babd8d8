"""The sheet one marks on: taken up, saved field by field, handed in."""

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interview.models import Interview
from marking import conducted, raters, sheets
from marking.fields import Layout, Trouble, missing
from marking.marking_page import MarkingPage, scope_of_rater
from marking.models import ScoreSheet
from marking.readings import Reading
from web import clock


class BaseForm(forms.Form):
    """The revision that the page last heard of."""

    base = forms.IntegerField(min_value=0)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own sheet. A script posts JSON and gets JSON; a form posts every field."""
    interview, own = asked_of(request, pk)
    if own is None:
        return _before(request, interview)
    layout = _layout(request, own)
    if request.method != "POST":
        return _page(request, own, layout)
    if request.content_type == "application/json":
        return _save(request, own, layout)
    return _form(request, own, layout)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the sheet up; `knowing` says that one saw who has begun already."""
    interview, own = asked_of(request, pk)
    at = clock.now()
    knowing = own is not None or "knowing" in request.POST
    if not knowing and raters.others_at_it(request.user, interview, at=at):
        return _before(request, interview, status=409)
    role = raters.role_of(request.user, interview, at=at)
    along = conducted.by(request.user, interview) if role == raters.Role.INTERVIEWER else None
    pair = along.pair if along else None
    sheets.begin(interview, by=request.user, role=role, at=at, pair=pair, alone=not knowing)
    return redirect("marking:sheet", pk)


@require_POST
def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """`what`: “ticks”, “notes”, of what one wrote down while one listened."""
    _, own = asked_of(request, pk)
    along = conducted.by(request.user, own.interview) if own else None
    if own is None or along is None:
        raise Http404
    what, layout = request.POST.get("what"), _layout(request, own)
    saved = sheets.put_in(
        own,
        along,
        ticks=what == "ticks",
        notes=what == "notes",
        layout=layout,
        at=clock.now(),
    )
    for reason in saved.refused.values():
        messages.error(request, reason)
    return redirect("marking:sheet", pk)


def asked_of(request: HttpRequest, pk: int) -> tuple[Interview, ScoreSheet | None]:
    """A finished interview this person is asked to mark, and their sheet; 404 for all others."""
    finished = Interview.objects.finished().select_related("candidate")
    interview = get_object_or_404(finished, pk=pk)
    if raters.role_of(request.user, interview, at=clock.now()) is None:
        raise Http404
    own = interview.score_sheets.of(request.user).first()
    if own:
        own.interview = interview
    return interview, own


def _layout(request: HttpRequest, own: ScoreSheet) -> Layout:
    positions = raters.positions_for(request.user, own.interview, at=clock.now())
    return sheets.layout_of(own, positions=positions)


def _save(request: HttpRequest, own: ScoreSheet, layout: Layout) -> JsonResponse:
    try:
        sent = json.loads(request.body)
        base, changes = int(sent["base"]), dict(sent["changes"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"state": "invalid"}, status=422)
    saved = sheets.save(own, changes, base=base, layout=layout, at=clock.now())
    return JsonResponse(
        {
            "state": "saved",
            "revision": saved.revision,
            "conflicts": saved.conflicts,
            "others": saved.others,
            "refused": saved.refused,
        }
    )


def _form(request: HttpRequest, own: ScoreSheet, layout: Layout) -> HttpResponse:
    """Every field at once: a browser without our script, or the button that hands it in."""
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in layout.names()}
    base, at = BaseForm(request.POST), clock.now()
    known = base.cleaned_data["base"] if base.is_valid() else 0
    saved = sheets.save(own, typed, base=known, layout=layout, at=at)
    own.refresh_from_db()
    troubles = [Trouble(name, reason) for name, reason in saved.refused.items()]
    if saved.conflicts:
        words = (
            "Another window has changed this sheet meanwhile. What you typed stands below and is "
            "not kept yet where the two differ: look it over and save again to keep it."
        )
        troubles.append(Trouble(next(iter(saved.conflicts)), words))
    if not troubles and "hand_in" in request.POST:
        troubles = missing(layout, sheets.content(own))
    if troubles:
        return _page(request, own, layout, troubles=troubles, typed=typed)
    if "hand_in" in request.POST:
        sheets.submit(own, layout=layout, at=at)
        messages.success(request, "Your marks are in.")
    return redirect("marking:sheet", own.interview_id)


def _before(request: HttpRequest, interview: Interview, *, status: int = 200) -> HttpResponse:
    """What one is about to do, and who does it already."""
    at = clock.now()
    scope = scope_of_rater(request.user, interview, at=at)
    context = {
        "reading": Reading(interview, scope, at),
        "role": raters.role_of(request.user, interview, at=at),
        "others": raters.others_at_it(request.user, interview, at=at),
    }
    return render(request, "marking/begin.html", context, status=status)


def _page(
    request: HttpRequest,
    own: ScoreSheet,
    layout: Layout,
    *,
    troubles: list[Trouble] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    at = clock.now()
    reading = Reading(own.interview, scope_of_rater(request.user, own.interview, at=at), at)
    along = conducted.by(request.user, own.interview)
    context = {
        "page": MarkingPage(own, reading, layout, typed, along),
        "troubles": troubles,
        "others": raters.others_at_it(request.user, own.interview, at=at),
    }
    return render(request, "marking/sheet.html", context, status=422 if troubles else 200)
