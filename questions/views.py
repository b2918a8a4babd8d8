"""Browse and read the bank. What a candidate may not know yet is not sent, not even hidden."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questions import browse as library
from questions import keys, listing, related, rules, sets
from questions.attempts import attempted, has_attempted
from questions.forms import BrowseForm
from questions.links import Links, address
from questions.models import Question, QuestionSet, Topic
from web.htmx import render_page


@login_not_required
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The library, filtered by what stands in the address."""
    topics = list(Topic.objects.order_by("position", "slug"))
    form = BrowseForm(
        request.GET,
        statuses=rules.statuses_for(request.user),
        areas=[topic for topic in topics if topic.parent_id is None],
        is_known=request.user.is_authenticated,
        slash=getattr(request.user, "plain_keys", True),
    )
    if not form.is_valid():
        context = {"form": form}
        page = "questions/browse.html"
        return render_page(request, page, context, partial="found", status=422)
    mine = frozenset(attempted(request.user))
    wish = form.wish()
    found = library.find(wish, topics, request.user, mine)
    links = Links(wish, found)
    area = form.areas.get(form.cleaned_data["area"])
    context = {
        "form": form,
        "wish": wish,
        "found": found,
        "links": links,
        "rows": listing.rows(found, request.user, mine, with_area=area is None),
        "boxes": listing.boxes(found),
        "areas": listing.areas(found, links),
        "sorts": library.SORTS.items(),
        "area": area,
    }
    response = render_page(request, "questions/browse.html", context, partial="found")
    if request.htmx and request.get_full_path() != address(wish):
        response["HX-Replace-Url"] = address(wish)
    return response


@login_not_required
@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question. Its key is in the context only when this person may see it."""
    shown = get_object_or_404(Question.objects.visible_to(request.user).with_current(), slug=slug)
    tried = has_attempted(request.user, shown)
    may_edit = Question.objects.editable_by(request.user).filter(pk=shown.pk).exists()
    context = {
        "question": shown,
        "version": shown.current,
        "may_edit": may_edit,
        "attempted": tried,
        "why_not": rules.why_not_practise(shown),
        **related.after(shown, request.user),
    }
    if rules.may_see_key(request.user, shown, attempted=tried, is_editor=may_edit):
        context["key"] = {
            "points": shown.current.key_points.all(),
            "sections": keys.sections(shown.current),
            "samples": shown.current.calibration_answers.order_by("pk"),
        }
    if getattr(request.user, "is_curator", False):
        context["versions"] = shown.versions.order_by("-number")
    return render(request, "questions/question.html", context)


@login_not_required
@require_safe
def set_list(request: HttpRequest) -> HttpResponse:
    """What is offered, shelf by shelf; `?minutes=` keeps what fits into them."""
    offered = QuestionSet.objects.visible_to(request.user).with_kinds()
    asked = request.GET.get("minutes", "")
    minutes = int(asked) if asked in map(str, sets.LENGTHS) else None
    if minutes:
        offered = offered.filter(minutes__lte=minutes)
    shelves = sets.shelves(offered)
    for shelf in shelves:
        for one in shelf.sets:
            one.contents = sets.contents(one, request.user)
    context = {"shelves": shelves, "lengths": sets.LENGTHS, "minutes": minutes}
    return render(request, "questions/sets.html", context)


@login_not_required
@require_safe
def set_page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(QuestionSet.objects.visible_to(request.user).with_kinds(), slug=slug)
    mine = QuestionSet.objects.editable_by(request.user)
    context = {
        "set": shown,
        "contents": sets.contents(shown, request.user),
        "may_edit": mine.filter(pk=shown.pk).exists(),
    }
    return render(request, "questions/set.html", context)
