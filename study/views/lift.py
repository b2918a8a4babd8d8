"""The lift calculator: everything is in its address, nothing is stored."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from study.lift import VERDICTS, Lift
from study.lift_form import START, LiftForm


@login_not_required
@require_safe
def lift(request: HttpRequest) -> HttpResponse:
    """What the typed rates come to; by itself the page shows an example."""
    form = LiftForm(request.GET or START)
    made = None
    if form.is_valid():
        facts = form.cleaned_data
        rates = {name: facts.pop(name) / 100 for name in ("baseline", "treated")}
        made = Lift(**rates, **facts)
    context = {"form": form, "lift": made, "verdicts": VERDICTS}
    return render(request, "study/lift.html", context, status=422 if form.errors else 200)
