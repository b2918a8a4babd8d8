"""The room: one page with all questions, and the small requests it makes while the clock runs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from interview import actions, room_actions, rows, rules, sheets
from interview.forms import SecondsForm
from interview.framework import STEPS
from interview.models import Interview, InterviewQuestion, ParkedText, TriedLog
from interview.views.answers import clock_facts
from interview.views.seats import own_interview, own_question
from web import clock
from web.markdown import to_html
from web.middleware import asks_for_json
from web.refusals import Refused

# A preview is for what one person typed just now; more than this is not read on a small pane.
LONGEST_PREVIEW = 40_000


@ensure_csrf_cookie
@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    interview = own_interview(request, pk)
    if interview.status != Interview.Status.RUNNING:
        return redirect(interview)
    at = clock.now()
    questions = rows.questions_of(interview.pk)
    known = sheets.of(question.version_id for question in questions)
    for question in questions:
        question.sheet = known[question.version_id]
        question.open_hints = question.sheet.hints[: question.hints_open]
        _lay_out(question, question.asked)
    context = {
        "interview": interview,
        "questions": questions,
        "facts": _facts(request, interview, questions, at),
        "may_pause": interview.mode == Interview.Mode.PRACTICE,
        "may_hint": interview.mode == Interview.Mode.PRACTICE,
        "may_open_framework": interview.mode == Interview.Mode.PRACTICE,
        "framework": STEPS,
        "minutes_left": rules.time_left(interview, at=at).total_seconds() / 60,
    }
    return render(request, "interview/room.html", context)


@ensure_csrf_cookie
@require_safe
def clock_and_revisions(request: HttpRequest, pk: int) -> JsonResponse:
    """What an open page must learn without saving: the time, and what another device did."""
    interview = own_interview(request, pk)
    if interview.status != Interview.Status.RUNNING:
        return _finished(interview)
    revisions = dict(interview.questions.values_list("position", "answer__revision"))
    return JsonResponse(
        {"state": "running", "revisions": revisions, **_clock(interview, clock.now())}
    )


@require_safe
def text(request: HttpRequest, pk: int, position: int) -> JsonResponse:
    """The current text of one answer, for a page that has fallen behind another device."""
    answer = own_question(request, pk, position).answer
    return JsonResponse({"text": answer.text, "revision": answer.revision})


@require_POST
def settle(request: HttpRequest, pk: int, position: int) -> JsonResponse:
    """The person has chosen between two texts: what was parked is no longer offered."""
    question = own_question(request, pk, position)
    ParkedText.objects.filter(answer=question.answer).delete()
    return JsonResponse({"state": "settled"})


@require_POST
def visit(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """The page moved on from a question: keep how long it was on screen."""
    form = SecondsForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.note_time(own_question(request, pk, position), **form.cleaned_data)
    return HttpResponse(status=204)


@require_POST
def flag(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    actions.flag(own_question(request, pk, position), flagged=request.POST.get("flagged") == "1")
    return HttpResponse(status=204)


@require_POST
def hint(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One hint more than is open now; a retry of the same click opens the same one."""
    question = own_question(request, pk, position)
    number = request.POST.get("number", "")
    if not number.isdecimal():
        raise Refused("That hint does not exist.")
    question.sheet = sheets.of([question.version_id])[question.version_id]
    question.open_hints = actions.show_hint(question, number=int(number), at=clock.now())
    if not request.htmx:
        return redirect(f"{question.interview.get_absolute_url()}#question-{position}")
    return render(request, "interview/_hints.html", {"question": question})


