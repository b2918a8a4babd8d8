"""A finished run beside the known marks and the machine's: point by point, then in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from interview import evidence
from interview.models import PointMark
from marking.agreement import LABEL_OF, POINTS, Agreement, agreement
from marking.calibration import keys
from marking.models import Run, RunAnswer
from questions.models import KeyPoint, QuestionVersion


@dataclass(frozen=True)
class ComparedPoint:
    """One point with what the person, the key and the machine say; None where it says nothing."""

    number: int
    point: KeyPoint
    own: str
    known: str
    machine: str | None
    has_evidence: bool
    # Its author's reason for the known mark, and one's own; empty where none was written.
    why: str = ""
    own_why: str = ""

    @property
    def apart(self) -> int:
        """Levels between one's own mark and the known one."""
        return abs(LABEL_OF[self.own] - LABEL_OF[self.known])

    @property
    def words(self) -> dict[str, str]:
        said = {"own": self.own, "known": self.known, "machine": self.machine}
        return {
            who: PointMark.Verdict(verdict).label.lower()
            for who, verdict in said.items()
            if verdict
        }


@dataclass(frozen=True)
class ComparedAnswer:
    """One answer of the run. `html` is its text with the machine's evidence marked."""

    position: int
    label: str
    version: QuestionVersion
    html: SafeString
    points: list[ComparedPoint]
    is_read: bool

    @property
    def differences(self) -> int:
        return sum(point.apart > 0 for point in self.points)


@dataclass(frozen=True)
class Result:
    """The whole run, and how far it agrees with the key; how far the machine does stands beside."""

    run: Run
    answers: list[ComparedAnswer]
    own: Agreement
    machine: Agreement
    furthest: int

    @property
    def is_read(self) -> bool:
        return all(one.is_read for one in self.answers)


def read(run: Run) -> Result:
    """The comparison of a finished run. Four queries, however long the run."""
    found = run.answers.select_related("answer__version__question__topic").prefetch_related(
        "marks", "answer__version__key_points"
    )
    answers = [_compared(one) for one in found]
    points = [point for one in answers for point in one.points]
    return Result(
        run=run,
        answers=answers,
        own=_agreement([(point.own, point.known) for point in points]),
        machine=_agreement([(point.machine, point.known) for point in points]),
        furthest=max((point.apart for point in points), default=0),
    )


def _agreement(pairs: Sequence[tuple[str | None, str]]) -> Agreement:
    """Of the pairs in which both say something."""
    both = [(LABEL_OF[one], LABEL_OF[other]) for one, other in pairs if one in LABEL_OF]
    return agreement([one for one, _ in both], [other for _, other in both], POINTS)


def _compared(one: RunAnswer) -> ComparedAnswer:
    answer, view = one.answer, one.machine or {}
    rubric = list(answer.version.key_points.all())
    own = {mark.key_point_id: mark for mark in one.marks.all()}
    known, reasons = keys.known(answer, rubric), keys.reasons(answer, rubric)
    points, spans = [], []
    for number, point in enumerate(rubric, start=1):
        said = view.get(str(point.pk))
        if said:
            spans.append(evidence.Span(number, said["verdict"], said["start"], said["end"]))
        points.append(
            ComparedPoint(
                number=number,
                point=point,
                own=own[point.pk].verdict,
                known=known[point.pk],
                machine=said and said["verdict"],
                has_evidence=bool(said and said["end"] > said["start"]),
                why=reasons.get(point.pk, ""),
                own_why=own[point.pk].reason,
            )
        )
    return ComparedAnswer(
        position=one.position,
        label=answer.label,
        version=answer.version,
        html=evidence.to_html(keys.text_of(answer), spans, position=one.position),
        points=points,
        is_read=one.machine is not None,
    )
