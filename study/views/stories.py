"""Stories walked down a decision tree, a shipped one or somebody's own, and why it ends there."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from study import attempts
from study.branches.values import questions
from study.choosing import stands, stories
from study.choosing.forms import DraftForm, WhyForm
from study.choosing.stands import Stand
from study.content import Content
from study.models import Attempt, OwnTree
from study.views.opened import frame, needs_content, open_to_all
from web import clock

Kind = Attempt.Kind


@require_safe
@open_to_all
def story(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    """A story as far as the turns in the address lead; a way that nobody could go is not there."""
    return _walked(request, found, _shipped(found, slug))


@require_POST
@needs_content
def justify(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    return _justified(request, found, _shipped(found, slug))


@require_POST
@needs_content
def keep_justification(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    return _kept(request, _shipped(found, slug))


@require_safe
@needs_content
def own_story(request: HttpRequest, found: Content, pk: int, slug: str) -> HttpResponse:
    """The same in a tree of one's own or of one's groups."""
    return _walked(request, found, _own(request, pk, slug))


@require_POST
@needs_content
def justify_own_story(request: HttpRequest, found: Content, pk: int, slug: str) -> HttpResponse:
    return _justified(request, found, _own(request, pk, slug))


@require_POST
@needs_content
def keep_own_justification(
    request: HttpRequest, found: Content, pk: int, slug: str
) -> HttpResponse:
    return _kept(request, _own(request, pk, slug))


def tree_frame(request: HttpRequest, found: Content, own: OwnTree | None) -> dict:
    """The frame of a page about a tree; a tree of one's own may name any question of the bank."""
    if own:
        named = found.questions | set(questions(own.walked))
        found = replace(found, questions=frozenset(named))
    return frame(request, found)


def _shipped(found: Content, slug: str) -> Stand:
    all_of_them = [one for tree in found.study.decision_tree for one in stands.of_tree(tree)]
    return _there(all_of_them, slug)


def _own(request: HttpRequest, pk: int, slug: str) -> Stand:
    """Of a tree of which there is nothing to walk yet there is no story either."""
    row = get_object_or_404(OwnTree.objects.visible_to(request.user).sound(), pk=pk)
    return _there(stands.of_tree(row.walked, row), slug)


def _there(among: list[Stand], slug: str) -> Stand:
    stand = stands.found(among, slug)
    if stand is None:
        raise Http404
    return stand


def _walk(request: HttpRequest, stand: Stand, turns: str) -> stories.Walk:
    """As far as these turns lead. A tree that somebody writes may have changed under whoever
    walks it: then they begin anew and are told so."""
    try:
        return stories.walk(stand.tree, stand.story, stories.read(turns))
    except ValueError:
        if stand.own is None:
            raise Http404 from None
    messages.info(request, "This way is not in the tree, perhaps no longer. Walk the story anew.")
    return stories.walk(stand.tree, stand.story, ())


def _walked(request: HttpRequest, found: Content, stand: Stand) -> HttpResponse:
    return _page(request, found, stand, _walk(request, stand, request.GET.get("turns", "")))


def _justified(request: HttpRequest, found: Content, stand: Stand) -> HttpResponse:
    """Why this technique: kept, and only then a good reason is shown beside it."""
    form = WhyForm(request.POST)
    walk = _walk(request, stand, request.POST.get("turns", ""))
    if stand.own and walk.here and form.is_valid():  # the words wait at the new end
        facts = form.cleaned_data
        attempts.keep(request.user, Kind.TREE, stand.key, lambda _: facts, at=clock.now())
    if walk.here or not form.is_valid():
        return _page(request, found, stand, walk, form, status=422)
    given = {"turns": stories.written(walk.turns), "text": form.cleaned_data["text"]}
    last = Attempt.objects.visible_to(request.user).at(Kind.TREE, stand.key).finished().first()
    if last is None or last.given != given:
        at, score = clock.now(), walk.score
        attempts.keep(request.user, Kind.TREE, stand.key, lambda _: given, at=at)
        attempts.finish(request.user, Kind.TREE, stand.key, lambda _: (score, stand.told), at=at)
    return redirect(_address(stand, walk))


def _kept(request: HttpRequest, stand: Stand) -> HttpResponse:
    """The same while it is typed: nothing is closed and nothing shown."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return render(request, "study/_kept.html", {"errors": form.errors}, status=422)
    facts, at = form.cleaned_data, clock.now()
    attempts.keep(request.user, Kind.TREE, stand.key, lambda given: given | facts, at=at)
    return render(request, "study/_kept.html")


def _address(stand: Stand, walk: stories.Walk) -> str:
    return f"{stand.page('story')}?{urlencode({'turns': stories.written(walk.turns)})}"


def _page(
    request: HttpRequest,
    found: Content,
    stand: Stand,
    walk: stories.Walk,
    form: WhyForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = tree_frame(request, found, stand.own) | {
        "stand": stand,
        "walk": walk,
        "turns": stories.written(walk.turns),
        "form": form,
        "address": _address(stand, walk),
        "next": stand.page("story", _after(found, stand)),
        "longest": WhyForm.base_fields["text"].max_length,
    }
    if walk.leaf and request.user.is_authenticated:
        context |= _own_words(request, stand, walk)
    return render(request, "study/story.html", context, status=status)


def _after(found: Content, stand: Stand) -> str:
    """The story after this one: of one's own tree the tree's next, otherwise the next of all."""
    trees = [stand.tree] if stand.own else found.study.decision_tree
    slugs = [one.slug for tree in trees for one in tree.scenarios]
    return slugs[(slugs.index(stand.story.slug) + 1) % len(slugs)]


def _own_words(request: HttpRequest, stand: Stand, walk: stories.Walk) -> dict:
    """What was written about this walk; what is still being written otherwise."""
    mine = Attempt.objects.visible_to(request.user).at(Kind.TREE, stand.key)
    last = mine.finished().first()
    if last and last.given.get("turns") == stories.written(walk.turns):
        return {"said": last.given["text"]}
    draft = attempts.draft_of(request.user, Kind.TREE, stand.key)
    return {"draft": draft.given.get("text", "") if draft else ""}
