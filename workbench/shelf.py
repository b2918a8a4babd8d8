"""The list of all that somebody keeps: its filters, and one page of what they find."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from questions import search
from questions.models import KeyPoint, Question, SetItem, Topic

PAGE = 50

# What may be amiss with a question, as a filter asks for it: a word, a label, a condition.
PROBLEMS = {
    "no-key": ("No model answer", Q(current__model_answer="")),
    "no-points": ("No rubric", Q(has_points=False)),
    "no-licence": ("Licence unknown", Q(current__licence="")),
    "draft-in-set": ("A draft that stands in a set", Q(status="draft", in_set=True)),
    "retired-in-set": ("Retired, and stands in a set", Q(status="retired", in_set=True)),
}
# Any of them, in the words of the list.
ANY = "any"


@dataclass(frozen=True)
class Page:
    """One page; `number` and `pages` count from 1."""

    questions: list[Question]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.questions) - 1

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def matching(facts: dict[str, Any], *, user: User) -> QuerySet[Question]:
    """What this person keeps and the filters ask for; `facts` as `FilterForm` cleans them."""
    found = Question.objects.editable_by(user)
    if facts.get("q"):
        found = found.filter(search=search.query(facts["q"]))
    if chosen := facts.get("set"):
        found = found.filter(set_items__set=chosen)
    if area := facts.get("area"):
        found = found.filter(Q(topic=area) | Q(topic__parent=area))
    for name in ("kind", "tier", "status", "visibility"):
        if facts.get(name):
            found = found.filter(**{name: facts[name]})
    if key := facts.get("key"):
        found = with_problems(found).filter(
            Q(current__model_answer="") & Q(has_points=False)
            if key == "no"
            else ~Q(current__model_answer="") | Q(has_points=True)
        )
    if problem := facts.get("problem"):
        found = with_problems(found).filter(_problem(problem))
    return found


def page_of(found: QuerySet[Question], number: int) -> Page:
    """The nearest page there is, newest questions first, each with what is amiss. Three queries."""
    total = found.aggregate(n=Count("pk"))["n"]
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE
    ids = list(found.order_by("-pk").values_list("pk", flat=True)[start : start + PAGE])
    shown = with_problems(Question.objects.filter(pk__in=ids))
    rows = list(
        shown.select_related("topic", "current", "circle")
        .defer("search", "current__prompt", "current__parts")
        .order_by("-pk")
    )
    for row in rows:
        row.problems = problems_of(row)
    return Page(rows, total, number, pages)


def problems_of(row: Question) -> list[str]:
    """What is amiss with a row of `with_problems`, in words."""
    return [
        label
        for name, (label, _) in PROBLEMS.items()
        if {
            "no-key": row.current is None or not row.current.model_answer,
            "no-points": not row.has_points,
            "no-licence": row.current is None or not row.current.licence,
            "draft-in-set": row.status == Question.Status.DRAFT and row.in_set,
            "retired-in-set": row.status == Question.Status.RETIRED and row.in_set,
        }[name]
    ]


def with_problems(found: QuerySet[Question]) -> QuerySet[Question]:
    return found.annotate(
        has_points=Exists(KeyPoint.objects.filter(version=OuterRef("current"))),
        in_set=Exists(SetItem.objects.filter(question=OuterRef("pk"))),
    )


def areas() -> QuerySet[Topic]:
    return Topic.objects.filter(parent=None).order_by("position", "slug")


def _problem(name: str) -> Q:
    if name != ANY:
        return PROBLEMS[name][1]
    either = Q()
    for _, condition in PROBLEMS.values():
        either |= condition
    return either
