"""GIFT, Moodle's text format, all of it: docs.moodle.org/en/GIFT_format.

Questions stand between empty lines; what is answered stands in braces, at the end or in the middle
of the sentence, which is then a sentence with a gap.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from questions.importing.document import LeftOut
from questions.importing.formats.choices import GAP, Choice, matched, with_choices
from questions.importing.formats.markup import markdown_of
from questions.importing.formats.moodle_paths import section_of
from questions.importing.formats.scorer_notes import take_notes
from questions.importing.formats.source import Document
from questions.importing.formats.tags import facts_of_tags
from questions.importing.question import Question
from questions.importing.reading import Deadline, decode
from questions.importing.titles import kind_in_prompt
from questions.importing.wording import ANSWER

_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)", re.I)
_COMMENT = re.compile(r"\s*//")
_TAGGED = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_TITLE = re.compile(r"\s*::(.*?)(?<!\\)::", re.S)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.I)
_TRUTH = re.compile(r"\s*(T|F|TRUE|FALSE)\s*(?=$|(?<!\\)#)", re.I)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d+)?)%")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_ARROW = re.compile(r"(?<!\\)\s*->\s*")
_ANSWER_BLOCK = re.compile(r"(?<!\\)\{\s*(?:[=~#]|T\s*[}#]|F\s*[}#]|TRUE|FALSE|\})", re.I)


@dataclass
class Entry:
    """A question as it stands in the file: its lines, and what came before it."""

    first: int
    lines: list[str] = field(default_factory=list)
    section: str | None = None
    tags: list[str] = field(default_factory=list)


def looks_like_gift(text: str) -> bool:
    """A category, a title before braces, or most paragraphs ending in answers of this format."""
    if re.search(r"^\s*\$CATEGORY:\s*\S", text, re.M):
        return True
    if re.search(r"^\s*::[^\n]{0,300}?::.{0,3000}?(?<!\\)\{", text, re.M | re.S):
        return True
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    paragraphs = [part for part in paragraphs if not _COMMENT.match(part)] or paragraphs
    braced = sum(bool(_ANSWER_BLOCK.search(part)) for part in paragraphs)
    marked = re.search(
        r"(?<!\\)\{[^{}]*(?:[=~]\s*\S|#\s*-?\d|\bT(?:RUE)?\b|\bF(?:ALSE)?\b)", text, re.I
    )
    return bool(marked) and 2 * braced > len(paragraphs)


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    text = decode(data, name)
    document = Document(name, "GIFT", text)
    for entry in entries_of(text.split("\n"), deadline):
        deadline.check(entry.first)
        question, reason = question_of(entry)
        if question is not None:
            document.questions.append(question)
        else:
            document.left_out.append(LeftOut(entry.first, reason))
    return document


def entries_of(lines: list[str], deadline: Deadline) -> Iterator[Entry]:
    """The questions, each with its section and the tags in the comments above it."""
    section, tags = None, []
    entry: Entry | None = None
    depth = 0
    for number, line in enumerate([*lines, ""], start=1):
        if number % 256 == 0:
            deadline.check(number)
        starts_anew = line.lstrip().startswith(("::", "$CATEGORY:"))
        over = not line.strip() and depth <= 0
        if entry is not None and (over or starts_anew or number > len(lines)):
            yield entry
            entry, tags, depth = None, [], 0
        if _COMMENT.match(line):
            tags += [_plain(found[2]) for found in _TAGGED.finditer(line) if found[1] == "tag"]
        elif found := _CATEGORY.match(line):
            section = section_of(found[1])
        elif line.strip() or entry is not None:
            if entry is None:
                entry = Entry(number, [], section, list(tags))
            entry.lines.append(line)
            depth += _opened(line)
            if depth > 0 and not line.strip() and number - entry.first > 400:
                depth = 0  # a brace that was never closed


def question_of(entry: Entry) -> tuple[Question | None, str]:
    """The question of an entry, or why there is none."""
    text = "\n".join(entry.lines).strip("\n")
    title, text = _taken(_TITLE, text)
    style, text = _taken(_FORMAT, text)
    braces = _braces(text)
    if braces is None:
        if _unescaped(text, "{") >= 0:
            return None, "its answer is never closed by a brace"
        return None, "a description: it has no answer in braces"
    opening, closing = braces
    before, inside, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    prompt = _shown(before, style).strip()
    if after.strip():
        tail = _shown(after, style).strip()
        space = "" if re.match(r"[.,;:!?)]", tail) else " "
        prompt = f"{prompt} {GAP}{space}{tail}".strip()
    if not re.search(r"\w", prompt):
        prompt = _plain(title or "").strip()
    if not prompt:
        return None, "it asks nothing"
    lead = len(re.match(r"\s*", "\n".join(entry.lines))[0].split("\n")) - 1
    question = Question(prompt, entry.first + lead, section=entry.section)
    question.title = " ".join(_plain(title or "").split()) or None
    question.source_end = entry.first + len("\n".join(entry.lines).rstrip().split("\n")) - 1
    body, general = _cut(inside, "####")
    own, general = _taken(_FORMAT, general)
    _fill(question, body, style)
    take_notes(question, _shown(general, own or style).strip(), first=ANSWER)
    facts = facts_of_tags(entry.tags)
    question.minutes, question.tier, question.priority = facts.minutes, facts.tier, facts.priority
    question.kind = facts.kind or kind_in_prompt(question.prompt)
    return question, ""


def _fill(question: Question, body: str, style: str | None) -> None:
    bare = body.strip()
    if not bare:
        return
    if found := _TRUTH.match(bare):
        choices = [Choice("True", 100), Choice("False", 0)]
        is_true = found[1][0].upper() == "T"
        notes = [_shown(note, style).strip() for note in _split(bare[found.end() :], "#")[1:]]
        right = choices[0] if is_true else choices[1]
        right.note = notes[1] if len(notes) > 1 else ""
        question.answer = "\n\n".join(filter(None, [right.text, right.note]))
        return
    if bare.startswith("#"):
        choices = [_numeric(part, style) for part in _numbers(bare[1:])]
        with_choices(question, choices, listed=False)
        return
    parts = list(_alternatives(bare))
    if all(mark == "=" and _ARROW.search(text) for mark, text in parts) and parts:
        pairs = [
            tuple(_shown(side, style).strip() for side in _ARROW.split(_cut(t, "#")[0], maxsplit=1))
            for _, t in parts
        ]
        matched(question, pairs)
        return
    choices = [_choice(mark, text, style) for mark, text in parts]
    listed = any(mark == "~" for mark, _ in parts)
    with_choices(question, choices, listed=listed)


def _choice(mark: str, text: str, style: str | None) -> Choice:
    weight = 100.0 if mark == "=" else 0.0
    if found := _WEIGHT.match(text):
        weight = float(found[1].replace(",", "."))
        text = text[found.end() :]
    words, note = _cut(text, "#")
    own, words = _taken(_FORMAT, words)
    return Choice(_shown(words, own or style).strip(), weight, _shown(note, style).strip())


def _numbers(body: str) -> list[str]:
    if "=" in body:
        return [text for mark, text in _alternatives(body.strip()) if text.strip()]
    return [body]


def _numeric(text: str, style: str | None) -> Choice:
    """`1822:5` is 1822 ± 5, `1..5` anything from 1 to 5."""
    weight = 100.0
    if found := _WEIGHT.match(text):
        weight, text = float(found[1].replace(",", ".")), text[found.end() :]
    words, note = _cut(text, "#")
    words = words.strip()
    if found := re.fullmatch(r"(\S+?)\s*\.\.\s*(\S+)", words):
        words = f"{found[1]} to {found[2]}"
    elif found := re.fullmatch(r"([^\s:]+)\s*:\s*(\S+)", words):
        words = found[1] if float_of(found[2]) == 0 else f"{found[1]} ± {found[2]}"
    return Choice(words, weight, _shown(note, style).strip())


def float_of(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _alternatives(body: str) -> Iterator[tuple[str, str]]:
    """(`=` or `~`, text) of each answer."""
    starts = [at for at, letter in _letters(body) if letter in "=~"]
    for number, at in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(body)
        yield body[at], body[at + 1 : end]


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """The letters that are not escaped. An `=` inside a weight or an arrow is as good as any."""
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        yield at, text[at]
        at += 1


def _unescaped(text: str, letter: str) -> int:
    return next((at for at, found in _letters(text) if found == letter), -1)


def _braces(text: str) -> tuple[int, int] | None:
    opening = _unescaped(text, "{")
    if opening < 0:
        return None
    closing = [at for at, letter in _letters(text) if letter == "}" and at > opening]
    return (opening, closing[0]) if closing else None


def _opened(line: str) -> int:
    return sum((letter == "{") - (letter == "}") for _, letter in _letters(line))


def _cut(text: str, mark: str) -> tuple[str, str]:
    """What stands before and after an unescaped mark."""
    for at, _ in _letters(text):
        if text.startswith(mark, at):
            return text[:at], text[at + len(mark) :]
    return text, ""


def _split(text: str, mark: str) -> list[str]:
    pieces, rest = [], text
    while True:
        before, after = _cut(rest, mark)
        pieces.append(before)
        if before == rest:
            return pieces
        rest = after


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    found = pattern.match(text)
    return (found[1].strip(), text[found.end() :]) if found else (None, text)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _shown(text: str, style: str | None) -> str:
    text = _plain(text)
    return markdown_of(text) if (style or "").lower() == "html" else text
