"""Rows and objects into questions, once it is known which of their parts is which."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from questions.importing.formats.markup import holds_entities, is_markup, markdown_of
from questions.importing.formats.roles import ANSWER, QUESTION, SECTION, option_of
from questions.importing.formats.source import Column, Transcript, bullets
from questions.importing.formats.tags import KINDS
from questions.importing.question import LISTS, Question
from questions.importing.titles import (
    Facts,
    facts_of_badge,
    kind_in_prompt,
    kind_in_title,
    minutes_in,
    tier_in,
    title_of,
)

# Before what a spreadsheet would run, programs that write tables with care put an apostrophe.
_RUNS = ("=", "+", "-", "@", "\t")
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)]|[a-z][.)])\s+(?=\S)", re.M)
_NOTHING = re.compile(r"(?:n/?a|none|null|nil|tbd|todo|[-–—.?]+|answer here)?", re.I)
# A prompt of plain words: nothing at its ends that a title would lose.
_PLAIN = re.compile(r"[A-Z](?!\d|uestion\b)[\w ,;:'’\"/+=-]*[\w][?.!]?")
_LETTERED = re.compile(r"\(?([A-Ha-h]|[1-8])[.):]\s+(?=\S)")


@dataclass
class Record:
    """One row or object: a value for each column, as text or as a list of texts."""

    values: list
    section: str | None = None
    options: dict[str, str] = field(default_factory=dict)  # by the letter the source gives them
    right: list[str] = field(default_factory=list)  # options that say that they are right


def write_record(page: Transcript, title: str, columns: list[Column], record: Record) -> int:
    """Write a record out for the reviewer; the line where its question stands."""
    page.write(title)
    place = page.next_line
    for column, value in zip(columns, record.values, strict=False):
        if not value:
            continue
        text = bullets(value) if isinstance(value, list) else value
        label = column.name or column.letter
        line = page.write(f"{label}:\n{text}" if "\n" in text else f"{label}: {text}")
        if column.role == QUESTION:
            place = line + ("\n" in text)
    page.write("")
    return place


def question_of(
    columns: list[Column], record: Record, *, html: set[int], from_zero: bool = False
) -> Question | None:
    """The question of a record; None when the place for it is empty.

    `html` are the columns written in HTML; they are turned into Markdown. `from_zero` says that
    a number of an option counts from 0.
    """
    parts: dict[str, list[str]] = {}
    options: list[tuple[str, str]] = list(record.options.items())
    for at, (column, value) in enumerate(zip(columns, record.values, strict=False)):
        if not value or column.role is None:
            continue
        if isinstance(value, str):
            texts = [_clean(value, at in html)]
        else:
            texts = [_clean(text, at in html) for text in value]
        texts = [text for text in texts if text]
        if column.role == "options":
            letter = option_of(column.name)
            options += [(letter or "", text) for text in _several(texts, bool(letter))]
        else:
            parts.setdefault(column.role, []).extend(texts)
    if record.right:
        parts.setdefault("correct", record.right)
    prompt, facts = "\n\n".join(parts.get(QUESTION, [])), Facts()
    if prompt and not _PLAIN.fullmatch(prompt):
        title = title_of(prompt)
        facts = title.facts
        prompt = title.text if "\n" not in prompt and title.text else prompt
    if not re.search(r"\w", prompt):
        return None
    if parts.get("context"):
        prompt = "\n\n".join([prompt, *parts["context"]])
    question = Question(prompt, 0, section=_section(parts, record))
    _fill(question, parts, options, from_zero)
    facts = _facts(parts, facts)
    question.minutes, question.tier, question.priority = facts.minutes, facts.tier, facts.priority
    question.kind = facts.kind or kind_in_prompt(question.prompt)
    return question


def html_columns(columns: list[Column], rows: list[list]) -> set[int]:
    """The columns of which a quarter of the long cells is HTML."""
    found = set()
    for at in range(len(columns)):
        texts = [row[at] for row in rows if at < len(row) and isinstance(row[at], str) and row[at]]
        texts = [text for text in texts[:500] if "<" in text or len(text) > 20]
        marked = sum(is_markup(text) for text in texts)
        if marked and 4 * marked >= len(texts):
            found.add(at)
    return found


def _clean(text: str, is_html: bool) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip() if "\r" in text else text.strip()
    if text[:1] == "'" and text[1:2] in _RUNS:
        text = text[1:]
    if is_html and ("<" in text or "&" in text) and (is_markup(text) or holds_entities(text)):
        return markdown_of(text)
    return text


def _several(texts: list[str], lettered: bool) -> list[str]:
    """Options in one cell stand on lines of their own, or between `|` or `;`."""
    if lettered or len(texts) != 1:
        return texts
    for separator in ("\n", "|", ";"):
        pieces = [piece.strip() for piece in texts[0].split(separator) if piece.strip()]
        if len(pieces) > 1:
            return pieces
    return texts


def _section(parts: dict[str, list[str]], record: Record) -> str | None:
    path = [record.section] if record.section else []
    for part in parts.get(SECTION, []) + parts.get("subsection", []):
        words = re.sub(r"\s*(?:::|>|→|(?<=\w) / )\s*", " / ", part)
        if words not in path:
            path.append(" ".join(words.split()))
    return " / ".join(path) or None


def _fill(question: Question, parts: dict, options: list, from_zero: bool) -> None:
    for role in LISTS:
        if role in parts:
            setattr(question, role, [entry for text in parts[role] for entry in _entries(text)])
    question.code = [_unfenced(text) for text in parts.get("code", [])]
    answers = parts.get(ANSWER, [])
    if options:
        options = [_with_letter(letter, text) for letter, text in options]
        question.prompt += "\n\n" + bullets([shown for _, _, shown in options])
        rights = parts.get("correct") or answers
        chosen = _chosen(rights, options, from_zero)
        texts = answers if parts.get("correct") else []
        answers = [bullets(chosen) if len(chosen) > 1 else "".join(chosen) or "\n".join(rights)]
        answers += texts
    elif not answers:
        answers = parts.get("correct", [])
    answers = [*answers, *parts.get("explanation", [])]
    told = [text for text in answers if not _NOTHING.fullmatch(text.strip())]
    question.answer = "\n\n".join(dict.fromkeys(told)) or None


def _with_letter(letter: str, text: str) -> tuple[str, str, str]:
    """An option as (letter, text, as shown); its letter may stand in its text."""
    if found := _LETTERED.match(text):
        return found[1].lower(), text[found.end() :].strip(), text
    shown = f"{letter.upper()}. {text}" if letter else text
    return letter.lower(), text, shown


def _chosen(rights: list[str], options: list, from_zero: bool) -> list[str]:
    """The options that an answer key names: by letter, by number or by their words."""
    found: list[str] = []
    for right in rights:
        for shown in [o[2] for o in options if _same(right, o[1]) or _same(right, o[2])]:
            found.append(shown)
            break
        else:
            found += _by_mark(right, options, from_zero)
    return list(dict.fromkeys(found))


def _by_mark(right: str, options: list, from_zero: bool) -> list[str]:
    marks = re.split(r"\s*(?:[,;&/+|]|\band\b)\s*|\s+", right.strip(" ()."))
    pattern = r"(?:option\s*)?\(?([A-Ha-h]|\d)[).:]?"
    if not all(re.fullmatch(pattern, mark, re.I) for mark in marks if mark):
        return []
    found = []
    for mark in filter(None, marks):
        letter = re.fullmatch(pattern, mark, re.I)[1].lower()
        place = ord(letter) - 97 if letter.isalpha() else int(letter) - (not from_zero)
        named = [o[2] for o in options if o[0] == letter]
        if named:
            found.append(named[0])
        elif 0 <= place < len(options):
            found.append(options[place][2])
    return found


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).lower() == " ".join(other.split()).lower()


def _facts(parts: dict[str, list[str]], facts: Facts) -> Facts:
    minutes, tier = _first(parts, "minutes"), _first(parts, "tier")
    priority, kind = _first(parts, "priority"), _first(parts, "kind")
    if minutes or tier or priority or kind:
        facts = _told(minutes, tier, priority, kind).over(facts)
    for tag in parts.get("tags", []):
        for word in re.split(r"[,;|#\s]+", tag)[:30]:
            facts = facts.over(facts_of_badge(word) or Facts())
    return facts


def _first(parts: dict[str, list[str]], role: str) -> str:
    texts = parts.get(role)
    return texts[0][:100] if texts else ""


@lru_cache(maxsize=4096)
def _told(minutes: str, tier: str, priority: str, kind: str) -> Facts:
    plain = kind.lower().replace("_", "-").replace(" ", "-")
    return Facts(
        int(minutes) if re.fullmatch(r"[1-9]\d{0,2}", minutes) else minutes_in(minutes),
        int(tier) if re.fullmatch(r"[1-4]", tier) else tier_in(tier),
        f"P{priority[-1]}" if re.fullmatch(r"P?[0-5]", priority, re.I) else None,
        plain if plain in KINDS else kind_in_title(kind),
    )


def _entries(text: str) -> list[str]:
    """The entries of a list in one cell: bullets, lines, or pieces between `|` or `;`."""
    if _NOTHING.fullmatch(text.strip()):
        return []
    if _BULLET.search(text):
        pieces = _BULLET.split(text)
    elif "\n" in text:
        pieces = text.split("\n")
    elif " | " in text or text.count(";") > 0:
        pieces = re.split(r"\s\|\s|;", text)
    else:
        pieces = [text]
    return [piece.strip() for piece in pieces if piece.strip()]


def _unfenced(code: str) -> str:
    found = re.fullmatch(r"\s*(`{3,}|~{3,})[^\n]*\n(.*?)\n?\1\s*", code, re.S)
    return found[2] if found else code
