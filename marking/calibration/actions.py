"""Everything that changes a pack or a run. Each is one transaction and safe to call twice."""

import random
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from marking.calibration import draws, keys, machine, rules
from marking.models import Pack, PackItem, Run, RunAnswer, RunMark
from questions.models import CalibrationAnswer, KeyPoint, Topic
from web.refusals import Refused


@transaction.atomic
def make_pack(
    owner: User,
    *,
    title: str,
    size: int,
    area: str = "",
    kind: str = "",
    answered_only: bool = False,
    least_exact: int,
    most_apart: int,
    seed: int,
    at: datetime,
) -> Pack:
    """A pack of answers drawn by `seed`, those that this person never had in a pack first."""
    there = draws.stored(owner, area=area, kind=kind, answered_only=answered_only)
    packs = Pack.objects.filter(owner=owner).count()
    if reason := rules.why_not_make(packs=packs, answers=len(there), fewest=draws.FEWEST):
        raise Refused(reason)
    before = PackItem.objects.filter(pack__owner=owner).values_list("question", "label")
    met = {draws.Stored(*row) for row in before}
    pack = Pack.objects.create(
        owner=owner,
        title=title,
        area=Topic.objects.filter(slug=area).first(),
        kind=kind,
        seed=seed,
        least_exact=least_exact,
        most_apart=most_apart,
        made_at=at,
    )
    chosen = draws.draw(there, size, seed=seed, met=met)
    PackItem.objects.bulk_create(
        PackItem(pack=pack, position=n, question_id=one.question_id, label=one.label)
        for n, one in enumerate(chosen, start=1)
    )
    return pack


@transaction.atomic
def delete_pack(pack: Pack) -> None:
    """With its runs: nobody else ever saw them."""
    pack.delete()


@transaction.atomic
def start(pack: Pack, *, at: datetime) -> Run:
    """The run that is open, or a new one with the answers as the bank has them now.

    Each time they come in another order. What the bank no longer has is left out.
    """
    pack = Pack.objects.select_for_update().select_related("owner").get(pk=pack.pk)
    if run := pack.runs.filter(finished_at=None).first():
        return run
    answers = current_answers(pack)
    if not answers:
        raise Refused("None of its answers is in the bank any more. Make a new pack.")
    last = pack.runs.aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(pack=pack, number=last + 1, started_at=at)
    random.Random(f"{pack.seed}:{run.number}").shuffle(answers)  # noqa: S311 - an order, no secret
    RunAnswer.objects.bulk_create(
        RunAnswer(run=run, position=n, answer=answer) for n, answer in enumerate(answers, start=1)
    )
    machine.ask(run)
    return run


def current_answers(pack: Pack) -> list[CalibrationAnswer]:
    """The answers of a pack in the words of today, in the pack's order."""
    wanted = {(item.question_id, item.label): item.position for item in pack.items.all()}
    there = draws.answers_for(pack.owner).filter(
        version__question__in=[question for question, _ in wanted]
    )
    found = [
        (wanted[one.version.question_id, one.label], one)
        for one in there.select_related("version")
        if (one.version.question_id, one.label) in wanted
    ]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


@transaction.atomic
def mark(run: Run, on: RunAnswer, said: Mapping[int, str], *, at: datetime) -> None:
    """Keep verdicts on points of one answer, by key point; what is not among them stays."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if reason := rules.why_not_mark(is_finished=run.is_finished):
        raise Refused(reason)
    for key_point_id, verdict in said.items():
        RunMark.objects.update_or_create(
            run_answer=on,
            key_point_id=key_point_id,
            defaults={"verdict": verdict, "marked_at": at},
        )


@transaction.atomic
def finish(run: Run, *, at: datetime) -> Run:
    """Close a run whose every point is marked, and keep whether it was passed."""
    run = Run.objects.select_for_update(of=("self",)).select_related("pack").get(pk=run.pk)
    if run.is_finished:
        return run
    pairs, points = _pairs(run)
    if reason := rules.why_not_finish(marked=len(pairs), points=points):
        raise Refused(reason)
    run.finished_at = at
    run.passed = rules.passes(
        pairs, least_exact=run.pack.least_exact, most_apart=run.pack.most_apart
    )
    run.save(update_fields=["finished_at", "passed"])
    return run


@transaction.atomic
def drop(run: Run) -> None:
    """Take away a run that has no answer left: it could never be finished, and keeps its pack from
    being begun again. Twice is once."""
    if run.answers.exists():
        raise Refused("There are answers in this run: mark them and finish it.")
    Run.objects.filter(pk=run.pk, finished_at=None).delete()


def _pairs(run: Run) -> tuple[list[tuple[str, str]], int]:
    """Own and known verdict of each point that is marked, and how many points there are."""
    pairs, points = [], 0
    for one in run.answers.select_related("answer").prefetch_related(
        "marks", "answer__version__key_points"
    ):
        rubric: list[KeyPoint] = list(one.answer.version.key_points.all())
        known = keys.known(one.answer, rubric)
        points += len(rubric)
        pairs += [(mark.verdict, known[mark.key_point_id]) for mark in one.marks.all()]
    return pairs, points
