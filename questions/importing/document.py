"""A whole document: its text in, its questions in order out, and what was left out and why."""

import re
from dataclasses import dataclass, field

from questions.importing.answer_keys import give_answers, keys_in
from questions.importing.blocks import TABLE, Scanner
from questions.importing.bodies import Writer, answer_in_brackets
from questions.importing.bounds import without_footer
from questions.importing.finding import Finder
from questions.importing.pages import without_page_marks
from questions.importing.question import Question
from questions.importing.reading import Deadline
from questions.importing.review import name_problems, rate
from questions.importing.sections import outline_of
from questions.importing.starts import Start
from questions.importing.tables import questions_in_table
from questions.importing.titles import legend_in


@dataclass(frozen=True)
class LeftOut:
    """A part of the document that looked like questions, or like something, and is not."""

    line: int
    reason: str


@dataclass
class Found:
    questions: list[Question] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def find_questions(
    text: str, *, name: str = "text", deadline: Deadline | None = None, paged: bool = False
) -> Found:
    """The questions of a text, in document order.

    `paged` says that the text was taken from pages, as of a PDF: what every page repeats is then
    left out even where it does not count the pages.

    Raises Unreadable, and nothing else, when reading takes longer than the deadline (20 seconds).
    """
    deadline = deadline or Deadline(name)
    lines = without_page_marks(text.split("\n"), paged=paged)
    blocks = Scanner(lines, deadline).scan()
    tiers: dict[str, int] = {}
    for block in blocks[:60]:
        tiers |= legend_in(block.text)
    blocks, keys = keys_in(blocks, lines)
    outline = outline_of(blocks, tiers)
    finder, writer = Finder(blocks, tiers), Writer(blocks, lines, tiers)
    starts = [
        Start(
            head.at,
            head.title,
            scope,
            without_footer(blocks, head.at, scope.last),
            " / ".join(scope.path) or None,
            scope.facts,
            head.is_handle,
            "heading",
        )
        for head, scope in outline.questions
    ]
    found = Found()
    for scope in outline.scopes:
        deadline.check(blocks[scope.first].first if scope.first < len(blocks) else len(lines))
        if not scope.left_out:
            for at in range(scope.first, scope.last):
                if blocks[at].kind == TABLE:
                    rows = questions_in_table(blocks[at], lines, scope)
                    for question in rows:
                        rate(question, "table", has_note=bool(question.answer))
                    found.questions += rows
    for start in [*starts, *finder.starts(outline.scopes)]:
        deadline.check(blocks[start.at].first)
        question = writer.question_of(start)
        if re.search(r"\w", question.prompt) and len(question.prompt) < 8000:
            found.questions.append(question)
    found.questions.sort(key=lambda question: question.source_line)
    give_answers(found.questions, {b.first: b.number for b in blocks if b.number}, keys)
    answer_in_brackets(found.questions)
    found.left_out = [LeftOut(line, reason) for line, reason in sorted(set(finder.left_out))]
    _drop_overview(found)
    name_problems(found.questions)
    return found


def _drop_overview(found: Found) -> None:
    """A list at the top that names the questions which follow is a table of contents.

    Told by its prompts coming again below, most of them, where they then have answers.
    """
    answered = {_plain(q.prompt) for q in found.questions if q.answer or q.key_points or q.code}
    bare = [q for q in found.questions if not (q.answer or q.key_points or q.code)]
    first_answered = next(
        (q.source_line for q in found.questions if q.answer or q.key_points or q.code), 0
    )
    above = [q for q in bare if q.source_line < first_answered]
    again = [q for q in above if _plain(q.prompt) in answered]
    if len(again) > 1 and len(again) >= 0.6 * len(above):
        gone = {id(q) for q in above}
        found.questions = [q for q in found.questions if id(q) not in gone]
        found.left_out.append(LeftOut(above[0].source_line, "a table of contents"))
        found.left_out.sort(key=lambda part: part.line)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
