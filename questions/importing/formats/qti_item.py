"""One QTI item into one question: its body as HTML with the interactions written out."""

import re
from collections.abc import Iterable
from html import escape
from xml.etree.ElementTree import Element

from questions.importing.formats.choices import GAP
from questions.importing.formats.markup import markdown_of
from questions.importing.formats.scorer_notes import take_notes
from questions.importing.formats.source import bullets
from questions.importing.formats.xml import attribute, kin, local, named
from questions.importing.question import Question
from questions.importing.titles import kind_in_prompt
from questions.importing.wording import ANSWER

_DEEPEST = 100
_LISTED = frozenset(["choiceinteraction", "orderinteraction"])
_MATCHING = frozenset(["matchinteraction", "associateinteraction", "gapmatchinteraction"])
_CHOICES = frozenset(
    ["simplechoice", "inlinechoice", "simpleassociablechoice", "gaptext", "hottext"]
)
_SILENT = frozenset(
    ["stylesheet", "templateblock", "templateinline", "printedvariable", "feedbackinline"]
)
_VOID = frozenset(("br", "hr", "img"))


def question_of(root: Element, section: str | None) -> Question | None:
    """The question of an `assessmentItem`; None when its body says nothing."""
    body = next(named(root, "itembody"), None)
    if body is None:
        return None
    item = _Item(root)
    prompt = markdown_of("".join(item.html(child, 0) for child in _with_text(body)))
    if not re.search(r"[^\W_]", prompt):
        prompt = " ".join((attribute(root, "title") or "").split())
    if not prompt:
        return None
    question = Question(prompt, 0, section=section)
    question.title = " ".join((attribute(root, "title") or "").split()) or None
    question.answer = item.answer() or None
    for rubric in item.rubrics:
        take_notes(question, markdown_of(rubric))
    if not question.key_points:
        question.key_points = item.points
    for feedback in dict.fromkeys(item.explanations(root)):
        take_notes(question, feedback, first=ANSWER)
    question.kind = kind_in_prompt(question.prompt)
    return question


class _Item:
    """Writes the body out and remembers what is asked in it."""

    def __init__(self, root: Element) -> None:
        self.keys = {
            attribute(declaration, "identifier") or "": _key(declaration)
            for declaration in named(root, "responsedeclaration")
        }
        self.rubrics: list[str] = []
        self.points: list[str] = []
        self._answers: list[list[str]] = []
        self._wrong: set[str] = set()

    def html(self, node: Element | str, depth: int) -> str:
        if isinstance(node, str):
            return escape(node)
        role = kin(node)
        if depth > _DEEPEST:
            return escape("".join(node.itertext()))
        if role in _SILENT:
            return ""
        if role in ("rubricblock", "feedbackblock"):
            return self._rubric(node, depth) if role == "rubricblock" else ""
        if role.endswith("interaction"):
            return self._interaction(node, role, depth)
        tag = local(node).lower()
        inside = self._inside(node, depth)
        if role in ("gap",):
            return GAP
        if role in ("contentbody", "prompt"):
            return f"<div>{inside}</div>"
        if tag in _VOID:
            return f"<{tag}{_attributes(node)}>"
        return f"<{tag}{_attributes(node)}>{inside}</{tag}>"

    def answer(self) -> str:
        """The right answers; numbered where several things are asked."""
        told = [answer for answer in self._answers if answer]
        if len(self._answers) < 2:
            texts = told[0] if told else []
            return bullets(texts) if len(texts) > 1 else "".join(texts)
        lines = enumerate(self._answers, start=1)
        return "\n".join(f"{at}. {', '.join(texts)}" for at, texts in lines) if told else ""

    def explanations(self, root: Element) -> list[str]:
        """Feedback, but what is said to those who chose wrongly."""
        found = []
        for role in ("modalfeedback", "feedbackblock"):
            for feedback in named(root, role):
                name = attribute(feedback, "identifier") or ""
                if name in self._wrong or re.search(r"incorrect|wrong", name, re.I):
                    continue
                found.append(markdown_of(self._inside(feedback, 0)))
        return found

    def _inside(self, node: Element, depth: int) -> str:
        return "".join(self.html(child, depth + 1) for child in _with_text(node))

    def _rubric(self, node: Element, depth: int) -> str:
        """What markers are told is the rubric; what the candidate is told, part of the prompt."""
        views = (attribute(node, "view") or "").lower().split()
        inside = self._inside(node, depth)
        if "candidate" in views or not views:
            return f"<div>{inside}</div>"
        self.rubrics.append(inside)
        return ""

    def _interaction(self, node: Element, role: str, depth: int) -> str:
        key = self.keys.get(attribute(node, "responseidentifier") or "", [])
        prompt = "".join(
            f"<div>{self._inside(child, depth)}</div>" for child in node if kin(child) == "prompt"
        )
        choices = {
            attribute(choice, "identifier") or str(at): self._inside(choice, depth).strip()
            for at, choice in enumerate(node.iter())
            if kin(choice) in _CHOICES
        }
        plain = {name: markdown_of(html) for name, html in choices.items()}
        right = [
            " → ".join(plain.get(part, part) for part in value.split())
            if role in _MATCHING
            else plain.get(value, value)
            for value in key
        ]
        self._wrong |= choices.keys() - set(key)
        self._answers.append([text for text in right if text])
        if role in _LISTED:
            if role == "choiceinteraction":
                self.points += [text for text in right if text]
            return prompt + _listed(choices.values())
        if role == "textentryinteraction":
            return GAP
        if role == "inlinechoiceinteraction":
            return f"{GAP} ({' / '.join(choices.values())})"
        if role == "hottextinteraction":
            return prompt + self._inside(node, depth)
        if role in _MATCHING:
            rest = "".join(
                self.html(child, depth + 1)
                for child in node
                if kin(child) not in ("prompt", "simplematchset", *_CHOICES)
            )
            sets = [s for s in node.iter() if kin(s) == "simplematchset"] or [node]
            lists = [[self._inside(c, depth) for c in s if kin(c) in _CHOICES] for s in sets]
            return prompt + rest + "".join(_listed(entries) for entries in lists)
        return prompt


def _listed(entries: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"


def _key(declaration: Element) -> list[str]:
    """The right values; where none is stated, those that a mapping gives marks for."""
    values = [
        " ".join((value.text or "").split())
        for response in named(declaration, "correctresponse")
        for value in named(response, "value")
    ]
    if values:
        return values
    found = []
    for entry in named(declaration, "mapentry"):
        try:
            worth = float(attribute(entry, "mappedvalue") or 0)
        except ValueError:
            continue
        if worth > 0:
            found.append(attribute(entry, "mapkey") or "")
    return found


def _with_text(node: Element) -> list[Element | str]:
    """An element's text and children in their order."""
    found: list[Element | str] = [node.text] if node.text else []
    for child in node:
        if isinstance(child.tag, str):
            found.append(child)
        if child.tail:
            found.append(child.tail)
    return found


def _attributes(node: Element) -> str:
    kept = {
        key: value
        for key, value in node.attrib.items()
        if key in ("href", "class", "src", "alt", "start", "type")
    }
    return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
