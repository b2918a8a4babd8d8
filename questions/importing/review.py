"""What a person who reviews an import is told: how sure the reader is, and what to look at."""

import re
from collections import Counter

from questions.importing.question import Question
from questions.importing.wording import ends_asking, likeness

_LONG_PROMPT = 1000  # characters; 2 in 100 prompts of real documents are longer than 200
_LONG_ANSWER = 8000  # characters; the longest of 2,543 real answers had 4,865
_WAYS = {
    "heading": (0.85, "a heading among headings of its kind"),
    "label": (0.97, "labelled as a question"),
    "number": (0.88, "a numbered item among its like"),
    "bold": (0.85, "a bold line among its like"),
    "bullet": (0.75, "a bullet among its like"),
    "summary": (0.85, "the title of a folded part"),
    "line": (0.65, "a line of its own"),
    "table": (0.9, "a row of a table"),
}
_PARTIAL = re.compile(
    r"(?:the )?(?:rest|remainder|full answer|complete answer|more)\b.{0,40}\[[^\]]*\]\(", re.I
)


def rate(question: Question, way: str, *, has_note: bool) -> None:
    """Set confidence and its reasons: the way it was marked, then what it says itself."""
    sure, reason = _WAYS.get(way, (0.7, "found"))
    reasons = [reason]
    form = likeness(question.prompt.split("\n\n")[0])
    if ends_asking(question.prompt) or form >= 0.8:
        sure += 0.1
        reasons.append("asks in so many words")
    elif form >= 0.6:
        sure += 0.04
        reasons.append("reads like a task")
    else:
        sure -= 0.15
        reasons.append("does not read like a question by itself")
    if has_note:
        sure += 0.08
        reasons.append("an answer or a note with a label follows")
    if len(question.prompt) > _LONG_PROMPT:
        sure -= 0.3
        reasons.append("very long for a prompt")
    if question.prompt.endswith((":", "：")) and not (question.code or question.choices):
        sure -= 0.15
        reasons.append("ends in a colon, with nothing behind it")
    question.confidence = round(min(0.99, max(0.05, sure)), 2)
    question.reasons = reasons + question.reasons


def name_problems(questions: list[Question]) -> None:
    """What to look at before these are saved. A repeated prompt is said, never dropped."""
    answered = sum(bool(question.answer) for question in questions)
    expected = answered >= 0.3 * len(questions)
    seen = Counter(_same(question) for question in questions)
    for question in questions:
        problems = []
        if not question.answer:
            only_link = any("](" in r or "http" in r for r in question.references[:1])
            if only_link and not question.key_points:
                problems.append("answer is only a link")
            elif expected and not question.key_points:
                problems.append("no answer")
        elif _PARTIAL.search(question.answer[-300:]):
            problems.append("the rest of the answer is elsewhere")
        elif len(question.answer) > _LONG_ANSWER:
            problems.append("very long answer")
        if len(question.prompt) > _LONG_PROMPT:
            problems.append("very long prompt")
        if len(question.prompt) < 12:
            problems.append("very short prompt")
        if seen[_same(question)] > 1:
            problems.append("repeated in this document")
        question.problems = problems


def _same(question: Question) -> str:
    words = " ".join([question.prompt, *question.code, *question.choices])
    return re.sub(r"\W+", " ", words).strip().lower()
