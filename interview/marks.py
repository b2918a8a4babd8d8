"""Whose mark is shown, and how marks add up. Plain arithmetic over cards that are already loaded.

Precedence is per rubric point: interviewer, then peer, the candidate, a language model, the
machine. The formulas and their reasons are in docs/decisions/0011-marks-and-precedence.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import median

from interview.models import InterviewQuestion, PointMark, Scorecard
from questions.models import KeyPoint

PRECEDENCE = tuple(Scorecard.Rater.values)
Verdict = PointMark.Verdict
# What a person's verdict on one point is worth.
CREDIT = {Verdict.MADE: 1.0, Verdict.PARTLY: 0.5, Verdict.MISSED: 0.0}

# Of these kinds several people may have marked one answer: they are taken together.
TOGETHER = (Scorecard.Rater.INTERVIEWER, Scorecard.Rater.PEER)

# Reasons of our own for not marking, beside those of `scoring.REASONS`.
PROGRAM = "program"
OUR_REASONS = {
    PROGRAM: "The machine reads prose, not programs. Tick the points yourself, beside the "
    "reference solution and the tests."
}


@dataclass(frozen=True)
class Mark:
    """A mark between 0 and 1, and the interval it lies in nine times in ten."""

    score: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.score <= self.high <= 1:
            raise ValueError(f"{self} is not a mark inside its interval")


@dataclass(frozen=True)
class Part:
    """One marked question in a sum: its mark, and its share of the clock in seconds."""

    mark: Mark
    seconds: int


class Panel:
    """Several peers, or several interviewers, taken together; it reads as one card of them.

    The mark is the median of their marks, and its interval reaches over all of theirs, so it says
    how far they differ. Each point has the median verdict: of an even number the one nearest to
    the mean of the two in the middle, the lower where two are as near.
    """

    abstained, reason = False, ""

    def __init__(self, cards: Sequence[Scorecard]) -> None:
        self.cards = cards
        self.rater_kind = cards[0].rater_kind
        self.made_at = max(card.made_at for card in cards)
        self.score = median(card.score for card in cards)
        self.low = min(card.low for card in cards)
        self.high = max(card.high for card in cards)

    def get_rater_kind_display(self) -> str:
        return f"{len(self.cards)} {Scorecard.Rater(self.rater_kind).label.lower()}s"

    @property
    def marks(self) -> "Panel":
        return self

    def all(self) -> list[PointMark]:
        """One mark a point, as `card.marks.all()` gives them for one person."""
        return self._marks

    @cached_property
    def _marks(self) -> list[PointMark]:
        said: dict[int, list[PointMark]] = {}
        for card in self.cards:
            for mark in card.marks.all():
                said.setdefault(mark.key_point_id, []).append(mark)
        return [_median_mark(marks) for marks in said.values()]


def middle(verdicts: Iterable[str]) -> str:
    """The median of people's verdicts on one point."""
    credit = median(CREDIT[Verdict(verdict)] for verdict in verdicts)
    return min(sorted(CREDIT, key=CREDIT.__getitem__), key=lambda one: abs(CREDIT[one] - credit))


def _median_mark(marks: Sequence[PointMark]) -> PointMark:
    together = copy(marks[0])
    together.verdict = middle(mark.verdict for mark in marks)
    together.p = CREDIT[Verdict(together.verdict)]
    return together


def by_precedence(cards: Iterable[Scorecard]) -> list[Scorecard | Panel]:
    """The card that counts first; people of one kind together, of two machines the newer one."""
    newest_first = sorted(cards, key=lambda card: card.made_at, reverse=True)
    found: list[Scorecard | Panel] = []
    for kind in PRECEDENCE:
        same = [card for card in newest_first if card.rater_kind == kind]
        is_panel = kind in TOGETHER and len(same) > 1
        found += [Panel(same)] if is_panel else same
    return found


def shown(cards: Sequence[Scorecard]) -> Scorecard | Panel | None:
    """The card whose mark is shown. One that gives no mark is shown only when no other does."""
    ordered = by_precedence(cards)
    return next((card for card in ordered if not card.abstained), next(iter(ordered), None))


