"""The words of the format: keys, values, sections. docs/bank-format.md says what they mean."""

from dataclasses import dataclass
from enum import Enum

KINDS = ("conceptual", "derivation", "implementation", "debugging", "system-design", "behavioural")
TIERS = (1, 2, 3, 4)
PRIORITIES = ("P1", "P2", "P3")
AUDIENCES = ("engineer", "layperson", "executive")
STATUSES = ("ready", "draft", "retired")
LEVELS = ("must", "should", "bonus")
SHELVES = ("rounds", "drills", "subjects", "loops")
SET_LEVELS = ("junior", "mid", "senior", "staff", "research")
ARTEFACT_KINDS = ("log", "code", "data", "curve")
CALIBRATION_LABELS = ("strong", "partial", "wrong")

FACTS = (
    "title",
    "kind",
    "tier",
    "minutes",
    "priority",
    "audience",
    "licence",
    "author",
    "sources",
    "status",
    "rule_of_thumb",
)
REQUIRED_FACTS = ("title", "kind", "tier", "minutes", "priority", "licence", "author")
AREA_KEYS = ("slug", "title", "description")
SET_KEYS = (
    *("title", "description", "for_whom", "instructions"),
    *("minutes", "level", "shelf", "position", "items"),
)
ITEM_KEYS = ("question", "draw", "minutes", "section")
DRAW_FILTERS = ("kinds", "tiers", "areas", "priorities", "audiences")

MOST_TITLE = 80
MOST_LICENCE = 40
MOST_AUTHOR = 120
MOST_SLUG = 80
MOST_QUESTION_SLUG = 120


class Shape(Enum):
    """How a section is written."""

    TEXT = "text"
    LIST = "list"
    CODE = "one code block"
    NAMED_CODE = "named code blocks"
    ARTEFACTS = "named artefacts"
    POINTS = "key points"
    SAMPLES = "sample answers"


@dataclass(frozen=True)
class Section:
    """One `##` section: its shape, the kind it belongs to (None: all), whether it must be there."""

    title: str
    shape: Shape
    kind: str | None = None
    required: bool = True

    @property
    def key(self) -> str:
        """`Wrong solutions` is kept as `wrong_solutions`."""
        return self.title.lower().replace(",", "").replace("-", "_").replace(" ", "_")


SECTIONS = {
    section.title: section
    for section in (
        Section("Prompt", Shape.TEXT),
        Section("Key points", Shape.POINTS),
        Section("Red flags", Shape.LIST, required=False),
        Section("Model answer", Shape.TEXT),
        Section("Common mistakes", Shape.LIST),
        Section("Tips", Shape.LIST),
        Section("Hints", Shape.LIST),
        Section("Follow-ups", Shape.LIST),
        Section("References", Shape.LIST, required=False),
        Section("Calibration answers", Shape.SAMPLES, required=False),
        Section("Steps", Shape.LIST, "derivation"),
        Section("Numeric check", Shape.TEXT, "derivation", required=False),
        Section("Starter code", Shape.CODE, "implementation"),
        Section("Reference solution", Shape.CODE, "implementation"),
        Section("Public tests", Shape.CODE, "implementation"),
        Section("Hidden tests", Shape.CODE, "implementation"),
        Section("Wrong solutions", Shape.NAMED_CODE, "implementation"),
        Section("Complexity", Shape.TEXT, "implementation"),
        Section("Artefacts", Shape.ARTEFACTS, "debugging"),
        Section("Checks", Shape.LIST, "debugging"),
        Section("Fix", Shape.TEXT, "debugging"),
        Section("Regression test", Shape.TEXT, "debugging"),
        Section("Requirements", Shape.TEXT, "system-design"),
        Section("Numbers", Shape.TEXT, "system-design"),
        Section("Stages", Shape.TEXT, "system-design"),
        Section("Two designs", Shape.TEXT, "system-design"),
        Section("What it is after", Shape.TEXT, "behavioural"),
        Section("Strong, ordinary, evasive", Shape.TEXT, "behavioural"),
        Section("Story prompts", Shape.TEXT, "behavioural"),
    )
}
PARTS = tuple(section for section in SECTIONS.values() if section.kind)
