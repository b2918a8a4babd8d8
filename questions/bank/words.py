"""The words of a question: what a version keeps, wherever it was written."""

import hashlib
import json
from dataclasses import astuple, dataclass, field
from typing import Any

from questions.bank import texts
from questions.bank.schema import SECTIONS, Shape

SECTIONS_BY_KEY = {section.key: section for section in SECTIONS.values()}


@dataclass(frozen=True)
class Point:
    """One key point: a checkable statement, and how right and wrong people say it.

    `line` is where a file states it; 0 where there is no file.
    """

    line: int
    slug: str
    level: str
    weight: int
    text: str
    accept: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()
    probe: str = ""
    allow_list: bool = False


@dataclass(frozen=True)
class Sample:
    """A calibration answer with the points it makes, those it makes partly, and why so.

    `reasons` are pairs of a point's name and a sentence, in the order they were written.
    """

    line: int
    label: str
    made: tuple[str, ...]
    text: str
    partly: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()

    @classmethod
    def unpacked(cls, facts: dict[str, Any]) -> "Sample":
        """What `asdict` or `vars` took apart, back from JSON, which knows no tuples. What was kept
        before there were reasons has none."""
        named = {name: tuple(facts.get(name, ())) for name in ("made", "partly")}
        reasons = tuple((name, why) for name, why in facts.get("reasons", ()))
        return cls(facts["line"], facts["label"], text=facts["text"], reasons=reasons, **named)

    @property
    def content(self) -> list:
        """What of it counts as content. One without reasons counts as it always has."""
        more = [self.partly, self.reasons] if self.partly or self.reasons else []
        return [self.label, self.made, texts.unwrap(self.text), *more]


@dataclass(kw_only=True)
class Words:
    """All that is asked and expected. Empty where nothing was said; `texts` are Markdown.

    `parts` holds the sections of one kind, keyed as docs/bank-format.md lists them.
    """

    title: str = ""
    kind: str = ""
    tier: int = 1
    minutes: int = 1
    priority: str = "P2"
    audience: str = "engineer"
    licence: str = ""
    author: str = ""
    sources: tuple[str, ...] = ()
    rule_of_thumb: bool = False
    prompt: str = ""
    model_answer: str = ""
    points: tuple[Point, ...] = ()
    red_flags: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """The same for two texts that ask the same: line breaks in prose do not count.

        Slug, area and status are not content: they may change without a new version.
        """
        content = {
            **{name: getattr(self, name) for name in (*FACTS, *LISTS)},
            **{name: texts.unwrap(getattr(self, name)) for name in TEXT_SECTIONS.values()},
            "points": [astuple(point)[1:] for point in self.points],  # all but the line
            "samples": [one.content for one in self.samples],
            "parts": {
                key: _content(SECTIONS_BY_KEY[key].shape, part) for key, part in self.parts.items()
            },
        }
        packed = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(packed.encode()).hexdigest()


def _content(shape: Shape, part: Any) -> Any:
    """A section as it counts. What an artefact need not say counts only where it says it."""
    if shape is Shape.TEXT:
        return texts.unwrap(part)
    if shape is Shape.ARTEFACTS:
        may_lack = ("telling", "tells")
        return [{k: v for k, v in one.items() if v or k not in may_lack} for one in part]
    return part


FACTS = (
    *("title", "kind", "tier", "minutes", "priority", "audience"),
    *("licence", "author", "sources", "rule_of_thumb"),
)
# What the sections that every kind may have are called here.
TEXT_SECTIONS = {"Prompt": "prompt", "Model answer": "model_answer"}
LIST_SECTIONS = {
    "Red flags": "red_flags",
    "Common mistakes": "mistakes",
    "Tips": "tips",
    "Hints": "hints",
    "Follow-ups": "follow_ups",
    "References": "references",
}
LISTS = tuple(LIST_SECTIONS.values())
