"""Multiple choice, matching and gaps as a question that is answered in words.

The choices become a list below the prompt, the right ones the answer.
"""

from dataclasses import dataclass

from questions.importing.formats.source import bullets
from questions.importing.question import Question

GAP = "_____"


@dataclass
class Choice:
    """`weight` is the share of the mark in per cent: above 0 is right. `note` explains it."""

    text: str
    weight: float = 0.0
    note: str = ""


def with_choices(question: Question, choices: list[Choice], *, listed: bool = True) -> None:
    """Put the choices into the prompt (`listed`) and the right ones into the answer.

    Where an answer of the full mark exists, partly right ones of a question with one answer are
    named as such; what is said about the right choices follows the answer.
    """
    choices = [choice for choice in choices if choice.text]
    if listed and choices:
        question.prompt += "\n\n" + bullets([choice.text for choice in choices])
    right = [choice for choice in choices if choice.weight > 0]
    full = [choice for choice in right if choice.weight >= 100]
    several = full or right
    texts = [choice.text for choice in several]
    if full:
        texts += [f"{choice.text} ({choice.weight:g} %)" for choice in right if choice.weight < 100]
    answer = bullets(texts) if len(texts) > 1 else "".join(texts)
    notes = [choice.note for choice in right if choice.note]
    question.answer = "\n\n".join(filter(None, dict.fromkeys([answer, *notes]))) or None


def matched(question: Question, pairs: list[tuple[str, str]]) -> None:
    """What is to be matched is listed, with the other sides in alphabetical order."""
    left = [one for one, _ in pairs if one]
    right = sorted({other for _, other in pairs if other}, key=str.casefold)
    question.prompt += "\n\n" + bullets(left) + "\n\nChoices: " + "; ".join(right)
    question.answer = bullets([f"{one} → {other}" for one, other in pairs if one]) or None


def numbered(answers: list[str]) -> str | None:
    """What stands in the gaps of a text; numbered where there are several."""
    told = [answer for answer in answers if answer]
    if len(told) < 2:
        return "".join(told) or None
    return "\n".join(f"{at}. {answer}" for at, answer in enumerate(told, start=1))
