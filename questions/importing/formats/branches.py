"""Where the objects are that hold questions, in a tree of lists and objects."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from questions.importing.formats.roles import ANSWER, QUESTION, WEAK, plain_name, role_of
from questions.importing.reading import Deadline
from questions.importing.wording import likeness

_DEEPEST = 40  # levels of lists and objects
# Names of lists that say nothing about what is in them.
_FRAMES_TEXT = (
    "questions|items|data|results|records|entries|rows|list|cards|notes|problems|exercises|"
    "content|children|sections|topics|categories|chapters|modules|groups|units|parts|"
    "documents|train|test|validation|and|answers|qa|qas|qna|faq|faqs|bank|quiz|subtopics|"
    "subsections|pool|elements|nodes|root|set|interview questions|question list|"
    "question bank|questions and answers"
)
_FRAMES = frozenset(_FRAMES_TEXT.split("|"))
_RIGHT = ("correct", "is correct", "right", "is right", "answer", "is answer", "true")
_ID = re.compile(r"[a-z]{0,10}[-_ ]?\d{1,6}", re.I)
_TITLES = (
    "section",
    "title",
    "name",
    "topic",
    "category",
    "heading",
    "label",
    "chapter",
    "subject",
)


@dataclass
class Group:
    """Objects of one list, and the names of what they lie in."""

    path: tuple[str, ...]
    records: list[dict] = field(default_factory=list)


def groups_in(value: object, deadline: Deadline) -> Iterator[Group]:
    """The lists of objects with questions, in document order."""
    yield from _walk(value, (), 0, deadline)


def _walk(value: object, path: tuple[str, ...], depth: int, deadline: Deadline) -> Iterator[Group]:
    deadline.check(1)
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield from _walk_list(value, path, depth, deadline)
    elif isinstance(value, dict):
        value = _conversation(value) or value
        if _asks(value) and not any(_holds_records(child) for child in value.values()):
            yield Group(path, [value])
        elif pairs := _pairs(value):
            yield Group(path, pairs)
        else:
            yield from _walk_object(value, path, depth, deadline)


def _walk_list(
    items: list, path: tuple[str, ...], depth: int, deadline: Deadline
) -> Iterator[Group]:
    rows = [item for item in items if isinstance(item, list)]
    if rows and len(rows) == len(items) and (records := _rows(rows)):
        yield Group(path, records)
        return
    texts = [item for item in items if isinstance(item, str) and item.strip()]
    asking = sum(likeness(text) >= 0.6 for text in texts)
    announced = bool(path) and role_of(path[-1]) == QUESTION
    asked = bool(texts) and (2 * asking >= len(texts) or announced)
    path = _named(path)
    group = Group(path)
    for item in items:
        if asked and isinstance(item, str) and item.strip():
            item = {"question": item}
        if isinstance(item, dict):
            item = _conversation(item) or item
            if _is_record(item) and not _is_frame(item):
                group.records.append(item)
                continue
        if isinstance(item, dict | list):
            if group.records:
                yield group
                group = Group(path)
            yield from _walk(item, path, depth + 1, deadline)
    if group.records:
        yield group


def _walk_object(
    value: dict, path: tuple[str, ...], depth: int, deadline: Deadline
) -> Iterator[Group]:
    own = _title(value, is_whole=not depth)
    below = (*path, own) if own else path
    for key, child in value.items():
        if not isinstance(child, dict | list):
            continue
        name = " ".join(str(key).split())
        framed = plain_name(name) in _FRAMES or (role_of(name) and not own) or _ID.fullmatch(name)
        yield from _walk(child, below if framed else (*below, name), depth + 1, deadline)


def _named(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in path if role_of(name) != QUESTION)


def _asks(value: dict) -> bool:
    """An object that stands alone is a question when it says so or asks, not by a title."""
    named = any(role_of(str(key)) == QUESTION for key in value)
    asking = any(isinstance(text, str) and likeness(text) >= 0.6 for text in value.values())
    return (named or asking) and _is_record(value)


def _is_record(value: dict) -> bool:
    """An object with a text where a question may be, and not only a name for what it holds."""
    texts = {key for key, child in value.items() if isinstance(child, str | int | float) and child}
    strong = any(role_of(str(key)) == QUESTION for key in texts)
    weak = any(plain_name(str(key)) in WEAK for key in texts)
    lists = any(isinstance(child, list) and child for child in value.values())
    asks = any(isinstance(value[key], str) and likeness(value[key]) >= 0.6 for key in texts)
    return (
        strong or (weak and (asks or not lists)) or (asks and len(value) > 1 and not _pairs(value))
    )


def _is_frame(value: dict) -> bool:
    """An object that has a title and a list of records: a section, unless it asks itself."""
    if any(role_of(str(key)) == QUESTION and isinstance(value[key], str) for key in value):
        return False
    return any(_holds_records(child) for child in value.values())


def _holds_records(child: object) -> bool:
    if isinstance(child, dict):
        return any(_holds_records(below) for below in list(child.values())[:50])
    if not isinstance(child, list):
        return False
    some = [item for item in child[:20] if isinstance(item, dict)]
    return any(
        any(role_of(str(key)) == QUESTION for key in item) or _is_frame(item) for item in some
    )


def _title(value: dict, *, is_whole: bool) -> str | None:
    """What an object says it is about; the title of the whole document is no section."""
    for wanted in _TITLES:
        if is_whole and wanted in ("title", "name", "heading", "label"):
            continue
        for key, child in value.items():
            if plain_name(str(key)) == wanted and isinstance(child, str) and len(child) < 120:
                return " ".join(child.split())
    return None


def _pairs(value: dict) -> list[dict]:
    """`{"What is a lock?": "…", …}`: questions as keys, answers as values."""
    if not value or not all(isinstance(child, str) or child is None for child in value.values()):
        return []
    asking = sum(likeness(str(key)) >= 0.6 for key in value)
    if any(role_of(str(key)) in (QUESTION, ANSWER) for key in value) or asking < 0.6 * len(value):
        return []
    return [{"question": str(key), "answer": child or ""} for key, child in value.items()]


def _rows(rows: list[list]) -> list[dict]:
    """A list of lists is a table: with a header, or question first and answer second."""
    if any(isinstance(cell, dict | list) for row in rows[:20] for cell in row):
        return []
    first = [str(cell) for cell in rows[0]]
    if any(role_of(cell) == QUESTION for cell in first):
        return [dict(zip(first, row, strict=False)) for row in rows[1:]]
    asking = sum(bool(row) and likeness(str(row[0])) >= 0.6 for row in rows)
    if 2 * asking < len(rows):
        return []
    return [dict(zip(("question", "answer", "section"), row, strict=False)) for row in rows if row]


def _conversation(value: dict) -> dict | None:
    """A recorded exchange: what the user said first is the question, the reply its answer."""
    for key in ("messages", "conversations", "conversation", "dialogue"):
        turns = value.get(key)
        if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
            continue
        said: dict[str, str] = {}
        for turn in turns:
            who = str(turn.get("role") or turn.get("from") or "").lower()
            words = turn.get("content") or turn.get("value") or ""
            role = {"user": "question", "human": "question", "assistant": "answer", "gpt": "answer"}
            if who in role and isinstance(words, str):
                said.setdefault(role[who], words)
        if "question" in said:
            return {k: v for k, v in value.items() if k != key} | said
    return None


def right_of(options: object) -> list[str]:
    """Of options that say themselves whether they are right (`{"text": …, "correct": true}`)."""
    if not isinstance(options, list):
        return []
    dicts = [option for option in options if isinstance(option, dict)]
    return [
        text_of(option)
        for option in dicts
        if any(flag is True and plain_name(str(key)) in _RIGHT for key, flag in option.items())
    ]


def texts_of(value: object) -> str | list[str]:
    """A value as text; a list as texts."""
    if isinstance(value, list):
        return [text for item in value if (text := text_of(item))]
    return text_of(value)


def text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(text_of(item) for item in value)
    if isinstance(value, dict):
        for key in ("text", "value", "content", "question", "prompt", "point", "answer", "title"):
            if isinstance(value.get(key), str) and value[key].strip():
                return value[key]
        return "\n".join(
            f"{key}: {text}" for key, child in value.items() if (text := text_of(child))
        )
    return str(value)
