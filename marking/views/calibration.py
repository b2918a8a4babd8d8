"""Learning the scale: packs of stored answers, one answer after the other, and the comparison."""

import random

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marking import certification, examples, severity
from marking.calibration import actions, keys, machine, progress, results, rules
from marking.calibration.forms import PackForm, VerdictsForm
from marking.models import Pack, Run, RunAnswer
from questions import attempts
from questions.models import Question
from web import charts, clock
from web.htmx import render_page

LARGEST_SEED = 2**62


@require_http_methods(["GET", "HEAD", "POST"])
def calibration(request: HttpRequest) -> HttpResponse:
    """One's packs with where one stands, and a form for the next."""
    form = PackForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        pack = actions.make_pack(
            request.user,
            **form.facts(),
            seed=random.SystemRandom().randrange(LARGEST_SEED),
            at=clock.now(),
        )
        return redirect(pack)
    packs = list(Pack.objects.visible_to(request.user).select_related("area"))
    context = {
        "form": form,
        "standings": progress.standings(packs),
        "standing": certification.standing_of([request.user.pk], at=clock.now())[request.user.pk],
        "lasts": certification.LASTS.days,
        "sessions": certification.SESSIONS,
    }
    status = 422 if form.errors else 200
    return render(request, "marking/calibration.html", context, status=status)


@require_safe
def calibration_pack(request: HttpRequest, pk: int) -> HttpResponse:
    pack = _pack(request, pk)
    [standing] = progress.standings([pack])
    asked = set(pack.items.values_list("question", flat=True))
    context = {
        "pack": pack,
        "standing": standing,
        "answers": pack.items.count(),
        "new_to_you": len(asked - attempts.attempted(request.user, asked)),
        "why_not_delete": rules.why_not_delete(circle=actions.stands_in(pack)),
    }
    return render(request, "marking/calibration_pack.html", context)


@require_POST
def calibration_start(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(actions.start(_pack(request, pk), at=clock.now()))


@require_POST
def calibration_delete(request: HttpRequest, pk: int) -> HttpResponse:
    actions.delete_pack(_pack(request, pk))
    return redirect("marking:calibration")


@require_safe
def calibration_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A run that goes on leads to what is not marked yet; a finished one is compared."""
    run = _run(request, pk)
    if not run.is_finished and not run.answers.exists():
        return render(request, "marking/calibration_empty.html", {"run": run, "pack": run.pack})
    if not run.is_finished:
        at = progress.next_unmarked(progress.steps(run))
        return redirect("marking:calibration_answer", pk, at or run.answers.count())
    result = results.read(run)
    if not result.is_read:
        machine.ask(run)
    context = {"run": run, "pack": run.pack, "result": result}
    return render_page(request, "marking/calibration_run.html", context, partial="compared")


@require_http_methods(["GET", "HEAD", "POST"])
def calibration_answer(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One answer to mark: the rubric and the model answer beside it, the known marks nowhere."""
    run = _run(request, pk)
    if run.is_finished and request.method != "POST":
        return redirect(run)
    on = get_object_or_404(run.answers.select_related("answer__version"), position=position)
    points = list(on.answer.version.key_points.all())
    if request.method == "POST":
        return _mark(request, run, on, points)
    said = {mark.key_point_id: mark for mark in on.marks.all()}
    return _answer_page(request, run, on, VerdictsForm(points=points, said=said))


@require_POST
def calibration_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A run whose every answer has left the bank goes, with nothing in it."""
    run = _run(request, pk)
    actions.drop(run)
    return redirect(run.pack)


@require_POST
def calibration_finish(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(actions.finish(_run(request, pk), at=clock.now()))


@require_safe
def calibration_severity(request: HttpRequest) -> HttpResponse:
    """How one's own hand is, for oneself alone."""
    hands = [severity.beside_known(request.user), severity.beside_people(request.user)]
    moments = sorted(
        (moment for hand in hands for moment in hand.moments), key=lambda moment: moment.at
    )
    context = {
        "known": hands[0],
        "people": hands[1],
        "halo": severity.halo(request.user),
        "moments": moments,
        "deviations": [
            charts.Deviation(f"{one.at:%-d %b}", f"{one.what}, {one.n} marks", one.difference)
            for one in moments
        ],
    }
    return render(request, "marking/calibration_severity.html", context)


@require_safe
def calibration_examples(request: HttpRequest, slug: str) -> HttpResponse:
    """What made and missed look like for each point of one question."""
    readable = Question.objects.visible_to(request.user).select_related("current", "topic")
    question = get_object_or_404(readable, slug=slug)
    if not examples.may_see(request.user, question):
        raise Http404
    there = examples.there_are_of([question.pk])
    points = examples.anchored(question.current) if there else []
    context = {"question": question, "points": points, "there": there}
    return render(request, "marking/calibration_examples.html", context)


def _mark(request: HttpRequest, run: Run, on: RunAnswer, points: list) -> HttpResponse:
    """Keep what is there with every change; the button asks for the whole and goes on."""
    form = VerdictsForm(request.POST, points=points, whole=not request.htmx)
    complete = form.is_valid()
    actions.mark(run, on, form.said(), reasons=form.reasons(), at=clock.now())
    if not complete or request.htmx:
        return _answer_page(request, run, on, form, status=200 if complete else 422)
    at = progress.next_unmarked(progress.steps(run), after=on.position)
    if at is None:
        return redirect("marking:calibration_answer", run.pk, on.position)
    return redirect("marking:calibration_answer", run.pk, at)


def _answer_page(
    request: HttpRequest, run: Run, on: RunAnswer, form: VerdictsForm, status: int = 200
) -> HttpResponse:
    steps = progress.steps(run)
    context = {
        "run": run,
        "pack": run.pack,
        "on": on,
        "text": keys.text_of(on.answer),
        "version": on.answer.version,
        "form": form,
        "steps": steps,
        "next": progress.next_unmarked(steps, after=on.position),
        "left": sum(step.points - step.marked for step in steps),
    }
    return render_page(
        request, "marking/calibration_answer.html", context, partial="progress", status=status
    )


def _pack(request: HttpRequest, pk: int) -> Pack:
    mine = Pack.objects.visible_to(request.user).select_related("of__circle")
    return get_object_or_404(mine, pk=pk)


def _run(request: HttpRequest, pk: int) -> Run:
    mine = Run.objects.visible_to(request.user).select_related("pack__of__circle")
    return get_object_or_404(mine, pk=pk)
