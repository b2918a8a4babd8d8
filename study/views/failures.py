"""When training goes wrong: finding a symptom, ticking checks, noting what was tried."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from study import shelves
from study.content import Content
from study.hunts import actions, finding
from study.hunts.forms import FindForm, LineForm, TickForm
from study.models import Hunt, HuntLine
from study.views.opened import frame, needs_content, open_to_all
from web import clock
from web.htmx import render_page

# Sessions that the page lists, the open one among them.
RECENT = 10


@require_safe
@open_to_all
def failures(request: HttpRequest, found: Content) -> HttpResponse:
    return _page(request, found)


def _page(
    request: HttpRequest, found: Content, wrong: LineForm | None = None, *, status: int = 200
) -> HttpResponse:
    form = FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "group": ""}
    modes = finding.found(found.study.failure_modes, asked["q"])
    if asked["group"]:
        modes = [one for one in modes if one.group == asked["group"]]
    context = frame(request, found) | _hunting(request, wrong)
    context |= {
        "form": form,
        "count": len(modes),
        "is_searched": bool(finding.tokens(asked["q"])),
        "shelves": shelves.by_group(modes),
        "best": modes[0] if modes else None,
    }
    status = 422 if form.errors or wrong else status
    return render_page(request, "study/failures.html", context, partial="modes", status=status)


def _hunting(request: HttpRequest, wrong: LineForm | None = None) -> dict:
    """The open session and the earlier ones; the forms of its lines, an empty one last."""
    if not request.user.is_authenticated:
        return {}
    hunts = list(Hunt.objects.visible_to(request.user)[:RECENT])
    hunt = next((one for one in hunts if one.ended_at is None), None)
    kept = list(hunt.lines.all()) if hunt else []
    writer = uuid4()
    typed = str(wrong["key"].value()) if wrong else ""
    forms = [_form(line, writer) for line in kept if str(line.key) != typed]
    return {
        "hunt": hunt,
        "earlier": [one for one in hunts if one.ended_at],
        "ticks": {f"{one.mode}:{one.cause}" for one in hunt.ticks.all()} if hunt else set(),
        "lines": [*forms, wrong or _empty(writer)],
    }


def _form(line: HuntLine, writer: UUID) -> LineForm:
    facts = {name: getattr(line, name) for name in ("key", *actions.FACTS)}
    return LineForm(
        initial=facts | {"writer": writer, "seen": line.revision}, auto_id=f"line-{line.key}-%s"
    )


def _empty(writer: UUID) -> LineForm:
    key = uuid4()
    return LineForm(initial={"key": key, "writer": writer, "seen": 0}, auto_id=f"line-{key}-%s")


@require_POST
@needs_content
def tick_check(request: HttpRequest, found: Content) -> HttpResponse:
    """One check done, or open again. With htmx only its own button is drawn again."""
    form = TickForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is no check of this page.")
        return _page(request, found, status=422)
    slug, cause, done = form.asked
    mode = next((one for one in found.study.failure_modes if one.slug == slug), None)
    if mode is None or cause > len(mode.causes):
        raise Http404
    actions.tick(request.user, slug, cause, done=done, at=clock.now())
    if request.htmx:
        context = {"slug": slug, "number": cause, "is_done": done}
        return render(request, "study/_check.html", context)
    return redirect(f"{_home()}#{slug}")


@require_POST
@needs_content
def note_line(request: HttpRequest, found: Content) -> HttpResponse:
    """A line of what was tried: kept while it is typed, and by its button."""
    form = LineForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return render(request, "study/_line_kept.html", {"form": form}, status=422)
        return _page(request, found, form)
    facts = {name: form.cleaned_data[name] for name in actions.FACTS}
    line = actions.note(
        request.user,
        form.cleaned_data["key"],
        facts,
        writer=form.cleaned_data["writer"],
        seen=form.cleaned_data["seen"],
        at=clock.now(),
    )
    if request.htmx:
        return render(request, "study/_line_kept.html", {"form": form, "line": line})
    return redirect(f"{_home()}#hunt")


@require_POST
def end_hunt(request: HttpRequest) -> HttpResponse:
    actions.end(request.user, at=clock.now())
    return redirect(f"{_home()}#hunt")


@require_safe
@needs_content
def hunt(request: HttpRequest, found: Content, pk: int) -> HttpResponse:
    """One session as it went: checks and lines in the order in which they were made."""
    one = get_object_or_404(Hunt.objects.visible_to(request.user), pk=pk)
    modes = {mode.slug: mode for mode in found.study.failure_modes}
    ticks = [
        (tick, modes[tick.mode], modes[tick.mode].causes[tick.cause - 1])
        for tick in one.ticks.all()
        if tick.mode in modes and tick.cause <= len(modes[tick.mode].causes)
    ]
    context = frame(request, found) | {"hunt": one, "ticks": ticks, "lines": one.lines.all()}
    return render(request, "study/hunt.html", context)


def _home() -> str:
    return reverse("study:failures")
