"""What raters wrote beside their marks, as the candidate reads it: never the private notes."""

from dataclasses import dataclass
from datetime import datetime

from interview.dimensions import FAMILIES
from interview.habits import HABITS
from interview.models import Interview
from marking.fields import SIGNALS
from marking.models import ScoreSheet
from marking.redaction import LEFT, NOTHING, Redaction


@dataclass(frozen=True)
class Judged:
    """One dimension: its family, its name, the level from 1 to 4, what that level looks like."""

    family: str
    name: str
    label: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Words:
    """One rater's latest sheet in words."""

    name: str
    role: str
    at: datetime
    edition: int
    judged: tuple[Judged, ...]
    habits: tuple[tuple[str, bool], ...]
    signal: str
    evidence: str
    strengths: str
    fix: str
    notes: tuple[tuple[int, str], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.judged or self.signal or self.strengths or self.fix or self.notes)


def of(interview: Interview, *, named: bool, redact: Redaction = NOTHING) -> list[Words]:
    """Of every sheet that is open, in the order they came. Two queries."""
    opened = interview.score_sheets.opened().select_related("rater")
    sheets = list(opened.prefetch_related("editions").order_by("submitted_at", "pk"))
    return [
        _words(sheet, number, named=named, redact=redact)
        for number, sheet in enumerate(sheets, start=1)
    ]


def _words(sheet: ScoreSheet, number: int, *, named: bool, redact: Redaction) -> Words:
    edition = list(sheet.editions.all())[-1]
    said = {name: redact(value) for name, value in edition.content.items()}
    is_interviewer = sheet.role == ScoreSheet.Role.INTERVIEWER
    role = sheet.get_role_display()
    return Words(
        name=f"{sheet.rater or LEFT} ({role.lower()})" if named else f"{role} {number}",
        role=sheet.role,
        at=edition.submitted_at,
        edition=edition.number,
        judged=_judged(said),
        habits=tuple((label, bool(said.get(f"habit-{name}"))) for name, label in HABITS.items())
        if is_interviewer
        else (),
        signal=SIGNALS.get(said.get("signal", ""), ""),
        evidence=said.get("evidence", ""),
        strengths=said.get("strengths", ""),
        fix=said.get("fix", ""),
        notes=_notes(said),
    )


def _judged(said: dict[str, str]) -> tuple[Judged, ...]:
    levels = [
        (family.title, one, int(said.get(f"dim-{one.name}", 0)))
        for family in FAMILIES
        for one in family.dimensions
    ]
    return tuple(
        Judged(title, one.name, one.label, n, one.anchors[n - 1]) for title, one, n in levels if n
    )


def _notes(said: dict[str, str]) -> tuple[tuple[int, str], ...]:
    places = (name.partition("-") for name in said if name.startswith("note-"))
    found = sorted((int(place), said[f"{note}-{place}"]) for note, _, place in places)
    return tuple(found)
