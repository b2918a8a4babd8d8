"""When to learn it: plans with their days and tasks, and checklists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from questions.bank.schema import PRIORITIES
from questions.bank.study.record import Concepts, Line, OwnSlug, Prose, Questions, Record, Title
from questions.bank.study.values import Choice, Many, Number, One, Ref, Rows


@dataclass(frozen=True)
class Opens:
    """What a kind of task leads to: one of `needs` at least; of the rest only what `may` names."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


OPENS = {
    "study": Opens(("concepts",)),
    "practice": Opens(("questions",), ("concepts",)),
    "review": Opens(),
    "reading": Opens(("reading",), ("concepts",)),
    "teach": Opens(("concepts", "questions")),
    "rehearse": Opens(("sets", "questions")),
    "weak-spot": Opens(("weak_spots",)),
    "checklist": Opens(("checklists",)),
}
# The levels a plan can be made for (`study.models.Plan.Level`).
LEVELS = ("junior", "middle", "senior", "staff", "principal")
LINKS = ("concepts", "questions", "sets", "reading", "weak_spots", "checklists")


@dataclass(frozen=True, kw_only=True)
class Task(Record):
    slug: OwnSlug
    kind: Annotated[str, Choice(tuple(OPENS))]
    title: Title
    minutes: Annotated[int, Number(1, 300)]
    priority: Annotated[str, Choice(PRIORITIES)]
    # Of whom interviews ask more of it; nobody named: of all alike.
    levels: Annotated[tuple[str, ...], Many(Choice(LEVELS))] = ()
    concepts: Concepts = ()
    questions: Questions = ()
    sets: Annotated[tuple[str, ...], Many(Ref("sets"))] = ()
    reading: Annotated[tuple[str, ...], Many(Ref("reading"))] = ()
    weak_spots: Annotated[tuple[str, ...], Many(Ref("weak_spots"))] = ()
    checklists: Annotated[tuple[str, ...], Many(Ref("checklists"))] = ()

    def contradictions(self) -> Iterator[str]:
        opens = OPENS[self.kind]
        given = [name for name in LINKS if getattr(self, name)]
        if opens.needs and not set(given) & set(opens.needs):
            yield f"a task of kind “{self.kind}” needs “{'” or “'.join(opens.needs)}”; add it"
        for name in given:
            if name not in opens.needs + opens.may:
                yield f"a task of kind “{self.kind}” does not open “{name}”; take it out"


@dataclass(frozen=True, kw_only=True)
class Day(Record):
    day: Annotated[int, Number(1, 90)]
    title: Title
    tasks: Annotated[tuple[Task, ...], Rows(Task)]


@dataclass(frozen=True, kw_only=True)
class Phase(Record):
    slug: OwnSlug
    title: Title
    aim: Line
    days: Annotated[tuple[Day, ...], Rows(Day)]


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    slug: OwnSlug
    title: Title
    for_whom: Line
    description: Line
    days: Annotated[int, Number(1, 90)]
    minutes_a_day: Annotated[int, Number(15, 720)]
    leaves_out: Concepts = ()
    phases: Annotated[tuple[Phase, ...], Rows(Phase)]

    @property
    def all_days(self) -> list[Day]:
        return [day for phase in self.phases for day in phase.days]


@dataclass(frozen=True, kw_only=True)
class ItemRule(Record):
    """What fills an item from the person's own data, or what ticking it needs."""

    name: Annotated[str, Choice(("weakest-p1", "own-questions"))]
    count: Annotated[int, Number(1, 20)]
    minutes_each: Annotated[int, Number(1)] = 0

    def contradictions(self) -> Iterator[str]:
        if (self.name == "weakest-p1") != bool(self.minutes_each):
            yield "“minutes_each” belongs to the rule “weakest-p1”, and to no other"


@dataclass(frozen=True, kw_only=True)
class Item(Record):
    slug: OwnSlug
    text: Prose
    minutes: Annotated[int, Number()]
    rule: Annotated[ItemRule | None, One(ItemRule)] = None
    questions: Questions = ()
    failure_modes: Annotated[tuple[str, ...], Many(Ref("failure_modes"))] = ()
    mistakes: Annotated[tuple[str, ...], Many(Ref("mistakes"))] = ()

    def contradictions(self) -> Iterator[str]:
        if self.rule and self.rule.minutes_each:
            minutes = self.rule.count * self.rule.minutes_each
            if minutes != self.minutes:
                yield f"the rule fills {minutes} minutes, the item says {self.minutes}"


@dataclass(frozen=True, kw_only=True)
class Checklist(Record):
    slug: OwnSlug
    title: Title
    when: Annotated[str, Choice(("T-7", "T-1", "T", "T+1", "during"))]
    description: Line
    items: Annotated[tuple[Item, ...], Rows(Item)]
