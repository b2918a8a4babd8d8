"""A set on paper: what an interviewer reads from, with room to write, with or without the keys."""

from dataclasses import dataclass, field

from accounts.models import User
from questions import keys
from questions.models import KeyPoint, QuestionSet, QuestionVersion, SetItem, Topic
from workbench import outlines


@dataclass(frozen=True)
class Entry:
    """One item. `starts` is the section that begins with it; `first` the number of its question."""

    first: int
    count: int
    item: SetItem
    starts: str = ""
    words: str = ""
    version: QuestionVersion | None = None
    # The key, where this person may see it and asked for it.
    is_open: bool = False
    points: list[KeyPoint] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.first + self.count - 1


@dataclass(frozen=True)
class Sheet:
    entries: list[Entry]
    # Questions whose key this person may not see; empty when no key was asked for.
    withheld: int


def sheet(chosen: QuestionSet, *, user: User, with_key: bool) -> Sheet:
    """Three queries, two more with the keys. A key is here only for who may see it."""
    items = list(chosen.items.select_related("question__current").defer("question__search"))
    asked = [item.question for item in items if item.question]
    open_keys = keys.open_to(user, asked) if with_key else set()
    points = _points(items, open_keys)
    titles = dict(Topic.objects.filter(parent=None).values_list("slug", "title"))
    entries, number, section = [], 1, ""
    for item in items:
        question = item.question
        entry = Entry(
            first=number,
            count=1 if question else item.draw["count"],
            item=item,
            starts=item.section if item.section != section else "",
            words="" if question else outlines.draw_in_words(item.draw, titles),
            version=question.current if question else None,
            is_open=item.question_id in open_keys,
            points=points.get(question.current_id, []) if question else [],
        )
        entries.append(entry)
        number, section = entry.last + 1, item.section
    fixed = {item.question_id for item in items if item.question_id}
    return Sheet(entries, withheld=len(fixed - open_keys) if with_key else 0)


def _points(items: list[SetItem], open_keys: set[int]) -> dict[int, list[KeyPoint]]:
    versions = [item.question.current_id for item in items if item.question_id in open_keys]
    by_version: dict[int, list[KeyPoint]] = {}
    for point in KeyPoint.objects.filter(version__in=versions):
        by_version.setdefault(point.version_id, []).append(point)
    return by_version
