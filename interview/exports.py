"""What a person takes along from their interviews: one JSON and one Markdown file each.

The rubric's points appear where the marks may be shown; model answers are the bank's, not theirs.
"""

from collections.abc import Iterator
from dataclasses import asdict

from accounts.exports import File, as_json, safe_name
from accounts.models import User
from interview import rules, tried
from interview.dimensions import DIMENSIONS
from interview.models import Answer, Interview, InterviewQuestion, Scorecard, Seat

_OF_ONE = (
    "pauses",
    "own_levels",
    "questions__version__question",
    "questions__answer__revisions",
    "questions__answer__parked",
    "questions__tried__revisions",
    "questions__hints_shown",
    "questions__artefacts_asked",
    "questions__framework",
    "questions__scorecards__marks__key_point",
)


def files(person: User) -> Iterator[File]:
    """Interviews they sat, then what they are or did in interviews of others."""
    mine = Interview.objects.of_candidate(person).order_by("pk")
    for pk in list(mine.values_list("pk", flat=True)):
        interview = mine.prefetch_related(*_OF_ONE).filter(pk=pk).first()
        if interview is None:
            continue
        facts = _interview(interview)
        name = _name(interview)
        yield File(f"{name}.json", as_json(facts))
        yield File(f"{name}.md", "\n\n".join(_markdown(facts)) + "\n")
    yield from _elsewhere(person)


def _name(interview: Interview) -> str:
    day = interview.started_at or interview.scheduled_for or interview.created_at
    return f"{day:%Y-%m-%d}-{safe_name(interview.title, 'interview')}"


def _interview(interview: Interview) -> dict:
    questions = list(interview.questions.all())
    answered = any(q.scoring != InterviewQuestion.Scoring.NOT_ANSWERED for q in questions)
    marked = rules.why_no_marks(interview, answered=answered) is None
    fields = [
        "title", "mode", "level", "status", "minutes", "extra_time", "recipe", "created_at",
        "scheduled_for", "started_at", "ends_at", "finished_at", "closed_at", "estimated_at",
        "scored_at", "reviewed_at",
    ]  # fmt: skip
    return {name: getattr(interview, name) for name in fields} | {
        "pauses": [
            {"from": pause.started_at, "to": pause.ended_at} for pause in interview.pauses.all()
        ],
        "how_i_judged_it": {one.dimension: one.level for one in interview.own_levels.all()},
        "questions": [_question(question, marked) for question in questions],
    }


def _question(question: InterviewQuestion, marked: bool) -> dict:
    version, answer = question.version, getattr(question, "answer", None)
    opened = getattr(question, "framework", None)
    return {
        "position": question.position,
        "slug": version.question.slug,
        "version": version.number,
        "title": version.title,
        "kind": version.kind,
        "prompt": version.prompt,
        "budget_seconds": question.budget_seconds,
        "flagged": question.flagged,
        "answer": _answer(answer) if answer else None,
        "what_i_asked_for": _asked(question),
        "five_steps_opened_at": opened.opened_at if opened else None,
        "what_i_tried": _tried(question),
        "hints": [
            {"text": str(version.hints[hint.number - 1]), "shown_at": hint.shown_at}
            for hint in question.hints_shown.all()
            if hint.number <= len(version.hints)
        ],
        "estimate": question.estimate,
        "estimate_declined": question.estimate_declined,
        "what_i_missed": question.missed_note,
        "scoring": question.scoring,
        "marks": [_card(card) for card in question.scorecards.all()] if marked else [],
    }


def _tried(question: InterviewQuestion) -> list[dict]:
    log = getattr(question, "tried", None)
    return [asdict(line) for line in tried.lines(log)] if log else []


def _asked(question: InterviewQuestion) -> list[dict]:
    """What they were shown, in the order in which they asked; nothing of what they did not see."""
    there = question.version.parts.get("artefacts", ())
    asked = sorted(question.artefacts_asked.all(), key=lambda row: row.place)
    return [
        {name: there[row.number - 1][name] for name in ("name", "kind", "content")}
        | {"asked_at": row.asked_at}
        for row in asked
        if row.number <= len(there)
    ]


def _answer(answer: Answer) -> dict:
    return {
        "text": answer.text,
        "saved_at": answer.saved_at,
        "seconds_used": answer.seconds_used,
        "late": answer.late,
        # Replaying them gives the text: text[:start] + added + text[start + removed:].
        "history": [
            {
                "number": revision.number,
                "saved_at": revision.saved_at,
                "start": revision.start,
                "removed": revision.removed,
                "added": revision.added,
            }
            for revision in answer.revisions.all()
        ],
        "from_another_tab": [
            {"text": parked.text, "parked_at": parked.parked_at} for parked in answer.parked.all()
        ],
    }


