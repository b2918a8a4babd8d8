"""What everybody says about an answer, side by side: a column a rater, a row a point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from interview.marks import CREDIT, Mark, mark_of
from interview.models import PointMark, Scorecard
from interview.question_reviews import QuestionReview
from marking.certification import RaterStanding
from marking.redaction import LEFT

Verdict = PointMark.Verdict
PEOPLE = (Scorecard.Rater.PEER, Scorecard.Rater.INTERVIEWER)
# The order in which columns stand; the precedence of marks is another matter.
_ORDER = ("auto", "llm", "self", "peer", "interviewer")
# Levels between two verdicts from which both people are asked why.
FAR_APART = 2
_LEVEL = {verdict: level for level, verdict in enumerate(sorted(CREDIT, key=CREDIT.__getitem__))}


@dataclass(frozen=True)
class Side:
    """One rater's view of one answer. `name` is whose it is, as this reader may know it."""

    card: Scorecard
    name: str
    said: dict[int, PointMark] = field(repr=False)
    # What stands beside the name: that these are practice marks, or nothing.
    label: str = ""

    @property
    def kind(self) -> str:
        return self.card.rater_kind

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.card)

    @property
    def is_persons(self) -> bool:
        return self.kind in PEOPLE


@dataclass(frozen=True)
class Row:
    """One point: what each side said, in the order of the sides; None where it said nothing."""

    number: int
    point_id: int
    verdicts: tuple[PointMark | None, ...]
    spread: int

    @property
    def is_far_apart(self) -> bool:
        """Two people are more than one level apart."""
        return self.spread >= FAR_APART


class Sides:
    """All sides of one question."""

    def __init__(
        self,
        question: QuestionReview,
        *,
        named: bool,
        standings: Mapping[int, RaterStanding] | None = None,
    ) -> None:
        self.question = question
        cards = question.question.scorecards.all()
        self._cards = sorted(cards, key=lambda card: (_ORDER.index(card.rater_kind), card.pk))
        self._named = named
        self._standings = standings or {}

    @cached_property
    def columns(self) -> list[Side]:
        counted: dict[str, int] = {}
        found = []
        for card in self._cards:
            if card.abstained:
                continue
            counted[card.rater_kind] = counted.get(card.rater_kind, 0) + 1
            name = _name(card, counted[card.rater_kind], named=self._named)
            said = {one.key_point_id: one for one in card.marks.all()}
            found.append(Side(card, name, said, self._label(card)))
        return found

    def _label(self, card: Scorecard) -> str:
        standing = self._standings.get(card.rater_id) if card.rater_kind in PEOPLE else None
        return standing.label if standing else ""

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(point.number, point.point.pk) for point in self.question.points]

    def _row(self, number: int, point_id: int) -> Row:
        verdicts = tuple(side.said.get(point_id) for side in self.columns)
        people = [
            mark.verdict
            for side, mark in zip(self.columns, verdicts, strict=True)
            if mark and side.is_persons
        ]
        return Row(number, point_id, verdicts, spread(people))

    @property
    def people(self) -> list[Side]:
        return [side for side in self.columns if side.is_persons]

    @property
    def between_people(self) -> tuple[float, float] | None:
        """Lowest and highest mark of people, where several gave one."""
        scores = [side.card.score for side in self.people]
        return (min(scores), max(scores)) if len(scores) > 1 else None


def spread(verdicts: Iterable[str]) -> int:
    """Levels between the highest and the lowest of these verdicts: 0, 1 or 2."""
    levels = [_LEVEL[Verdict(verdict)] for verdict in verdicts]
    return max(levels) - min(levels) if levels else 0


def _name(card: Scorecard, number: int, *, named: bool) -> str:
    """“Bob (peer)” where names are told, else “Peer 1”; others by their part."""
    if card.rater_kind == Scorecard.Rater.SELF:
        return "The candidate"
    if card.rater_kind not in PEOPLE:
        return card.get_rater_kind_display()
    if named:
        return f"{card.rater or LEFT} ({card.get_rater_kind_display().lower()})"
    return f"{card.get_rater_kind_display()} {number}"