def machine(cards: Sequence[Scorecard]) -> Scorecard | None:
    """What the machines say: the language model before the rubric scorer, a mark before none."""
    kinds = (Scorecard.Rater.LLM, Scorecard.Rater.AUTO)
    return shown([card for card in cards if card.rater_kind in kinds])


def mark_of(card: Scorecard | Panel | None) -> Mark | None:
    """The mark a card gives; None where it gives none."""
    if card is None or card.abstained:
        return None
    return Mark(card.score, card.low, card.high)


def why_no_mark(card: Scorecard) -> str:
    """The sentence for a card that gives no mark."""
    from scoring import REASONS

    return OUR_REASONS.get(card.reason) or REASONS.get(card.reason) or "It could not be marked."


def corrected(
    points: Sequence[KeyPoint], said: Mapping[int, str], by_machine: Scorecard | None
) -> Mark:
    """The mark when a person has judged some points, by id, and a machine perhaps all of them.

    A judged point gives its credit times its weight. The machine's mark is shared out among the
    points in proportion to weight times probability, and those that nobody judged keep their
    share; the interval narrows with the weight that was judged, to nothing once all of it was.
    Where the machine gave no mark, points not yet judged count as open: nothing now, and the
    interval reaches up to what they could still bring.
    """
    total = sum(point.weight for point in points)
    judged = sum(
        point.weight * CREDIT[Verdict(said[point.pk])] for point in points if point.pk in said
    )
    open_share = sum(point.weight for point in points if point.pk not in said) / total
    given = mark_of(by_machine)
    if given is None:
        score = _clip(judged / total)
        return Mark(score, score, _clip(score + open_share))
    kept = given.score * _share_left(points, said, by_machine)
    score = _clip(judged / total + min(kept, open_share))
    return Mark(
        score,
        _clip(score - (given.score - given.low) * open_share),
        _clip(score + (given.high - given.score) * open_share),
    )


def _share_left(
    points: Sequence[KeyPoint], said: Mapping[int, str], by_machine: Scorecard
) -> float:
    """How much of the machine's mark belongs to the points that no person judged, 0–1."""
    p = {mark.key_point_id: mark.p for mark in by_machine.marks.all()}
    worth = {point.pk: point.weight * p.get(point.pk, 0.0) for point in points}
    everything = sum(worth.values())
    if not everything:
        return 0.0
    return sum(value for pk, value in worth.items() if pk not in said) / everything


def together(parts: Sequence[Part]) -> Mark | None:
    """The mark of a whole interview: questions weigh by their share of the clock.

    The questions' errors are taken as independent, so half-widths add up as the root of their
    squares. Questions without an answer or without a mark are not in `parts`, and cost nothing.
    """
    total = sum(part.seconds for part in parts)
    if not total:
        return None
    weights = [part.seconds / total for part in parts]
    score = _clip(sum(w * part.mark.score for w, part in zip(weights, parts, strict=True)))

    def spread(gaps: Iterable[float]) -> float:
        return sqrt(sum((w * gap) ** 2 for w, gap in zip(weights, gaps, strict=True)))

    below = spread(part.mark.score - part.mark.low for part in parts)
    above = spread(part.mark.high - part.mark.score for part in parts)
    return Mark(score, _clip(score - below), _clip(score + above))


def parts(questions: Iterable[InterviewQuestion]) -> list[Part]:
    """The marked questions of an interview, their scorecards prefetched."""
    found = ((mark_of(shown(list(q.scorecards.all()))), q.budget_seconds) for q in questions)
    return [Part(mark, max(seconds, 1)) for mark, seconds in found if mark is not None]


def expected(questions: Iterable[InterviewQuestion]) -> float | None:
    """What the candidate thought they made, 0–1, questions weighing as in `together`."""
    said = [(q.estimate / 4, max(q.budget_seconds, 1)) for q in questions if q.estimate is not None]
    total = sum(seconds for _, seconds in said)
    return sum(share * seconds for share, seconds in said) / total if total else None


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
