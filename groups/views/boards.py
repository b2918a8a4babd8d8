"""The board of a whiteboard meeting: drawn on by hand or by keyboard, followed by asking again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from groups import board_actions, boards
from groups.board_forms import DrawForm, PlaceForm, TurnForm
from groups.models import Meeting, MeetingKind
from groups.models.boards import BoardMark
from groups.views.groups import visible_group
from web import clock
from web.htmx import render_page, wants
from web.refusals import Refused


@ensure_csrf_cookie
@require_safe
def board(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """A page that asks again hears nothing (204) while nothing changes."""
    one, at = _meeting(request, pk, meeting_pk), clock.now()
    known = request.GET.get("seen")
    if wants(request, "board") and known and known == boards.seen(one, at=at):
        return HttpResponse(status=204)
    return _page(request, one, PlaceForm())


@require_POST
def draw(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """By hand: one mark with its corners."""
    one, form = _meeting(request, pk, meeting_pk), DrawForm(request.POST)
    if not form.is_valid():
        return _page(request, one, PlaceForm(), status=422)
    board_actions.draw(one, **form.cleaned_data, by=request.user, at=clock.now())
    return _back(request, one)


@require_POST
def place(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """By keyboard, or without a script."""
    one, form = _meeting(request, pk, meeting_pk), PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    board_actions.draw(one, **form.mark(), by=request.user, at=clock.now())
    return redirect("groups:board", pk, meeting_pk)


@require_POST
def undo(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    one = _meeting(request, pk, meeting_pk)
    board_actions.undo(one, by=request.user, at=clock.now())
    return _back(request, one)


@require_POST
def pledge(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    one = _meeting(request, pk, meeting_pk)
    board_actions.pledge(one, by=request.user, at=clock.now())
    return _back(request, one)


@require_POST
def turn(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """The rota's next explains."""
    one, form = _meeting(request, pk, meeting_pk), TurnForm(request.POST)
    if not form.is_valid():
        raise Refused("A turn lasts 1 to 60 minutes.")
    board_actions.next_turn(one, **form.cleaned_data, by=request.user, at=clock.now())
    return _back(request, one)


@require_safe
def picture(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """The board as an SVG file of its own."""
    one = _meeting(request, pk, meeting_pk)
    context = {"board": boards.board_of(one, request.user, at=clock.now()), "meeting": one}
    response = render(request, "groups/board.svg", context, content_type="image/svg+xml")
    response.headers["Content-Disposition"] = 'attachment; filename="board.svg"'
    return response


def _back(request: HttpRequest, one: Meeting) -> HttpResponse:
    if wants(request, "board"):
        return _page(request, one, PlaceForm())
    return redirect("groups:board", one.group_id, one.pk)


def _page(
    request: HttpRequest, one: Meeting, form: PlaceForm, *, status: int = 200
) -> HttpResponse:
    found = boards.board_of(one, request.user, at=clock.now())
    after = found.turn.number if found.turn else 0
    context = {
        "meeting": one,
        "group": one.group,
        "board": found,
        "form": form,
        "turn_form": TurnForm(initial={"after": after}),
        "colours": BoardMark.Colour.choices,
        "kinds": BoardMark.Kind.choices,
    }
    return render_page(request, "groups/board.html", context, partial="board", status=status)


def _meeting(request: HttpRequest, pk: int, meeting_pk: int) -> Meeting:
    """A whiteboard meeting of a group this person is in; 404 for all else."""
    visible_group(request, pk)
    mine = Meeting.objects.visible_to(request.user).filter(group=pk, kind=MeetingKind.WHITEBOARD)
    return get_object_or_404(mine.select_related("group__circle"), pk=meeting_pk)
