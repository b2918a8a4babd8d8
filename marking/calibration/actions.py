"""Everything that changes a pack or a run. Each is one transaction and safe to call twice."""

import random
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from marking.calibration import draws, keys, machine, rules
from marking.models import Pack, PackItem, Run, RunAnswer, RunMark
from questions.models import CalibrationAnswer, KeyPoint, Topic, Visibility
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
    """With its runs. Those that stand beside others' in a circle stay while their owner does."""
    pack = Pack.objects.select_for_update(of=("self",)).select_related("of__circle").get(pk=pack.pk)
    if reason := rules.why_not_delete(circle=stands_in(pack)):
        raise Refused(reason)
    pack.delete()


def stands_in(pack: Pack) -> str:
    """The name of the circle in which the marks of this pack stand beside others'; or nothing."""
    if pack.of is None or not pack.runs.finished().exists():
        return ""
    is_in = pack.of.circle.memberships.filter(user=pack.owner_id).exists()
    return str(pack.of.circle) if is_in else ""


@transaction.atomic
def start(pack: Pack, *, at: datetime) -> Run:
    """The run that is open, or a new one with the answers as the bank has them now.

    Each time they come in another order. What the bank no longer has is left out. Somebody's part
    of a circle's pack has, the first time, the answers everybody there has.
    """
    pack = Pack.objects.select_for_update().select_related("owner").get(pk=pack.pk)
    if run := pack.runs.filter(finished_at=None).first():
        return run
    is_shared = pack.of_id is not None and not pack.runs.finished().exists()
    answers = shared_answers(pack) if is_shared else current_answers(pack)
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
        for one in there.select_related("version__question")
        if (one.version.question_id, one.label) in wanted
    ]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def shared_answers(pack: Pack) -> list[CalibrationAnswer]:
    """The answers of the circle's pack, as they were chosen; less what left the library."""
    return list(
        CalibrationAnswer.objects.filter(
            in_circle_packs__circle_pack=pack.of_id,
            version__question__visibility=Visibility.LIBRARY,
        ).order_by("in_circle_packs__position")
    )


@transaction.atomic
def mark(
    run: Run,
    on: RunAnswer,
    said: Mapping[int, str],
    *,
    reasons: Mapping[int, str] | None = None,
    at: datetime,
) -> None:
    """Keep verdicts on points of one answer, by key point, and why; what is not among them stays.

    A reason is kept with its verdict; `reasons` without a point leave that point's as it is.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if reason := rules.why_not_mark(is_finished=run.is_finished):
        raise Refused(reason)
    for key_point_id, verdict in said.items():
        facts = {"verdict": verdict, "marked_at": at}
        if reasons is not None and key_point_id in reasons:
            facts["reason"] = reasons[key_point_id]
        RunMark.objects.update_or_create(run_answer=on, key_point_id=key_point_id, defaults=facts)


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
