"""Spotting mistakes: an excerpt, what one says is wrong with it, and only then the answer."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from questions.bank.study.faults import Mistake
from study import attempts, shelves
from study.content import Content
from study.models import Attempt
from study.views.opened import frame, needs_content, open_to_all
from web import clock
from web.refusals import Refused

KIND = Attempt.Kind.MISTAKE
LONGEST = 2000
# How much of it one saw, by one's own account, and what that is worth.
SAW = {"all": 1.0, "part": 0.5, "nothing": 0.0}


class WordsForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": "Say what is wrong first; then the answer is shown."},
    )


class DraftForm(forms.Form):
    text = forms.CharField(max_length=LONGEST, required=False, strip=False)


class SawForm(forms.Form):
    saw = forms.ChoiceField(choices=[(one, one) for one in SAW])


@require_safe
@open_to_all
def mistakes(request: HttpRequest, found: Content) -> HttpResponse:
    """All of them. Whoever is logged in says what is wrong before an answer is shown."""
    known = attempts.results(request.user, KIND)
    context = frame(request, found) | {
        "shelves": shelves.by_group(found.study.mistakes),
        "results": known,
        "first": _next(found, known),
    }
    return render(request, "study/mistakes.html", context)


@require_safe
@needs_content
def spot(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    return _page(request, found, _mistake(found, slug))


@require_POST
@needs_content
def keep_spotted(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    """What is typed, while it is typed. Once the answer was shown the words stay as they are."""
    form, mistake = DraftForm(request.POST), _mistake(found, slug)
    if not form.is_valid():
        return render(request, "study/_kept.html", {"errors": form.errors}, status=422)
    _keep(request, mistake, form.cleaned_data["text"])
    return render(request, "study/_kept.html")


@require_POST
@needs_content
def reveal_mistake(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    form, mistake = WordsForm(request.POST), _mistake(found, slug)
    if not form.is_valid():
        return _page(request, found, mistake, form, status=422)
    _keep(request, mistake, form.cleaned_data["text"], is_revealed=True)
    return redirect("study:spot", slug)


@require_POST
@needs_content
def judge_spotted(request: HttpRequest, found: Content, slug: str) -> HttpResponse:
    """One's own account of how much one saw is the score."""
    form, mistake = SawForm(request.POST), _mistake(found, slug)
    if not form.is_valid():
        return _page(request, found, mistake, status=422)
    draft = attempts.draft_of(request.user, KIND, slug)
    if draft and not draft.given.get("revealed"):
        raise Refused("Say what is wrong first; then the answer is shown.")
    score = SAW[form.cleaned_data["saw"]]
    attempts.finish(request.user, KIND, slug, lambda _: (score, {}), at=clock.now())
    return redirect("study:spot", _next(found, attempts.results(request.user, KIND)))


def _keep(request: HttpRequest, mistake: Mistake, text: str, *, is_revealed: bool = False) -> None:
    def change(given: dict) -> dict:
        if given.get("revealed"):
            return given
        return given | {"text": text} | ({"revealed": True} if is_revealed else {})

    attempts.keep(request.user, KIND, mistake.slug, change, at=clock.now())


def _page(
    request: HttpRequest,
    found: Content,
    mistake: Mistake,
    form: WordsForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    known = attempts.results(request.user, KIND)
    draft = attempts.draft_of(request.user, KIND, mistake.slug)
    context = frame(request, found) | {
        "mistake": mistake,
        "draft": draft.given if draft else {},
        "form": form,
        "result": known.get(mistake.slug),
        "done": len(known),
        "longest": LONGEST,
    }
    return render(request, "study/spot.html", context, status=status)


def _mistake(found: Content, slug: str) -> Mistake:
    for one in found.study.mistakes:
        if one.slug == slug:
            return one
    raise Http404


def _next(found: Content, known: dict[str, attempts.Results]) -> str:
    """Never tried, then what went worst, then what is longest ago."""
    return attempts.weakest_first([one.slug for one in found.study.mistakes], known)[0]
