"""The review as a Markdown file: everything the page shows, for keeping and for other tools."""

import re
from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from interview import marks
from interview.artefacts import Found
from interview.judging import Judged
from interview.models import Interview
from interview.question_reviews import PointReview, QuestionReview
from interview.reviews import Group, Review

_SIGNS = {"made": "✓", "partly": "◐", "unsure": "?", "missed": "○", "contradicted": "✕"}


def file_name(interview: Interview) -> str:
    """Such as `2026-11-21-conceptual-45.md`; only letters, digits and dashes."""
    return f"{interview.finished_at:%Y-%m-%d}-{slugify(interview.title)[:60] or 'interview'}.md"


def to_markdown(review: Review, judged: Iterable[Judged] = ()) -> str:
    """The whole file, ending with a line break."""
    blocks = [*_head(review), *_groups(review)]
    for one in judged:
        blocks += _judged(one)
    for question in review.questions:
        blocks += _question(question)
    return "\n\n".join(block.rstrip() for block in blocks if block.strip()) + "\n"


def _head(review: Review) -> Iterator[str]:
    interview = review.interview
    yield f"# {_line(interview.title)}"
    yield (
        f"{interview.finished_at:%A, %-d %B %Y} · {interview.get_mode_display()} · "
        f"{interview.minutes} minutes"
    )
    if review.mark:
        yield f"**You made {review.made} of {review.out_of} points.** {_mark(review.mark)}."
        if review.expected is not None:
            yield f"You expected {_percent(review.expected)} of 100."
    if review.unanswered:
        yield (
            f"Not answered, and not counted: {len(review.unanswered)} of {len(review.questions)}."
        )
    if review.pending:
        yield f"Still being marked: {review.pending}."
    if review.failed:
        yield f"Could not be marked: {len(review.failed)}."
    if review.pauses:
        yield f"Pauses: {len(review.pauses)}, {_time(review.paused_seconds)} in all."


def _groups(review: Review) -> Iterator[str]:
    for title, groups in (("By topic", review.topics), ("By kind", review.kinds)):
        if groups:
            yield f"## {title}"
            yield _table(groups)


def _judged(one: Judged) -> Iterator[str]:
    """One family of dimensions, and which of it is missing. Nothing of one nobody looked at, unless
    the interview asks for it."""
    labels = ", ".join(level.dimension.label.lower() for level in one.levels)
    if one.is_any or one.family.may_be_left:
        yield f"## {one.family.title}"
    if not one.is_any:
        yield f"Nobody has judged it yet: {labels}." if one.family.may_be_left else ""
        return
    rows = [
        f"| {_cell(level.dimension.label)} | {level.own or '–'} | "
        f"{', '.join(map(str, level.seen)) or '–'} | {_cell(level.anchor)} |"
        for level in one.levels
    ]
    head = "| 1 to 4 | you | interviewers | what that looks like |\n|---|---:|---:|---|"
    yield "\n".join([head, *rows])
    if one.missing:
        yield f"**Missing:** {', '.join(one.missing).lower()}."
    if one.unsaid:
        yield f"Not judged: {', '.join(one.unsaid).lower()}."


def _table(groups: Iterable[Group]) -> str:
    rows = [
        f"| {_cell(group.name)} | {_percent(group.mark.score)} | {group.n} |" for group in groups
    ]
    return "\n".join(["| | of 100 | questions |", "|---|---:|---:|", *rows])


def _question(question: QuestionReview) -> Iterator[str]:
    version = question.version
    yield f"## {question.position}. {_line(version.title)}"
    yield " · ".join(_facts(question))
    yield version.prompt
    yield "### Your answer"
    yield _answer(question)
    yield from _search(question)
    yield from _tried(question)
    yield "### Points"
    yield "\n".join(line for point in question.points for line in _point(point))
    if question.question.missed_note:
        yield "### What you thought you missed"
        yield _quoted(question.question.missed_note)
    if version.model_answer:
        yield "### Model answer"
        yield version.model_answer
    for section in question.sections:
        yield f"### {section['title']}"
        yield from _section(section)
    lists = {
        "Red flags": version.red_flags,
        "Common mistakes": version.mistakes,
        "Tips": version.tips,
        "Follow-ups": version.follow_ups,
        "References": version.references,
    }
    for title, items in lists.items():
        if items:
            yield f"### {title}"
            yield _list(items)


