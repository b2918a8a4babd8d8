"""Greenroom's own JSON: what `import_questions --json` prints, and what an export writes."""

from dataclasses import dataclass, field

from questions.importing.formats import branches
from questions.importing.question import Question

EXPORT = "greenroom-questions"
_PRINTED = frozenset(Question("", 0).as_json())


@dataclass
class WholeQuestion(Question):
    """A question of an export. `whole` is all that the export says of it (docs/exporting.md)."""

    whole: dict = field(default_factory=dict)


def questions_in(value: object, groups: list[branches.Group]) -> list[Question] | None:
    """The questions of a file of ours, exactly as they were written; None for any other file."""
    if isinstance(value, dict) and value.get("format") == EXPORT:
        return _exported(value)
    records = [record for group in groups for record in group.records]
    if records and all(
        record.keys() == _PRINTED and isinstance(record["prompt"], str) for record in records
    ):
        return [_printed(record) for record in records if record["prompt"].strip()]
    return None


def is_set(value: object) -> bool:
    """A set of the bank, which names questions and holds none."""
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    items = [item for item in value["items"] if isinstance(item, dict)]
    return (
        "minutes" in value
        and bool(items)
        and all(item.keys() & {"question", "draw"} for item in items)
    )


def _printed(record: dict) -> Question:
    return Question(
        record["prompt"],
        0,
        section=_word(record["section"]),
        answer=_word(record["answer"]),
        key_points=_texts(record["key_points"]),
        tips=_texts(record["tips"]),
        follow_ups=_texts(record["follow_ups"]),
        code=_texts(record["code"]),
        minutes=_number(record["minutes"]),
        kind=_word(record["kind"]),
        tier=_number(record["tier"]),
        priority=_word(record["priority"]),
    )


def _exported(value: dict) -> list[Question]:
    areas = {
        area.get("slug"): _word(area.get("title"))
        for area in _dicts(value.get("areas"))
        if isinstance(area.get("slug"), str)
    }
    found = []
    for one in _dicts(value.get("questions")):
        prompt = _word(one.get("prompt"))
        if prompt is None:
            continue
        area = _word(one.get("area"))
        parts = one["parts"] if isinstance(one.get("parts"), dict) else {}
        question = WholeQuestion(prompt, 0, section=areas.get(area) or area, whole=one)
        question.title, question.answer = _word(one.get("title")), _word(one.get("model_answer"))
        points = [_word(point.get("text")) for point in _dicts(one.get("key_points"))]
        question.key_points = [point for point in points if point]
        question.tips = _texts(one.get("tips")) + _texts(one.get("hints"))
        question.follow_ups = _texts(one.get("follow_ups"))
        question.references = _texts(one.get("references"))
        starter = _word(parts.get("starter_code"))
        question.code = [starter.rstrip("\n")] if starter else []
        question.minutes, question.tier = _number(one.get("minutes")), _number(one.get("tier"))
        question.kind, question.priority = _word(one.get("kind")), _word(one.get("priority"))
        found.append(question)
    return found


def _dicts(value: object) -> list[dict]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
