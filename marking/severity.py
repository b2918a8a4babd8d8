"""A rater's own hand: how strict, how wide, how much one impression colours another, over time.

For the rater alone. Beside the known marks of packs, and beside what other people said about the
same points of the same answers; the machine is not among them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from accounts.models import User
from interview.dimensions import WHOLE
from interview.models import PointMark, Scorecard
from marking.agreement import LABEL_OF, Figure, mean_correlation, mean_with_interval, spread
from marking.calibration import keys
from marking.models import RunAnswer, SheetEdition

# With fewer marks a mean says more about the answers than about the hand.
ENOUGH_MARKS = 10
# So many sheets with every dimension before their likeness means anything.
ENOUGH_SHEETS = 10
PEOPLE = (Scorecard.Rater.PEER, Scorecard.Rater.INTERVIEWER)
# The fields of the dimensions that every sheet of an interviewer has.
DIMENSIONS = sorted(f"dim-{one.name}" for one in WHOLE.dimensions)
FEW = Figure(None, f"Shown from {ENOUGH_MARKS} marks on.")


@dataclass(frozen=True)
class Pair:
    """One's own level of a point and what it is held against, and of which sitting it is."""

    sitting: int
    at: datetime
    own: float
    other: float


@dataclass(frozen=True)
class Moment:
    """One pack or interview in time: the mean difference of its n marks, in levels."""

    at: datetime
    what: str
    n: int
    difference: float


@dataclass(frozen=True)
class Hand:
    """Against one yardstick. Severity is own minus other: below nothing is the stricter hand."""

    n: int
    severity: Figure
    own_spread: Figure
    other_spread: Figure
    moments: list[Moment]


def beside_known(user: User) -> Hand:
    """Every mark of one's finished runs beside the known one."""
    answers = RunAnswer.objects.filter(run__pack__owner=user, run__finished_at__isnull=False)
    pairs = []
    for one in answers.select_related("run", "answer").prefetch_related(
        "marks", "answer__version__key_points"
    ):
        known = keys.known(one.answer, one.answer.version.key_points.all())
        pairs += [
            Pair(
                one.run_id,
                one.run.finished_at,
                LABEL_OF[mark.verdict],
                LABEL_OF[known[mark.key_point_id]],
            )
            for mark in one.marks.all()
        ]
    return _hand(pairs, "pack")


def beside_people(user: User) -> Hand:
    """One's marks of interviews beside the mean of what other people said to the same point."""
    marks = PointMark.objects.filter(scorecard__rater_kind__in=PEOPLE)
    own = marks.filter(scorecard__rater=user).exclude(
        scorecard__question__interview__candidate=user
    )
    where = "scorecard__question"
    mine = list(
        own.values_list(where, "key_point", "verdict", "scorecard__made_at", f"{where}__interview")
    )
    others: dict[tuple[int, int], list[int]] = {}
    theirs = marks.filter(scorecard__question__in={row[0] for row in mine})
    for question, point, verdict in theirs.exclude(scorecard__rater=user).values_list(
        where, "key_point", "verdict"
    ):
        if verdict in LABEL_OF:
            others.setdefault((question, point), []).append(LABEL_OF[verdict])
    pairs = [
        Pair(interview, at, LABEL_OF[verdict], fmean(others[question, point]))
        for question, point, verdict, at, interview in mine
        if verdict in LABEL_OF and (question, point) in others
    ]
    return _hand(pairs, "interview")


def halo(user: User) -> Figure:
    """How alike one's four dimensions are over interviews: 1 is one impression marked four times.

    The mean of their correlations, from the last word of each handed-in sheet.
    """
    latest = {}
    editions = SheetEdition.objects.filter(sheet__rater=user).order_by("number")
    for sheet, content in editions.values_list("sheet", "content"):
        latest[sheet] = content
    rows = [list(_dimensions(content).values()) for content in latest.values()]
    width = max(map(len, rows), default=0)
    whole = [row for row in rows if len(row) == width]
    if width < 2 or len(whole) < ENOUGH_SHEETS:
        return Figure(None, f"Shown from {ENOUGH_SHEETS} score sheets with every dimension on.")
    return mean_correlation(whole)


def _dimensions(content: dict) -> dict[str, int]:
    """The dimensions of a sheet that have a level, in one order."""
    return {
        name: int(content[name]) for name in DIMENSIONS if str(content.get(name, "")).isdecimal()
    }


def _hand(pairs: Sequence[Pair], what: str) -> Hand:
    n = len(pairs)
    enough = n >= ENOUGH_MARKS
    return Hand(
        n=n,
        severity=mean_with_interval([one.own - one.other for one in pairs]) if enough else FEW,
        own_spread=spread([one.own for one in pairs]) if enough else FEW,
        other_spread=spread([one.other for one in pairs]) if enough else FEW,
        moments=list(_moments(pairs, what)),
    )


def _moments(pairs: Iterable[Pair], what: str) -> Iterable[Moment]:
    """The mean difference of each sitting, oldest first."""
    sittings: dict[int, list[Pair]] = {}
    for pair in pairs:
        sittings.setdefault(pair.sitting, []).append(pair)
    for of in sorted(sittings.values(), key=lambda of: max(one.at for one in of)):
        difference = fmean(one.own - one.other for one in of)
        yield Moment(max(one.at for one in of), what, len(of), difference)
