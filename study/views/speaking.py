"""Answering aloud: choose, speak against the clock, then hold it against the points."""

from urllib.parse import urlencode

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from study import saved_words
from study.models import Recording, Take, TakeMark
from study.saved_words import RivalForm
from study.speaking import actions, prompts, reading, rules, transcribing
from study.speaking.forms import BeginForm, KeepForm, NotesForm, PointsForm, SoundForm
from study.views import sound, typing_state
from web import clock
from web.refusals import Refused

# The one page of the site that may ask for the microphone.
MICROPHONE = "camera=(), geolocation=(), microphone=(self)"
# A recording is played from this browser's own memory.
plays_sound = csp_update({"media-src": ["'self'", "blob:"]})


@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest) -> HttpResponse:
    """Choose what to answer, `?question=<slug>`, `?case=<slug>` or `?concept=<slug>`, and begin."""
    asked = request.GET.get("question", "")
    question = prompts.question_of(request.user, asked) if asked else None
    case = prompts.case_of(request.GET.get("case", ""))
    typed = request.POST if request.method == "POST" else None
    form = BeginForm(typed, initial={"concept": request.GET.get("concept", "")})
    if form.is_valid():
        times = actions.Times(form.cleaned_data["prepare"], form.cleaned_data["limit"])
        what = question or case or _concept(request, form.cleaned_data["concept"])
        return redirect("study:take", actions.begin(request.user, what, times, at=clock.now()).pk)
    context = {
        "form": form,
        "question": question,
        "case": case,
        "why_not": rules.why_not_speak(question) if question else None,
        "is_gone": (bool(asked) and question is None) or ("case" in request.GET and case is None),
        "takes": reading.last(request.user),
    }
    return render(request, "study/speak.html", context, status=422 if form.errors else 200)


@require_safe
@plays_sound
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock and the notes; once the answer is kept, its points instead."""
    return _page(request, _own(request, pk))


@require_POST
def start_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Cut the preparation short."""
    found = actions.start(_own(request, pk), at=clock.now())
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_clock(found, clock.now()))
    return redirect("study:take", pk)


@require_POST
def draft_take(request: HttpRequest, pk: int) -> HttpResponse:
    """What is typed so far, kept while one types."""
    form = NotesForm(request.POST)
    found = _own(request, pk)
    if not form.is_valid():
        return typing_state.not_kept(request, str(pk), form)
    found, disagree = actions.draft(found, **_typed(form), at=clock.now())
    base = form.cleaned_data["base"]
    return typing_state.kept(request, str(pk), found, base=base, disagree=disagree)


@require_POST
def settle_take(request: HttpRequest, pk: int) -> HttpResponse:
    form = RivalForm(request.POST)
    found = _own(request, pk)
    if form.is_valid():
        facts = form.cleaned_data
        actions.settle(found, facts["writer"], add=facts["do"] == "add")
    return redirect("study:take", pk)


@require_POST
@plays_sound
def keep_take(request: HttpRequest, pk: int) -> HttpResponse:
    form = KeepForm(request.POST)
    found = _own(request, pk)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    aloud = form.cleaned_data["was_aloud"]
    found = actions.keep(found, **_typed(form), was_aloud=aloud, at=clock.now())
    if found.kept_at is None:
        form.add_error(None, rules.why_not_keep(has_notes=False, was_aloud=False))
        return _page(request, found, form=form, status=422)
    return redirect("study:take", pk)


@require_POST
@plays_sound
def judge_take(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    if reason := rules.why_no_key(found):
        raise Refused(reason)
    form = PointsForm(request.POST, points=prompts.points_of(found))
    if not form.is_valid():
        messages.error(request, "Choose one of the verdicts for each point.")
        return _page(request, found, status=422)
    actions.judge(found, form.cleaned_data)
    messages.success(request, "Kept.")
    return redirect("study:take", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def recording(request: HttpRequest, pk: int) -> HttpResponse:
    """The sound, to its owner alone; or a new one to keep here."""
    found = _own(request, pk)
    if request.method == "POST":
        return _record(request, found)
    return sound.played(request, get_object_or_404(Recording, take=found))


def _record(request: HttpRequest, found: Take) -> HttpResponse:
    form = SoundForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Choose a recording to keep.")
        return _page(request, found, status=422)
    upload = form.cleaned_data["sound"]
    if reason := rules.why_not_record(upload.size, together=0):
        raise Refused(reason)
    actions.record(found, upload.read(), at=clock.now())
    return redirect("study:take", found.pk)


@require_POST
def forget_recording(request: HttpRequest, pk: int) -> HttpResponse:
    actions.forget_recording(_own(request, pk), at=clock.now())
    messages.success(request, "The recording is deleted here.")
    return redirect("study:take", pk)


@require_POST
def transcribe(request: HttpRequest, pk: int) -> HttpResponse:
    actions.ask_for_transcript(_own(request, pk))
    return redirect("study:take", pk)


@require_POST
def delete_take(request: HttpRequest, pk: int) -> HttpResponse:
    actions.delete(_own(request, pk), at=clock.now())
    messages.success(request, "The answer is deleted, with notes and sound.")
    return redirect("study:speak")


def _own(request: HttpRequest, pk: int) -> Take:
    mine = Take.objects.visible_to(request.user).select_related("version__question")
    return get_object_or_404(mine, pk=pk)


def _concept(request: HttpRequest, slug: str):
    concept = prompts.concept_of(slug) if slug else prompts.drawn(request.user)
    if concept is None:
        raise Refused("The concepts cannot be read now. Choose a question of the library.")
    return concept


def _typed(form: NotesForm) -> dict:
    facts = form.cleaned_data
    return {"notes": facts["notes"], "base": facts["base"], "writer": facts["writer"]}


def _clock(found: Take, at) -> dict[str, int]:
    """Instants in milliseconds, for the clock of the page."""
    moments = {"now": at, "starts": found.starts_at, "ends": found.ends_at}
    return {name: int(moment.timestamp() * 1000) for name, moment in moments.items()}


def _again(found: Take) -> dict[str, str]:
    """The same once more, as the address of the first page says it."""
    if found.version:
        return {"question": found.version.question.slug}
    return {"case": found.case} if found.case else {"concept": found.concept}


def _page(request: HttpRequest, found: Take, *, form=None, status: int = 200) -> HttpResponse:
    at = clock.now()
    context = {"take": found, "writer": saved_words.new_writer(), "form": form or KeepForm()}
    if rules.why_no_key(found):
        context |= {"prompt": prompts.of(found), "clock": _clock(found, at), "at": at}
        response = render(request, "study/speak_take.html", context, status=status)
        response["Permissions-Policy"] = MICROPHONE
        return response
    context |= {
        "reading": reading.of(found),
        "verdicts": TakeMark.Verdict.choices,
        "transcribes": transcribing.is_there(),
        "again": f"?{urlencode(_again(found))}",
    }
    return render(request, "study/speak_review.html", context, status=status)