def _card(card: Scorecard) -> dict:
    return {
        "by": card.get_rater_kind_display(),
        "scorer_version": card.scorer_version,
        "score": card.score,
        "low": card.low,
        "high": card.high,
        "abstained": card.abstained,
        "reason": card.reason,
        "made_at": card.made_at,
        "points": [
            {
                "text": mark.key_point.text,
                "verdict": mark.verdict,
                "p": mark.p,
                "evidence": [mark.start, mark.end],
            }
            for mark in card.marks.all()
        ],
    }


def _markdown(facts: dict) -> Iterator[str]:
    yield f"# {_line(facts['title'])}"
    yield f"{facts['mode'].capitalize()}, {facts['minutes']} minutes, {facts['status']}."
    times = ("scheduled_for", "started_at", "finished_at")
    yield "\n".join(
        f"* {name.replace('_', ' ').capitalize()}: {facts[name]:%Y-%m-%d %H:%M} UTC"
        for name in times
        if facts[name]
    )
    for pause in facts["pauses"]:
        until = f" to {pause['to']:%H:%M:%S}" if pause["to"] else ", still open"
        yield f"* Paused from {pause['from']:%H:%M:%S}{until} UTC"
    for name, level in facts["how_i_judged_it"].items():
        label = DIMENSIONS[name].label if name in DIMENSIONS else name
        yield f"* {label}, as you judged it: {level} of 4"
    for question in facts["questions"]:
        yield from _question_markdown(question)


def _question_markdown(question: dict) -> Iterator[str]:
    yield f"## {question['position']}. {_line(question['title'])}"
    yield question["prompt"].strip()
    yield "### Your answer"
    answer = question["answer"] or {"text": "", "history": [], "seconds_used": 0}
    yield _fenced(answer["text"]) if answer["text"].strip() else "Not answered."
    if answer["history"]:
        seconds = answer["seconds_used"]
        yield f"Saved {len(answer['history'])} times, {seconds // 60}:{seconds % 60:02} minutes."
    for one in question["what_i_asked_for"]:
        yield f"* Asked at {one['asked_at']:%H:%M:%S} UTC for: {_line(one['name'])}"
    if question["five_steps_opened_at"]:
        yield f"* Five steps opened at {question['five_steps_opened_at']:%H:%M:%S} UTC"
    for line in question["what_i_tried"]:
        parts = [_line(line[name]) for name in ("hypothesis", "check", "result", "verdict")]
        yield f"* Tried at {line['first_at']:%H:%M:%S} UTC: {'; '.join(filter(None, parts))}"
    for hint in question["hints"]:
        yield f"* Hint at {hint['shown_at']:%H:%M:%S} UTC: {_line(hint['text'])}"
    if question["estimate"] is not None:
        words = InterviewQuestion.Estimate(question["estimate"]).label.lower()
        yield f"You thought you made: {words}."
    if question["what_i_missed"]:
        yield f"You said you missed: {_line(question['what_i_missed'])}"
    for card in question["marks"]:
        yield from _card_markdown(card)


def _card_markdown(card: dict) -> Iterator[str]:
    mark = "no mark" if card["abstained"] else f"{round(card['score'] * 100)} of 100"
    yield f"### Mark by {card['by']}: {mark}"
    yield "\n".join(f"* {point['verdict']}: {_line(point['text'])}" for point in card["points"])


def _fenced(text: str) -> str:
    """A fence longer than any inside, so that what was typed stays exactly what was typed."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _elsewhere(person: User) -> Iterator[File]:
    """Seats in interviews of others, and the marks given there; never the others' words."""
    seats = Seat.objects.filter(user=person).exclude(interview__candidate=person)
    given = Scorecard.objects.filter(rater=person).exclude(question__interview__candidate=person)
    cards = given.select_related("question__version").prefetch_related("marks__key_point")
    facts = {
        "seats": [
            {"interview": seat.interview.title, "role": seat.role}
            for seat in seats.select_related("interview").order_by("pk")
        ],
        "marks_given": [
            {"question": card.question.version.title, **_card(card)}
            for card in cards.order_by("pk")
        ],
    }
    if facts["seats"] or facts["marks_given"]:
        yield File("with-others.json", as_json(facts))
        yield File("with-others.md", "\n".join(_elsewhere_markdown(facts)) + "\n")


def _elsewhere_markdown(facts: dict) -> Iterator[str]:
    yield "# In interviews of others"
    yield ""
    yield from (f"* {seat['role']}: {_line(seat['interview'])}" for seat in facts["seats"])
    yield from (
        f"* Marked “{_line(card['question'])}” with {round(card['score'] * 100)} of 100"
        for card in facts["marks_given"]
    )
