"""Choosing a method: the wizard, its quiz, and stories walked down a decision tree."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from study import attempts, shelves, trees
from study.choosing import quiz, stories
from study.choosing.forms import AnswerForm, AskForm, DraftForm, SeedForm, WhyForm
from study.choosing.ranking import rank
from study.content import Content
from study.models import Attempt
from study.views.opened import frame, needs_content, open_to_all
from web import clock
from web.htmx import render_page

Kind = Attempt.Kind


@require_safe
@open_to_all
def choosing(request: HttpRequest, found: Content) -> HttpResponse:
    """The wizard first, then all it goes by. What was asked stands in the address."""
    is_asked = any(name in request.GET for name in AskForm.base_fields)
    form = AskForm(request.GET if is_asked else None)
    asked = form.asked
    results = attempts.results(request.user, Kind.TREE)
    context = frame(request, found) | {
        "form": form,
        "ranking": None if asked.is_empty else rank(found.study, asked),
        "trees": [
            {
                "of": tree,
                "steps": trees.steps(tree),
                "stories": [(one, results.get(one.slug)) for one in tree.scenarios],
            }
            for tree in found.study.decision_tree
        ],
        "comparisons": [(one, shelves.grid(one)) for one in found.study.comparisons],
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "study/choosing.html", context, partial="suggestions", status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def choosing_quiz(request: HttpRequest, found: Content) -> HttpResponse:
    """A situation by its seed; with an answer in the address, what it is worth and why."""
    if request.method == "POST":
        return _answer(request, found)
    form = SeedForm(request.GET)
    seed = form.cleaned_data["seed"] if form.is_valid() else None
    seed = seed or _first_seed(request)
    answer = AnswerForm({**request.GET.dict(), "seed": seed}) if "method" in request.GET else None
    status = 422 if form.errors else 200
    return _quiz(request, found, quiz.situation(found.study, seed), answer, status=status)


def _answer(request: HttpRequest, found: Content) -> HttpResponse:
    form = AnswerForm(request.POST)
    seed = SeedForm(request.POST)
    asked = seed.cleaned_data["seed"] if seed.is_valid() else None
    situation = quiz.situation(found.study, asked or 1)
    if situation is None or not form.is_valid():
        return _quiz(request, found, situation, form, status=422)
    if request.user.is_authenticated:
        verdict = _verdict(situation, form)
        given = {name: form.cleaned_data[name] for name in ("seed", "method", "reason")}
        slug, seen = situation.best.slug, form.cleaned_data["seen"]
        attempts.record(
            request.user, Kind.CHOOSING, slug,
            score=verdict.score, given=given, seen=seen, at=clock.now(),
        )  # fmt: skip
    told = {name: form.cleaned_data[name] for name in ("seed", "method", "reason")}
    return redirect(f"{reverse('study:choosing_quiz')}?{urlencode(told)}")


def _verdict(situation: quiz.Situation, form: AnswerForm) -> quiz.Verdict:
    facts = form.cleaned_data
    return quiz.Verdict(
        situation, situation.options[facts["method"]], situation.reasons[facts["reason"]]
    )


def _quiz(
    request: HttpRequest,
    found: Content,
    situation: quiz.Situation | None,
    form: AnswerForm | None,
    *,
    status: int,
) -> HttpResponse:
    context = frame(request, found) | {"situation": situation, "form": form}
    if situation:
        context["next_seed"] = quiz.next_seed(situation.seed)
        if form and form.is_valid():
            context["verdict"] = _verdict(situation, form)
        elif request.user.is_authenticated:
            slug = situation.best.slug
            context["seen"] = attempts.count_of(request.user, Kind.CHOOSING, slug)
    return render(request, "study/choosing_quiz.html", context, status=status)


def _first_seed(request: HttpRequest) -> int:
    """Whoever comes back gets a situation they have not had."""
    if not request.user.is_authenticated:
        return 1
    had = Attempt.objects.visible_to(request.user).filter(kind=Kind.CHOOSING).count()
    return had % quiz.LARGEST_SEED + 1


@require_safe
@open_to_all
def story(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    """A story as far as the turns in the address lead; a way that nobody could go is not there."""
    return _story(request, found, _walk(found, slug, request.GET.get("turns", "")))


@require_POST
@needs_content
def justify(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    """Why this technique: kept, and only then a good reason is shown beside it."""
    form = WhyForm(request.POST)
    walk = _walk(found, slug, request.POST.get("turns", ""))
    if walk.here or not form.is_valid():
        return _story(request, found, walk, form, status=422)
    given = {"turns": stories.written(walk.turns), "text": form.cleaned_data["text"]}
    last = Attempt.objects.visible_to(request.user).at(Kind.TREE, slug).finished().first()
    if last is None or last.given != given:
        at = clock.now()
        attempts.keep(request.user, Kind.TREE, slug, lambda _: given, at=at)
        attempts.finish(request.user, Kind.TREE, slug, lambda _: (walk.score, {}), at=at)
    return redirect(_address(walk))


@require_POST
@needs_content
def keep_justification(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    """The same while it is typed: nothing is closed and nothing shown."""
    form = DraftForm(request.POST)
    _walk(found, slug, "")
    if not form.is_valid():
        return render(request, "study/_kept.html", {"errors": form.errors}, status=422)
    facts = form.cleaned_data
    attempts.keep(request.user, Kind.TREE, slug, lambda given: given | facts, at=clock.now())
    return render(request, "study/_kept.html")


def _walk(found: Content, slug: str, turns: str) -> stories.Walk:
    known = stories.found(found.study.decision_tree, slug)
    if known is None:
        raise Http404
    try:
        return stories.walk(*known, stories.read(turns))
    except ValueError:
        raise Http404 from None


def _address(walk: stories.Walk) -> str:
    query = urlencode({"turns": stories.written(walk.turns)})
    return f"{reverse('study:story', args=[walk.story.slug])}?{query}"


def _story(
    request: HttpRequest,
    found: Content,
    walk: stories.Walk,
    form: WhyForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    slugs = [one.slug for tree in found.study.decision_tree for one in tree.scenarios]
    after = slugs[(slugs.index(walk.story.slug) + 1) % len(slugs)]
    context = frame(request, found) | {
        "walk": walk,
        "turns": stories.written(walk.turns),
        "form": form,
        "address": _address(walk),
        "next": after,
        "longest": WhyForm.base_fields["text"].max_length,
    }
    if walk.leaf and request.user.is_authenticated:
        context |= _own_words(request, walk)
    return render(request, "study/story.html", context, status=status)


def _own_words(request: HttpRequest, walk: stories.Walk) -> dict:
    """What was written about this walk; what is still being written otherwise."""
    mine = Attempt.objects.visible_to(request.user).at(Kind.TREE, walk.story.slug)
    last = mine.finished().first()
    if last and last.given.get("turns") == stories.written(walk.turns):
        return {"said": last.given["text"]}
    draft = attempts.draft_of(request.user, Kind.TREE, walk.story.slug)
    return {"draft": draft.given.get("text", "") if draft else ""}
