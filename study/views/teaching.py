"""Explaining a concept to others: writing it, opening it to a group, saying what one made of it."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import circles
from questions.bank.study.syllabus import Concept
from study import saved_words
from study.content import content
from study.models import Explanation, Recording
from study.saved_words import RivalForm
from study.teaching import actions
from study.teaching.concepts import all_of_them
from study.teaching.forms import LONGEST, DraftForm, HeardForm, ShareForm
from study.views import sound, typing_state
from study.ways import Ways
from web import clock

# More are not listed of others'.
LISTED = 50
# Of one's own recordings of a concept, to choose from.
OFFERED = 20


@require_safe
def explanations(request: HttpRequest) -> HttpResponse:
    """One's own, and those of one's groups. `?concept=` leads to the page where it is written."""
    concepts = all_of_them()
    if request.GET.get("concept") in concepts:
        return redirect("study:explain", request.GET["concept"])
    told = Explanation.objects.visible_to(request.user).select_related("owner", "circle")
    told = told.annotate(
        understood=Count("heard", filter=Q(heard__is_understood=True)),
        lost=Count("heard", filter=Q(heard__is_understood=False)),
    )
    others = told.exclude(owner=request.user).order_by("-shared_at", "-pk")[:LISTED]
    context = {
        "concepts": concepts.values(),
        "mine": [(concepts.get(one.concept), one) for one in told.filter(owner=request.user)],
        "others": [(concepts.get(one.concept), one) for one in others],
        "groups": circles.of(request.user),
    }
    return render(request, "study/explanations.html", context)


@require_safe
def explain(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it is written, what others said of it, and who may read it."""
    return _page(request, _concept(slug))


@require_POST
def draft_explanation(request: HttpRequest, slug: str) -> HttpResponse:
    """Called while one types, and by the button."""
    concept, form = _concept(slug), DraftForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return typing_state.not_kept(request, slug, form)
        return _page(request, concept, draft=form)
    row, disagree = actions.draft(request.user, slug, **form.cleaned_data, at=clock.now())
    if not request.htmx:
        return redirect("study:explain", slug)
    base = form.cleaned_data["base"]
    return typing_state.kept(request, slug, row, base=base, disagree=disagree)


@require_POST
def settle_explanation(request: HttpRequest, slug: str) -> HttpResponse:
    """Words of another window: put below, or let go."""
    concept, form = _concept(slug), RivalForm(request.POST)
    if not form.is_valid():
        return _page(request, concept, status=422)
    said = form.cleaned_data
    actions.settle(request.user, slug, said["field"], said["writer"], add=said["do"] == "add")
    return redirect("study:explain", slug)


@require_POST
def share_explanation(request: HttpRequest, slug: str) -> HttpResponse:
    concept = _concept(slug)
    sounds = actions.recordings_of(request.user, slug)
    form = ShareForm(request.POST, groups=circles.of(request.user), recordings=sounds)
    if not form.is_valid():
        return _page(request, concept, share=form)
    said = form.cleaned_data
    row = actions.share(
        request.user, slug, said["group"], recording=said["recording"], at=clock.now()
    )
    does = "hears" if row.recording_id else "reads"
    messages.success(request, f"{row.circle} {does} it now as it stands here.")
    return redirect("study:explain", slug)


@require_POST
def take_back_explanation(request: HttpRequest, slug: str) -> HttpResponse:
    _concept(slug)
    actions.take_back(request.user, slug, at=clock.now())
    messages.success(request, "You alone read it again.")
    return redirect("study:explain", slug)


@require_safe
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a group reads; its author goes to where it is written."""
    row = _readable(request, pk)
    if row.owner_id == request.user.pk:
        return redirect("study:explain", row.concept)
    return _heard(request, row)


@require_safe
def explanation_sound(request: HttpRequest, pk: int) -> HttpResponse:
    """What its author said, to whom may read it."""
    row = _readable(request, pk)
    return sound.played(request, get_object_or_404(Recording, pk=row.recording_id))


@require_POST
def hear_explanation(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _readable(request, pk), HeardForm(request.POST)
    if not form.is_valid():
        return _heard(request, row, form=form)
    actions.hear(row, **form.cleaned_data, by=request.user, at=clock.now())
    return redirect("study:explanation", pk)


def _concept(slug: str) -> Concept:
    concept = all_of_them().get(slug)
    if concept is None:
        raise Http404
    return concept


def _readable(request: HttpRequest, pk: int) -> Explanation:
    readable = Explanation.objects.visible_to(request.user).with_recording()
    return get_object_or_404(readable.select_related("owner", "circle"), pk=pk)


def _page(
    request: HttpRequest,
    concept: Concept,
    *,
    draft: DraftForm | None = None,
    share: ShareForm | None = None,
    status: int = 422,
) -> HttpResponse:
    """With a form that was sent wrong it is said there, and the answer is 422."""
    own = Explanation.objects.of(request.user).with_recording()
    row = own.filter(concept=concept.slug).first()
    recordings = actions.recordings_of(request.user, concept.slug)[:OFFERED]
    groups = circles.of(request.user)
    row = row or Explanation(owner=request.user, concept=concept.slug)
    is_wrong = draft or share or request.method == "POST"
    context = {
        "concept": concept,
        "row": row,
        "draft": draft,
        "longest": LONGEST,
        "writer": saved_words.new_writer(),
        "groups": groups,
        "circle": groups.get(row.circle_id) or row.circle,
        "share": share or ShareForm(None, groups=groups, recordings=recordings, now=row),
        "recordings": recordings,
        "heard": row.heard.select_related("by") if row.pk else [],
        "ways": Ways(content(), request.user),
    }
    return render(request, "study/explain.html", context, status=status if is_wrong else 200)


def _heard(
    request: HttpRequest, row: Explanation, *, form: HeardForm | None = None
) -> HttpResponse:
    said = row.heard.select_related("by")
    mine = next((one for one in said if one.by_id == request.user.pk), None)
    context = {
        "row": row,
        "concept": all_of_them().get(row.concept),
        "said": said,
        "mine": mine,
        "form": form or HeardForm(initial={"words": mine.words if mine else ""}),
    }
    return render(request, "study/explanation.html", context, status=422 if form else 200)
