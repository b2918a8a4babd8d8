"""Today: what there is to do, and what fits into twenty minutes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from study import items
from study import today as engine
from web import clock

A_SHORT_WHILE = 20


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    found = engine.of(request.user, at=clock.now())
    context = {
        "today": found,
        "short": A_SHORT_WHILE,
        "fits": items.within(found.items, A_SHORT_WHILE),
    }
    return render(request, "study/today.html", context)
