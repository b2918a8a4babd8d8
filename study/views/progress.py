"""How it goes: marks, estimates, time, recall, in figures that say how sure they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.models import Kind
from study.progress.board import Board
from study.progress.marks import LATEST
from web import clock


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The last year, or everything with `?time=all`."""
    everything = request.GET.get("time") == "all"
    board = Board(request.user, at=clock.now(), everything=everything)
    context = {"board": board, "kinds": Kind.labels, "latest": LATEST}
    return render(request, "study/progress.html", context)