def _facts(question: QuestionReview) -> Iterator[str]:
    yield question.topic
    yield question.version.get_kind_display()
    yield f"{_time(question.answer.seconds_used)} of {_time(question.question.budget_seconds)}"
    yield f"{question.hints} hint{'' if question.hints == 1 else 's'}"
    if question.framework_at:
        yield "five steps opened"
    if question.answer.late:
        yield "last words arrived after the deadline, within the grace"
    if question.mark:
        yield f"{_mark(question.mark)} ({question.rater})"
    if question.machine_mark:
        yield f"the machine said {_percent(question.machine_mark.score)}"
    if question.estimate:
        yield f"your estimate: {question.estimate}"


def _answer(question: QuestionReview) -> str:
    if not question.is_answered:
        return "Not answered."
    text = question.answer.text
    told = []
    if question.is_failed:
        told.append(f"Could not be marked. {question.question.why_failed}")
    if question.why_no_mark:
        told.append(f"No mark from the machine. {question.why_no_mark}")
    return "\n\n".join([_fenced(text, "python" if question.version.wants_code else ""), *told])


def _search(question: QuestionReview) -> Iterator[str]:
    """What was asked for of a fault, in order, each with what it told; then what was not."""
    if (search := question.search) is None:
        return
    yield "### What you asked for"
    yield f"{search.words} This changes no point."
    yield "\n".join(
        f"{place}. {_time(one.seconds or 0)} {_artefact(one)}"
        for place, one in enumerate(search.asked, start=1)
    )
    if search.left:
        yield "Not asked for:"
        yield "\n".join(f"- {_artefact(one)}" for one in search.left)


def _artefact(one: Found) -> str:
    telling = " (telling)" if one.telling else ""
    return f"**{_line(one.name)}**{telling}{': ' if one.tells else ''}{_line(one.tells)}"


def _tried(question: QuestionReview) -> Iterator[str]:
    if question.tried:
        yield "### What you tried"
        yield "\n".join(
            f"{place}. {one.first_at:%H:%M:%S} UTC: {_line(one.sentence)}"
            for place, one in enumerate(question.tried, start=1)
        )


def _point(point: PointReview) -> Iterator[str]:
    sign = _SIGNS.get(point.verdict, "·")
    whose = f" ({point.rater})" if point.rater else ""
    yield f"- {sign} **{point.words}**{whose} · {point.point.level}: {_line(point.point.text)}"
    if point.differs:
        yield f"  - The machine said: {point.machine.get_verdict_display().lower()}"
    if point.wants_probe:
        yield f"  - An interviewer would ask: {_line(point.point.probe)}"


def _section(section: dict) -> Iterator[str]:
    value = section["value"]
    if section["shape"] == "code":
        yield _fenced(value, "python")
    elif section["shape"] == "list":
        yield _list(value)
    elif section["shape"] == "named_code":
        for item in value:
            yield f"#### {_line(item['name'])}"
            yield _fenced(item["code"], "python")
    else:
        yield value


def _list(items: Iterable[str]) -> str:
    return "\n".join("- " + item.replace("\n", "\n  ") for item in items)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _fenced(text: str, language: str) -> str:
    """A fence longer than any inside, so that what was typed stays exactly what was typed."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language or 'text'}\n{text}\n{fence}"


def _mark(mark: marks.Mark) -> str:
    if mark.high - mark.low < 0.005:
        return f"{_percent(mark.score)} of 100"
    return f"{_percent(mark.low)}–{_percent(mark.high)} of 100, most likely {_percent(mark.score)}"


def _time(seconds: int) -> str:
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes}:{rest:02}"


def _percent(share: float) -> int:
    return round(share * 100)


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _line(text: str) -> str:
    return " ".join(text.split())