@require_POST
def ask(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Show one artefact more of a fault; asked for twice, it is shown once."""
    question = own_question(request, pk, position)
    number = request.POST.get("number", "")
    if not (number.isdecimal() and len(number) < 6):
        raise Refused("That is not among what you may ask for.")
    asked = room_actions.ask_for(question, number=int(number), at=clock.now())
    if not request.htmx:
        return redirect(f"{question.interview.get_absolute_url()}#question-{position}")
    question.sheet = sheets.of([question.version_id])[question.version_id]
    _lay_out(question, asked)
    context = {"question": question, "just_asked": True}
    return render(request, "interview/_artefacts.html", context)


def _lay_out(question: InterviewQuestion, asked: list[int]) -> None:
    """Part what was asked for, in that order, from what may still be: of the latter the names."""
    by_number = {one.number: one for one in question.sheet.exhibits}
    question.exhibits_shown = [by_number[one] for one in asked if one in by_number]
    question.exhibits_left = [one for number, one in by_number.items() if number not in asked]


@require_POST
def framework(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Open the five steps beside a question, and note it."""
    question = own_question(request, pk, position)
    question.framework_at = room_actions.open_framework(question, at=clock.now())
    if not request.htmx:
        return redirect(f"{question.interview.get_absolute_url()}#question-{position}")
    context = {"question": question, "framework": STEPS, "just_asked": True}
    return render(request, "interview/_framework.html", context)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Markdown and maths as they will look; nothing is kept."""
    typed = request.POST.get("text", "")
    if len(typed) > LONGEST_PREVIEW:
        return HttpResponse("<p>Too long to preview; it is saved all the same.</p>")
    return HttpResponse(to_html(typed) or "<p>Nothing to preview yet.</p>")


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    return _moved(request, actions.pause(own_interview(request, pk), at=at), at)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    return _moved(request, actions.resume(own_interview(request, pk), at=at), at)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in. A page that only believes time is up (`because=time`) is told when it is not."""
    interview, at = own_interview(request, pk), clock.now()
    running = interview.status == Interview.Status.RUNNING
    if running and request.POST.get("because") == "time" and not rules.is_over(interview, at=at):
        return _moved(request, interview, at)
    interview = actions.finish(interview, at=at)
    return _finished(interview) if asks_for_json(request) else redirect(interview)


def _moved(request: HttpRequest, interview: Interview, at) -> HttpResponse:
    if asks_for_json(request):
        return JsonResponse({"state": "running", **_clock(interview, at)})
    return redirect(interview)


def _finished(interview: Interview) -> JsonResponse:
    return JsonResponse({"state": "finished", "next": interview.get_absolute_url()})


def _clock(interview: Interview, at) -> dict:
    paused = interview.paused_at
    return clock_facts(at=paused or at, ends_at=interview.ends_at, paused=paused is not None)


def _facts(request: HttpRequest, interview: Interview, questions: list, at) -> dict:
    """What the page's scripts start from."""
    return {
        "interview": interview.pk,
        "grace": rules.GRACE.total_seconds(),
        "longest": rules.LONGEST_ANSWER,
        "keymap": interview.candidate.keymap,
        "plainKeys": interview.candidate.plain_keys,
        "nonce": str(request.csp_nonce) if any(q.sheet.wants_code for q in questions) else "",
        "clock": _clock(interview, at),
        "tried": _tried(questions),
        "answers": [
            {
                "position": question.position,
                "text": question.answer.text,
                "revision": question.answer.revision,
                "secondsUsed": question.answer.seconds_used,
                "budget": question.budget_seconds,
                "starter": question.sheet.starter_code,
                "parked": question.parked,
            }
            for question in questions
        ],
    }


def _tried(questions: list) -> list[dict]:
    """What was tried so far, of each question that keeps such a list; one query if there is one."""
    places = {q.pk: q.position for q in questions if q.sheet.keeps_log}
    if not places:
        return []
    kept = {log.question_id: log for log in TriedLog.objects.filter(question__in=places)}
    return [
        {
            "position": f"tried-{position}",
            "question": position,
            "text": kept[pk].text if pk in kept else "",
            "revision": kept[pk].revision if pk in kept else 0,
        }
        for pk, position in places.items()
    ]
