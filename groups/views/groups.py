"""Groups one is in, and a group's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups import actions
from groups.forms import GroupForm
from groups.models import Group
from web import clock


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The groups one is in; founding one."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(actions.found(**form.cleaned_data, by=request.user, at=clock.now()))
    context = {"groups": Group.objects.visible_to(request.user), "form": form}
    return render(request, "groups/home.html", context, status=422 if form.errors else 200)


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    people = one.memberships.select_related("place__user").order_by("pk")
    return render(request, "groups/group.html", {"group": one, "people": people})
