"""Moodle XML: the export of a question bank."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from questions.importing.document import LeftOut
from questions.importing.formats.choices import GAP, Choice, matched, numbered, with_choices
from questions.importing.formats.markup import is_markup, markdown_of
from questions.importing.formats.moodle_paths import section_of
from questions.importing.formats.scorer_notes import take_notes
from questions.importing.formats.source import Document, Transcript
from questions.importing.formats.tags import facts_of_tags
from questions.importing.formats.xml import parsed
from questions.importing.question import Question
from questions.importing.reading import Deadline
from questions.importing.titles import kind_in_prompt
from questions.importing.wording import ANSWER

_CLOZE = re.compile(
    r"\{\d*:(?:[A-Z_]+):((?:\\.|[^{}\\])*)\}",
)
_GAP = re.compile(r"\[\[\s*(\d{1,3})\s*\]\]")


def read(data: bytes, name: str, *, deadline: Deadline, mapping: Mapping[str, str]) -> Document:
    root = parsed(data, name)
    document, page = Document(name, "Moodle XML", ""), Transcript()
    section = None
    for number, element in enumerate(root.iter("question"), start=1):
        deadline.check(number)
        kind = (element.get("type") or "").lower()
        if kind == "category":
            section = section_of(_plain(element.find("category")))
            continue
        question = _question(element, kind, section)
        if question is None:
            reason = "a description" if kind == "description" else "it asks nothing"
            title = _plain(element.find("name"))[:60]
            line = page.paragraph(f"({title or f'question {number}'})")
            document.left_out.append(LeftOut(line, f"“{title}”: {reason}" if title else reason))
            continue
        page.question(question)
        document.questions.append(question)
    document.text = page.text
    return document


def _question(element: Element, kind: str, section: str | None) -> Question | None:
    prompt = _text(element.find("questiontext"))
    if kind == "description":
        return None
    if not re.search(r"\w", prompt):
        prompt = _plain(element.find("name"))
    if not re.search(r"\w", prompt):
        return None
    question = Question(prompt, 0, section=section)
    question.title = _plain(element.find("name")) or None
    _fill(question, element, kind)
    take_notes(question, _text(element.find("generalfeedback")), first=ANSWER)
    take_notes(question, _text(element.find("graderinfo")))
    question.tips = [tip for hint in element.findall("hint") if (tip := _text(hint))]
    starter = element.find("responsetemplate")
    starter = starter if starter is not None else element.find("answerpreload")
    if (code := _text(starter)) and kind in ("essay", "coderunner"):
        question.code.append(code)
    facts = facts_of_tags(_plain(tag) for tag in element.findall("tags/tag"))
    question.minutes, question.tier, question.priority = facts.minutes, facts.tier, facts.priority
    question.kind = facts.kind or kind_in_prompt(question.prompt)
    return question


def _fill(question: Question, element: Element, kind: str) -> None:
    if kind in ("matching", "ddmatch"):
        pairs = [
            (_text(pair), _text(pair.find("answer"))) for pair in element.findall("subquestion")
        ]
        matched(question, pairs)
    elif kind in ("cloze", "multianswer"):
        _fill_cloze(question)
    elif kind in ("gapselect", "ddwtos"):
        _fill_gaps(question, element)
    elif kind == "ordering":
        told = [_text(answer) for answer in element.findall("answer")]
        question.prompt += "\n\n" + "\n".join(f"- {text}" for text in sorted(told))
        question.answer = numbered(told)
    elif kind == "coderunner":
        question.answer = _text(element.find("answer")) or None
    elif kind != "essay":
        choices = [_choice(answer) for answer in element.findall("answer")]
        if kind == "truefalse":
            choices = [Choice(c.text.capitalize(), c.weight, c.note) for c in choices]
        with_choices(question, choices, listed=kind.startswith("multichoice"))


def _choice(answer: Element) -> Choice:
    text = _text(answer)
    tolerance = _plain(answer.find("tolerance"))
    if re.search(r"[1-9]", tolerance) and re.fullmatch(r"-?[\d.,eE+-]+", text):
        text = f"{text} ± {tolerance}"
    try:
        weight = float(answer.get("fraction") or 0)
    except ValueError:
        weight = 0.0
    return Choice(text, weight, _text(answer.find("feedback")))


def _fill_cloze(question: Question) -> None:
    """`{1:SHORTANSWER:=Paris~London}` becomes a gap, with its choices where they were shown."""
    answers: list[str] = []

    def gap(found: re.Match[str]) -> str:
        parts = re.split(r"(?<!\\)~", found[1])
        texts = [re.split(r"(?<!\\)#", part)[0] for part in parts]
        right = [t for t in texts if re.match(r"=|%(?:100|[1-9]\d?)%", t)]
        clean = [re.sub(r"^(?:=|%-?[\d.]+%)", "", t).replace("\\", "").strip() for t in texts]
        told = [re.sub(r"^(?:=|%-?[\d.]+%)", "", t).replace("\\", "").strip() for t in right]
        answers.append(" or ".join(told))
        shown = (
            ":MULTI" in found[0].upper() or ":MC" in found[0].upper() or ":MR" in found[0].upper()
        )
        return f"{GAP} ({' / '.join(clean)})" if shown else GAP

    question.prompt = _CLOZE.sub(gap, question.prompt)
    question.answer = numbered(answers)


def _fill_gaps(question: Question, element: Element) -> None:
    """`[[2]]` stands for the second of the choices that are dragged or selected."""
    words = [_text(e) for path in ("selectoption", "dragbox") for e in element.findall(path)]
    used: list[str] = []

    def gap(found: re.Match[str]) -> str:
        place = int(found[1])
        used.append(words[place - 1] if 0 < place <= len(words) else "")
        return GAP

    question.prompt = _GAP.sub(gap, question.prompt)
    if words:
        question.prompt += "\n\nChoices: " + "; ".join(sorted(set(words), key=str.casefold))
    question.answer = numbered(used)


def _plain(element: Element | None) -> str:
    """The text of `<name><text>…</text></name>`, or of the element itself."""
    if element is None:
        return ""
    inner = element.find("text")
    return " ".join(((inner if inner is not None else element).text or "").split())


def _text(element: Element | None) -> str:
    """A text as Markdown. Moodle says which format it is in; `html` where it does not."""
    if element is None:
        return ""
    inner = element.find("text")
    text = ((inner if inner is not None else element).text or "").replace("\r\n", "\n").strip()
    style = (element.get("format") or "").lower()
    if style in ("html", "moodle_auto_format", "") and ("&" in text or is_markup(text)):
        return markdown_of(text)
    return text
