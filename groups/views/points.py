"""Marks by area of those who let the group see theirs, and the switch for one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups import points
from groups.forms import PointsForm
from groups.models import Membership
from groups.views.groups import visible_group


@require_http_methods(["GET", "HEAD", "POST"])
def points_page(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_group(request, pk)
    if request.method == "POST":
        form = PointsForm(request.POST)
        shows = form.is_valid() and form.cleaned_data["shows_points"]
        points.show(one, shows=shows, by=request.user)
        said = "The group sees your marks by area." if shows else "Nobody here sees them now."
        messages.success(request, said)
        return redirect("groups:points", pk)
    own = Membership.objects.get(group=one, place__user=request.user)
    found = points.of(one)
    context = {
        "group": one,
        "map": found,
        "why_not": points.why_not_shown(found.total),
        "last": points.LAST,
        "form": PointsForm(initial={"shows_points": own.shows_points}),
    }
    return render(request, "groups/points.html", context)
