"""What stands on a score sheet: the names of its fields, what each takes, and the words beside it.

    p-<key point>     made, partly, missed: the verdict on one point
    none-<position>   1: nothing of this question was shown, which is a mark and not a gap
    note-<position>   what the rater has to say about that answer
    dim-<name>        1 to 4 (interviewers), of the families the interview is judged by
    habit-<name>      1 where it was shown (interviewers)
    signal, evidence  would one hire, and on what ground (interviewers)
    strengths, fix    what was good; the one thing to change
    private           the rater's own notes, never shown to the candidate

An empty value is a field that says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from interview.dimensions import LEVELS, Family
from interview.habits import HABITS
from interview.marks import CREDIT
from marking.models import ScoreSheet

LONGEST_NOTE = 4000
VERDICTS = {verdict.value: verdict.label for verdict in CREDIT}


SIGNALS = {"no": "No", "lean-no": "Lean no", "lean-yes": "Lean yes", "yes": "Yes"}
# Fields with free text, and what they are called.
TEXTS = {
    "strengths": "What was good",
    "fix": "The one thing to change",
    "private": "Private notes",
    "evidence": "What in the interview says so",
}
_OF_INTERVIEWERS = {
    **{f"habit-{name}": {"1"} for name in HABITS},
    "signal": set(SIGNALS),
}
PRIVATE = "private"


@dataclass(frozen=True)
class Markable:
    """A question as a sheet needs it: its place and the ids of its points."""

    position: int
    points: tuple[int, ...]


class Layout:
    """The fields of one sheet, by its rater's role, the questions they may mark, and what the
    interview is judged by as a whole."""

    def __init__(
        self, role: str, questions: Iterable[Markable], families: Iterable[Family] = ()
    ) -> None:
        self.role = role
        self.questions = tuple(questions)
        is_interviewers = role == ScoreSheet.Role.INTERVIEWER
        self.families = tuple(families) if is_interviewers else ()
        self.choices: dict[str, set[str]] = {}
        self.texts = {"strengths", "fix", PRIVATE}
        for question in self.questions:
            self.choices[f"none-{question.position}"] = {"1"}
            self.texts.add(f"note-{question.position}")
            for point in question.points:
                self.choices[f"p-{point}"] = set(VERDICTS)
        for one in (one for family in self.families for one in family.dimensions):
            self.choices[f"dim-{one.name}"] = {str(level) for level in LEVELS}
        if is_interviewers:
            self.choices |= _OF_INTERVIEWERS
            self.texts.add("evidence")

    def __contains__(self, name: str) -> bool:
        return name in self.choices or name in self.texts

    def names(self) -> list[str]:
        return [*self.choices, *self.texts]

    def why_not(self, name: str, value: object) -> str | None:
        """Why this field cannot hold this value, or None when it can."""
        if name not in self or not isinstance(value, str):
            return "This sheet has no such field."
        if name in self.texts:
            if "\x00" in value:
                return "It holds a NUL character, which cannot be saved."
            if any("\ud800" <= letter <= "\udfff" for letter in value):
                return "It holds half of a character, which cannot be saved."
            if len(value) > LONGEST_NOTE:
                return f"Up to {LONGEST_NOTE:,} characters, please; these are {len(value):,}."
            return None
        return None if not value or value in self.choices[name] else "Choose one of those shown."


def verdicts(question: Markable, content: dict[str, str]) -> dict[int, str]:
    """The verdicts on the points of one question; all missed where nothing was shown."""
    said = {point: content.get(f"p-{point}", "") for point in question.points}
    if content.get(f"none-{question.position}"):
        said = {point: verdict or "missed" for point, verdict in said.items()}
    return {point: verdict for point, verdict in said.items() if verdict}


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a sheet, and the field in which it is mended."""

    field: str
    words: str


def missing(
    layout: Layout, content: dict[str, str], *, marked: Iterable[int] = ()
) -> list[Trouble]:
    """What keeps a sheet from being handed in; nothing when it may be.

    A question is marked whole or left out whole; `marked`: positions that got a mark before,
    which are not left out any more.
    """
    found: list[Trouble] = []
    any_marked = False
    for question in layout.questions:
        said = verdicts(question, content)
        where = f"Question {question.position}"
        shown = [verdict for verdict in said.values() if verdict != "missed"]
        if content.get(f"none-{question.position}") and shown:
            words = "it says that nothing was shown, and that a point was made."
            found.append(Trouble(f"none-{question.position}", f"{where}: {words}"))
        elif said and len(said) < len(question.points):
            left = [point for point in question.points if point not in said]
            words = f"{len(left)} point{'' if len(left) == 1 else 's'} not marked yet."
            found.append(Trouble(f"p-{left[0]}", f"{where}: {words}"))
        elif not said and question.position in marked:
            words = f"{where} had a mark of yours: mark it again, or keep the old marks."
            found.append(Trouble(_first_of(question), words))
        any_marked |= bool(said)
    if not any_marked:
        first = _first_of(layout.questions[0]) if layout.questions else ""
        found.append(Trouble(first, "Mark at least one question."))
    if layout.role == ScoreSheet.Role.INTERVIEWER:
        found += _missing_of_interviewers(layout, content)
    return found


def _first_of(question: Markable) -> str:
    return f"p-{question.points[0]}" if question.points else f"none-{question.position}"


def _missing_of_interviewers(layout: Layout, content: dict[str, str]) -> list[Trouble]:
    families = (family for family in layout.families if not family.may_be_left)
    needed = [one for family in families for one in family.dimensions]
    found = [
        Trouble(f"dim-{one.name}", f"{one.label}: choose 1 to 4.")
        for one in needed
        if not content.get(f"dim-{one.name}")
    ]
    if not content.get("signal"):
        found.append(Trouble("signal", "Say whether you lean yes or no."))
    if not content.get("evidence", "").strip():
        words = "Say what in the interview speaks for your yes or no."
        found.append(Trouble("evidence", words))
    return found
