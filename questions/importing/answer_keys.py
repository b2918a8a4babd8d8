"""Answers in another place: a numbered list or a table below the questions, called “Answers”."""

import itertools
import re
from dataclasses import dataclass

from questions.importing.blocks import HEADING, ITEM, TABLE, TEXT, Block
from questions.importing.cutting import cut
from questions.importing.question import Question
from questions.importing.tables import cells_of
from questions.importing.titles import title_of
from questions.importing.wording import ANSWER, label_of, likeness

_TITLE = re.compile(
    r"(?:the )?(?:answers|solutions|answer (?:key|sheet)|key|solution key)"
    r"(?: to (?:the |these )?(?:questions|exercises|quiz|problems))?|"
    r"lösungen|antworten|respuestas|soluciones|réponses|ответы|答案",
    re.I,
)
_NUMBERED = re.compile(r"#|no\.?|nr\.?|number|q|question(?: (?:no\.?|number|#))?|item|nummer", re.I)


_QUESTION = re.compile(r"questions?|prompts?|problems?|task", re.I)
_CELL_NUMBER = re.compile(r"\W*Q?\W*(\d{1,4})\W*", re.I)


@dataclass
class Key:
    """Answers by number; `line` is where they begin, `after` where those of an earlier key end."""

    line: int
    last: int
    after: int
    answers: list[tuple[int, str]]


def keys_in(blocks: list[Block], lines: list[str]) -> tuple[list[Block], list[Key]]:
    """The blocks without those of answer keys, and the keys.

    A title counts when two numbered questions at least stand above it, the entries below it ask
    nothing, and most of their numbers are those of the questions.
    """
    kept, keys, at, after = list[Block](), list[Key](), 0, 0
    asked: set[int] = set()
    while at < len(blocks):
        key, end = _key_at(blocks, at, after, asked, lines)
        if key is None:
            kept.append(blocks[at])
            if blocks[at].kind in (ITEM, HEADING):
                asked.add(blocks[at].number or 0)
            at += 1
        else:
            keys.append(key)
            after, at = key.last, end
            asked.clear()
    return (kept, keys) if keys else (blocks, [])


def give_answers(questions: list[Question], numbers: dict[int, int], keys: list[Key]) -> None:
    """Give each question the answer of its number; `numbers` are those of the lines.

    Numbers may begin anew in each section: keys and questions are walked through together.
    """
    for key in keys:
        waiting = [
            q
            for q in questions
            if key.after < q.source_line < key.line
            and q.answer is None
            and numbers.get(q.source_line)
        ]
        place = 0
        for number, answer in key.answers:
            for here in itertools.chain(range(place, len(waiting)), range(place)):
                question = waiting[here]
                if numbers[question.source_line] == number and question.answer is None:
                    question.answer, place = answer, here + 1
                    question.reasons.append("its answer stands in a key further down")
                    break


def _key_at(
    blocks: list[Block], at: int, after: int, asked: set[int], lines: list[str]
) -> tuple[Key | None, int]:
    block = blocks[at]
    if block.kind == TABLE:
        answers = _in_table(block, lines)
        return (Key(block.first, block.last, after, answers), at + 1) if answers else (None, at)
    if not _is_key_title(block):
        return None, at
    end = at + 1
    while end < len(blocks) and not _ends(blocks[end], block):
        end += 1
    found = [
        here for here in range(at + 1, end) if blocks[here].number and blocks[here].kind == ITEM
    ]
    top = min((blocks[here].indent for here in found), default=0)
    found = [here for here in found if blocks[here].indent == top]
    known = sum(blocks[here].number in asked for here in found)
    asking = sum(likeness(blocks[here].text) >= 0.6 for here in found)
    if (
        len(asked - {0}) < 2
        or len(found) < 2
        or known < 0.6 * len(found)
        or asking > 0.3 * len(found)
    ):
        return None, at
    answers = []
    for here, later in itertools.pairwise([*found, end]):
        last = blocks[later - 1].last
        answers.append((blocks[here].number or 0, _entry(blocks[here], last, lines)))
    return Key(block.first, blocks[end - 1].last, after, answers), end


def _is_key_title(block: Block) -> bool:
    fits = block.kind in (HEADING, TEXT) and len(block.parts) == 1 and len(block.text) <= 60
    return fits and bool(_TITLE.fullmatch(title_of(block.text).text.rstrip(" :.")))


def _ends(block: Block, title: Block) -> bool:
    if block.kind == HEADING:
        return title.kind != HEADING or block.level <= title.level
    return _is_key_title(block)


def _entry(block: Block, last: int, lines: list[str]) -> str:
    """The text of an entry: what stands behind its number, and its further lines."""
    first = re.sub(
        r"^\s*(?:\*\*)?\(?#?(?:Q\s*)?\d{1,4}\\?[.):]?(?:\*\*)?\s*", "", lines[block.first - 1]
    )
    more = cut(lines, block.first + 1, last) if last > block.first else ""
    return "\n".join(filter(None, (first.strip(), more)))


def _in_table(block: Block, lines: list[str]) -> list[tuple[int, str]]:
    rows = [cells_of(line) for line in lines[block.first - 1 : block.last]]
    names = [title_of(cell).text for cell in rows[0]]
    number = next((at for at, name in enumerate(names) if _NUMBERED.fullmatch(name)), None)
    answer = next((at for at, name in enumerate(names) if label_of(name) == (ANSWER, "")), None)
    asks = any(_QUESTION.fullmatch(name) for at, name in enumerate(names) if at != number)
    if number is None or answer is None or number == answer or asks:
        return []
    answers = []
    for row in rows[2:]:
        if len(row) > max(number, answer) and (found := _CELL_NUMBER.fullmatch(row[number][:12])):
            answers.append((int(found[1]), row[answer].replace("\\|", "|")))
    numeric = len(answers) > 1 and len(answers) >= 0.8 * len(rows[2:])
    return answers if numeric else []
