"""A rubric as a text for whoever marks by hand in another program."""

from questions.bank.words import Words


def rubric(words: Words) -> str:
    """Markdown: one bullet a key point, with its level and weight, and what helps to judge it."""
    lines = []
    for point in words.points:
        lines.append(f"- {_line(point.text)} ({point.level}, {point.weight})")
        lines += [f"  - accept: {_line(phrase)}" for phrase in point.accept]
        lines += [f"  - misconception: {_line(phrase)}" for phrase in point.misconceptions]
        lines += [f"  - probe: {_line(point.probe)}"] if point.probe else []
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())
