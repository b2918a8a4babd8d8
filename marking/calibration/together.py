"""A circle's pack, marked by several: point by point what each said, the furthest apart first.

Nothing of anybody is read before the reader's own marks are in, so no page can send it. The first
finished run of each person counts, because later ones know the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from marking.agreement import LABEL_OF, POINTS, Among, among
from marking.calibration import keys
from marking.models import CirclePack, Run, RunAnswer, RunMark
from questions.models import CalibrationAnswer, KeyPoint

Verdict = RunMark.Verdict


@dataclass(frozen=True)
class Said:
    """What one person said to one point, and why where they wrote it."""

    name: str
    is_me: bool
    reason: str


@dataclass(frozen=True)
class Level:
    """One verdict with the people who gave it, in the order of names."""

    verdict: str
    words: str
    people: list[Said]
    is_known: bool


@dataclass(frozen=True)
class SharedPoint:
    """One point of one answer. `spread`: levels between the lowest and the highest mark."""

    position: int
    number: int
    point: KeyPoint
    answer: CalibrationAnswer
    levels: list[Level]
    spread: int
    # How many did not give the verdict most gave.
    apart: int
    known: str
    why: str

    @property
    def text(self) -> str:
        return keys.text_of(self.answer)


@dataclass(frozen=True)
class Together:
    """All of it, for one of those who are done."""

    people: list[str]
    # Who had compared so many of these answers with the key before: their marks were not blind.
    had_met: list[tuple[str, int]]
    differing: list[SharedPoint]
    alike: list[SharedPoint]
    between: Among
    # Of all marks, how many in a hundred are the known one.
    known_exact: float | None
    marks: int


def done(shared: CirclePack) -> list[Run]:
    """The run that counts of each who is in the circle and has finished; one query."""
    runs = Run.objects.finished().filter(
        pack__of=shared, pack__owner__circle_memberships__circle=shared.circle_id
    )
    first: dict[int, Run] = {}
    for run in runs.select_related("pack__owner").order_by("pack", "number"):
        first.setdefault(run.pack.owner_id, run)
    return sorted(first.values(), key=lambda run: (str(run.pack.owner).lower(), run.pk))


def of(shared: CirclePack, runs: list[Run], *, to: User) -> Together | None:
    """What `runs`, those that are done, say; None for whoever is not among them. Five queries,
    however many people and answers."""
    if not any(run.pack.owner_id == to.pk for run in runs):
        return None
    names = {run.pk: str(run.pack.owner) for run in runs}
    mine = {run.pk for run in runs if run.pack.owner_id == to.pk}
    said: dict[tuple[int, int], dict[int, tuple[str, str]]] = {}
    marks = RunMark.objects.filter(run_answer__run__in=names).values_list(
        "run_answer__answer", "key_point", "run_answer__run", "verdict", "reason"
    )
    for answer, point, run, verdict, reason in marks:
        said.setdefault((answer, point), {})[run] = (verdict, reason)
    points = [
        _point(one.position, number, point, one.answer, said[one.answer_id, point.pk], names, mine)
        for one in shared.answers.select_related("answer__version").prefetch_related(
            "answer__version__key_points"
        )
        for number, point in enumerate(one.answer.version.key_points.all(), start=1)
        if (one.answer_id, point.pk) in said
    ]
    same = sum(len(level.people) for one in points for level in one.levels if level.is_known)
    total = sum(len(level.people) for one in points for level in one.levels)
    return Together(
        people=list(names.values()),
        had_met=_had_met(shared, runs),
        differing=sorted(
            (one for one in points if one.spread),
            key=lambda one: (-one.spread, -one.apart, one.position, one.number),
        ),
        alike=[one for one in points if not one.spread],
        between=among([_labels(one) for one in points], POINTS),
        known_exact=same / total if total else None,
        marks=total,
    )


def _point(
    position: int,
    number: int,
    point: KeyPoint,
    answer: CalibrationAnswer,
    said: Mapping[int, tuple[str, str]],
    names: Mapping[int, str],
    mine: set[int],
) -> SharedPoint:
    known = keys.known(answer, [point])[point.pk]
    by = {
        verdict: [
            Said(names[run], run in mine, said[run][1])
            for run in names
            if run in said and said[run][0] == verdict
        ]
        for verdict in Verdict
    }
    given = [LABEL_OF[verdict] for verdict, _ in said.values()]
    return SharedPoint(
        position=position,
        number=number,
        point=point,
        answer=answer,
        levels=[
            Level(verdict.value, verdict.label, people, verdict == known)
            for verdict, people in by.items()
        ],
        spread=max(given) - min(given),
        apart=len(given) - max(len(people) for people in by.values()),
        known=Verdict(known).label.lower(),
        why=keys.reasons(answer, [point]).get(point.pk, ""),
    )


def _labels(one: SharedPoint) -> list[int]:
    return [LABEL_OF[level.verdict] for level in one.levels for _ in level.people]


def _had_met(shared: CirclePack, runs: list[Run]) -> list[tuple[str, int]]:
    """Who compared answers of this pack with the key before they began it, and how many."""
    began = {run.pack.owner_id: run for run in runs}
    asked = set(shared.answers.values_list("answer__version__question", "answer__label"))
    earlier = (
        RunAnswer.objects.exclude(run__pack__of=shared)
        .filter(
            run__pack__owner__in=began,
            run__finished_at__isnull=False,
            answer__version__question__in=[question for question, _ in asked],
        )
        .values_list(
            "run__pack__owner", "run__finished_at", "answer__version__question", "answer__label"
        )
    )
    met: dict[int, set] = {}
    for owner, finished_at, question, label in earlier:
        if (question, label) in asked and finished_at <= began[owner].started_at:
            met.setdefault(owner, set()).add((question, label))
    return [
        (str(run.pack.owner), len(met[run.pack.owner_id]))
        for run in runs
        if run.pack.owner_id in met
    ]
