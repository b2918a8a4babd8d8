"""What the page of a score sheet shows: each answer with its points, and the rest of the sheet."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from interview.dimensions import Dimension, Family
from interview.habits import HABITS
from interview.models import Interview
from marking import examples, raters, sheets
from marking.conducted import Conducted
from marking.fields import SIGNALS, TEXTS, VERDICTS, Layout
from marking.models import ScoreSheet, Share
from marking.readings import Reading, ReadQuestion, Scope
from questions.models import KeyPoint, QuestionVersion

# The keys that mark the point in focus, as the page says them; none of them takes a mark back.
KEYS = {"": "0", "made": "1", "partly": "2", "missed": "3"}


@dataclass(frozen=True)
class Choice:
    """One button of a field: its value and words, and whether it is chosen."""

    value: str
    label: str
    is_chosen: bool
    key: str = ""


@dataclass(frozen=True)
class SheetPoint:
    number: int
    point: KeyPoint
    name: str
    choices: tuple[Choice, ...]
    # What its rater leaned to while they listened; it is no mark.
    ticked: str = ""


@dataclass(frozen=True)
class SheetQuestion:
    read: ReadQuestion
    points: tuple[SheetPoint, ...]
    is_nothing: bool
    note: str
    # The slug of the question where its rater may see examples of each point.
    examples: str


@dataclass(frozen=True)
class SheetDimension:
    dimension: Dimension
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class SheetFamily:
    family: Family
    dimensions: tuple[SheetDimension, ...]


class MarkingPage:
    """One sheet with what stands in it. `typed` takes the place of what is kept, by field."""

    def __init__(
        self,
        sheet: ScoreSheet,
        reading: Reading,
        layout: Layout,
        typed: dict[str, str] | None,
        beside: Conducted | None = None,
    ) -> None:
        self.beside = None if beside is None or beside.is_empty else beside
        self.sheet, self.reading, self.layout = sheet, reading, layout
        self._now = sheets.content(sheet) | (typed or {})

    @property
    def is_interviewers(self) -> bool:
        return self.sheet.role == ScoreSheet.Role.INTERVIEWER

    @property
    def has_changed(self) -> bool:
        """It was handed in, and something has been changed since."""
        last = self.sheet.editions.last()
        return bool(last and last.content != sheets.content(self.sheet))

    @property
    def questions(self) -> list[SheetQuestion]:
        asked = self._asked()
        exampled = examples.open_to(self.sheet.rater, [one.question for one in asked.values()])
        exampled &= examples.there_are_of(exampled)
        markable = {one.position for one in self.layout.questions}
        return [
            self._question(one, asked[one.pk], exampled)
            for one in self.reading.questions
            if one.position in markable
        ]

    @property
    def families(self) -> list[SheetFamily]:
        return [
            SheetFamily(family, tuple(self._dimension(one, family) for one in family.dimensions))
            for family in self.layout.families
        ]

    def _dimension(self, one: Dimension, family: Family) -> SheetDimension:
        now = self._now.get(f"dim-{one.name}", "")
        levels = [(str(level), anchor) for level, anchor in enumerate(one.anchors, start=1)]
        if family.may_be_left:
            levels.append(("", "It did not come up."))
        choices = tuple(Choice(value, words, now == value) for value, words in levels)
        return SheetDimension(one, choices)

    @property
    def habits(self) -> list[Choice]:
        now = self._now
        return [
            Choice(name, label, bool(now.get(f"habit-{name}"))) for name, label in HABITS.items()
        ]

    @property
    def signals(self) -> list[Choice]:
        return [
            Choice(value, label, self._now.get("signal") == value)
            for value, label in SIGNALS.items()
        ]

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Label and words of each field of free text, by name."""
        return {name: (label, self._now.get(name, "")) for name, label in TEXTS.items()}

    def _asked(self) -> dict[int, QuestionVersion]:
        """What was asked, by the interview's question, with its points."""
        rows = self.sheet.interview.questions.select_related("version__question")
        return {one.pk: one.version for one in rows.prefetch_related("version__key_points")}

    def _question(
        self, read: ReadQuestion, asked: QuestionVersion, exampled: set[int]
    ) -> SheetQuestion:
        points = asked.key_points.all()
        return SheetQuestion(
            read,
            tuple(self._point(number, point) for number, point in enumerate(points, start=1)),
            bool(self._now.get(f"none-{read.position}")),
            self._now.get(f"note-{read.position}", ""),
            asked.question.slug if asked.question_id in exampled else "",
        )

    def _point(self, number: int, point: KeyPoint) -> SheetPoint:
        name = f"p-{point.pk}"
        now = self._now.get(name, "")
        choices = {"": "Not yet", **VERDICTS}
        return SheetPoint(
            number,
            point,
            name,
            tuple(
                Choice(value, label, value == now, KEYS[value]) for value, label in choices.items()
            ),
            VERDICTS.get(self.beside.ticks.get(point.pk, ""), "") if self.beside else "",
        )


def scope_of_rater(user: User, interview: Interview, *, at: datetime) -> Scope:
    """What somebody sees while marking: no marks, the key where it is shared with them.

    The rubric's points stand on the sheet in any case: nobody marks without them.
    """
    if raters.role_of(user, interview, at=at) == ScoreSheet.Role.INTERVIEWER:
        return Scope(key=True, all_keys=True)
    asked = Share.objects.open_to(user, at=at).filter(interview=interview, asks_for_marks=True)
    shares = list(asked)
    return Scope(
        raters.positions_for(user, interview, at=at),
        key=any(share.shows_key for share in shares),
        names=any(share.names_candidate for share in shares),
        circle_id=next((share.circle_id for share in shares if share.shows_key), None),
    )
