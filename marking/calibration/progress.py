"""How far a run is, where to go on, and whether what was passed still counts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F

from marking.calibration import keys
from marking.models import Pack, Run, RunAnswer
from questions.models import CalibrationAnswer


@dataclass(frozen=True)
class Step:
    """One answer of a run, with how many of its points are marked."""

    position: int
    marked: int
    points: int

    @property
    def is_done(self) -> bool:
        return self.marked >= self.points


@dataclass(frozen=True)
class Standing:
    """One pack on the list of packs. `reopened`: it was passed, and the key changed since."""

    pack: Pack
    runs: list[Run]
    passed: Run | None
    reopened: bool

    @property
    def open_run(self) -> Run | None:
        return next((run for run in self.runs if not run.is_finished), None)

    @property
    def last(self) -> Run | None:
        return next((run for run in reversed(self.runs) if run.is_finished), None)


def steps(run: Run) -> list[Step]:
    """Each answer of the run in its order."""
    found = run.answers.annotate(
        marked=Count("marks", distinct=True),
        points=Count("answer__version__key_points", distinct=True),
    )
    return [Step(one.position, one.marked, one.points) for one in found]


def next_unmarked(found: Iterable[Step], *, after: int = 0) -> int | None:
    """The first answer behind `after` with a point not marked, then from the beginning; or None."""
    left = [step.position for step in found if not step.is_done]
    return next((at for at in left if at > after), next(iter(left), None))


def standings(packs: Sequence[Pack]) -> list[Standing]:
    """Where their owner stands with each: the last run that passed, while its key is the same.

    Four queries, however many packs.
    """
    runs: dict[int, list[Run]] = {}
    for run in Run.objects.filter(pack__in=packs).order_by("pack", "number"):
        runs.setdefault(run.pack_id, []).append(run)
    last = {pk: next((run for run in reversed(of) if run.passed), None) for pk, of in runs.items()}
    changed = with_changed_key([run.pk for run in last.values() if run])
    found = []
    for pack in packs:
        passed = last.get(pack.pk)
        reopened = passed is not None and passed.pk in changed
        found.append(Standing(pack, runs.get(pack.pk, []), None if reopened else passed, reopened))
    return found


def with_changed_key(runs: Collection[int]) -> set[int]:
    """Those of these runs of which an answer has other words or other known marks by now.

    An answer that left the bank has no new key, so it changes nothing.
    """
    marked = RunAnswer.objects.filter(run__in=runs).select_related("answer__version")
    marked = list(marked.prefetch_related("answer__version__key_points"))
    questions = {one.answer.version.question_id for one in marked}
    current = CalibrationAnswer.objects.filter(
        version__question__in=questions, version=F("version__question__current")
    )
    now = {
        (one.version.question_id, one.label): _fingerprint(one)
        for one in current.select_related("version").prefetch_related("version__key_points")
    }
    return {
        one.run_id
        for one in marked
        for then in [_fingerprint(one.answer)]
        if now.get((one.answer.version.question_id, one.answer.label), then) != then
    }


def _fingerprint(answer: CalibrationAnswer) -> str:
    return keys.fingerprint(answer, list(answer.version.key_points.all()))
