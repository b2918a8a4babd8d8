"""The figures in words: what each says of a question or a set, and how far to believe it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from questions.models import KeyPoint, QuestionVersion
from web.charts import Column
from workbench.models import QuestionSummary, SetSummary
from workbench.question_summaries import FLOOR, NAMELESS, STEADY

Facts = dict[str, Any]
FIFTHS = ("0–20", "20–40", "40–60", "60–80", "80–100")
THIRDS = ("weakest third", "middle third", "strongest third")
RATERS = {"interviewer": "Interviewers", "peer": "Peers", "self": "Candidates"}


@dataclass(frozen=True)
class Figure:
    """One number with its name and what it means; no value where there are too few to tell."""

    name: str
    value: float | None
    words: str
    interval: Sequence[float] | None = None
    unit: str = "%"


@dataclass(frozen=True)
class PointFigure:
    """One rubric point: how often it is made, and by whom."""

    slug: str
    text: str
    level: str
    n: int
    made: int
    half: int
    missed: int
    discrimination: float | None
    agreed: Sequence[int] | None

    @property
    def made_share(self) -> float:
        return self.made / self.n

    @property
    def half_share(self) -> float:
        return self.half / self.n

    @property
    def missed_percent(self) -> int:
        return round(100 * self.missed / self.n)

    @property
    def separates(self) -> str:
        return separates(self.discrimination)


def difficulty(facility: float | None) -> str:
    if facility is None:
        return "Too few to tell."
    for least, words in (
        (95, "Nearly everybody makes all of it: it tells nobody apart."),
        (65, "Easy for most."),
        (35, "Of middling difficulty, where a question tells most."),
        (5, "Hard for most."),
    ):
        if facility >= least:
            return words
    return "Hardly anybody makes any of it: look at the key."


def separates(index: float | None) -> str:
    """The bands of Moodle's documentation."""
    if index is None:
        return "Too few to tell."
    for least, words in (
        (50, "Separates very well."),
        (30, "Separates well."),
        (20, "Separates weakly."),
        (0, "Hardly separates."),
    ):
        if index >= least:
            return words
    return "The wrong way round: who does well elsewhere does badly here. Look at the key."


class QuestionFigures:
    """What the page of a question shows of one summary."""

    def __init__(self, summary: QuestionSummary | None, version: QuestionVersion) -> None:
        self.facts: Facts = summary.facts if summary else {}
        self.summary = summary
        self.version = version

    @property
    def n(self) -> int:
        return self.facts.get("n", 0)

    @property
    def is_nameless(self) -> bool:
        """Enough people that anything at all may be said of them."""
        return "skipped" in self.facts

    @property
    def has_indices(self) -> bool:
        return "facility" in self.facts

    @property
    def is_provisional(self) -> bool:
        return self.n < STEADY

    @property
    def floor(self) -> int:
        return FLOOR

    @property
    def nameless(self) -> int:
        return NAMELESS

    @property
    def steady(self) -> int:
        return STEADY

    @property
    def indices(self) -> list[Figure]:
        facts = self.facts
        few = facts.get("compared", 0) < FLOOR
        index, share = facts.get("discrimination"), facts.get("efficiency")
        same = "The same for everybody." if index is None and not few else separates(index)
        return [
            Figure(
                "Facility", facts.get("facility"), difficulty(facts.get("facility")),
                facts.get("facility_interval"),
            ),
            Figure(
                "Standard deviation", facts.get("deviation"), "How far marks lie apart.",
            ),
            Figure("Discrimination", index, same, facts.get("discrimination_interval"), ""),
            Figure(
                "Discriminative efficiency", share,
                "Too few to tell." if share is None
                else "Of the discrimination that is possible at this facility.",
            ),
        ]  # fmt: skip

    @property
    def bars(self) -> list[Column]:
        return columns(FIFTHS, self.facts["bars"])

    @property
    def thirds(self) -> list[Column] | None:
        if not (means := self.facts.get("thirds")):
            return None
        return [
            Column(name, mean / 100, f"{round(mean)}")
            for name, mean in zip(THIRDS, means, strict=True)
        ]

    @property
    def points(self) -> list[PointFigure]:
        """Most often missed first; words of the newest version that has the point."""
        known = {
            point.slug: point
            for point in KeyPoint.objects.filter(
                version__question=self.version.question_id
            ).order_by("version__number")
        }
        known |= {point.slug: point for point in self.version.key_points.all()}
        agreed = (self.facts.get("agreement") or {}).get("points", {})
        return [
            PointFigure(
                text=known[one["slug"]].text,
                level=known[one["slug"]].get_level_display(),
                agreed=agreed.get(one["slug"]),
                **{key: one[key] for key in ("slug", "n", "made", "half", "missed")},
                discrimination=one["discrimination"],
            )
            for one in self.facts.get("points", ())
            if one["slug"] in known
        ]

    @property
    def raters(self) -> list[tuple[str, list[int]]]:
        told = (self.facts.get("agreement") or {}).get("by_rater", {})
        return [(RATERS[kind], share) for kind, share in told.items() if share]


@dataclass(frozen=True)
class Place:
    """One place of a set: its name, and what it adds to the total."""

    name: str
    slug: str
    facts: Facts

    @property
    def separates(self) -> str:
        return separates(self.facts["discrimination"])


class SetFigures:
    """What the page of a set shows."""

    def __init__(self, summary: SetSummary | None, names: dict[int, tuple[str, str]]) -> None:
        self.facts: Facts = summary.facts if summary else {}
        self.summary = summary
        self.names = names

    is_nameless = property(lambda self: "other_questions" in self.facts)
    has_indices = property(lambda self: "mean" in self.facts)
    is_provisional = property(lambda self: self.n < STEADY)
    n = property(lambda self: self.facts.get("n", 0))
    floor, nameless, steady = FLOOR, NAMELESS, STEADY

    @property
    def indices(self) -> list[Figure]:
        facts = self.facts
        return [
            Figure("Mean mark", facts["mean"], "Of 100.", facts["mean_interval"], ""),
            Figure("Standard deviation", facts["deviation"], "How far totals lie apart."),
            Figure(
                "Internal consistency (α)", facts["consistency"], trust(facts["consistency"])
            ),
            Figure("Error ratio", facts["error_ratio"], "How much of the spread is chance."),
            Figure(
                "Standard error", facts["standard_error"],
                "About two in three totals lie this near to what the person would get on average.",
            ),
        ]  # fmt: skip

    @property
    def bars(self) -> list[Column]:
        return columns(FIFTHS, self.facts["bars"])

    @property
    def places(self) -> list[Place]:
        unknown = ("A question that is gone", "")
        return [
            Place(*(self.names.get(one["question"], unknown) if one["question"]
                    else ("A draw", "")), one)
            for one in self.facts["places"]
        ]  # fmt: skip


def trust(consistency: float | None) -> str:
    """The bands of Moodle's documentation."""
    if consistency is None:
        return "Cannot be said of one question, or of totals that are all the same."
    if consistency >= 75:
        return "The total can be trusted."
    if consistency >= 64:
        return "The total says something; look at questions that separate weakly."
    return "The total says little: its questions hardly go together."


def columns(names: Sequence[str], counts: Sequence[int]) -> list[Column]:
    """How many people in each; the tallest column is full."""
    most = max(counts) or 1
    return [Column(n, count / most, str(count)) for n, count in zip(names, counts, strict=True)]
