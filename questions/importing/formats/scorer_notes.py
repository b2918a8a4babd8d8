"""Notes for those who mark: mostly points, sometimes with a model answer among them."""

from questions.importing.bodies import entries_of
from questions.importing.question import Question
from questions.importing.wording import ANSWER, FOLLOW_UPS, POINTS, REFERENCES, TIPS, label_of

_LISTS = (POINTS, TIPS, FOLLOW_UPS, REFERENCES)


def take_notes(question: Question, notes: str) -> None:
    """Add notes in Markdown to a question: key points, but what is labelled otherwise.

    A label (“Model answer:”, “Tips:”) stands at the beginning of a line outside of lists.
    """
    parts: list[tuple[str, list[str]]] = [(POINTS, [])]
    for line in notes.split("\n"):
        label = None if line.startswith((" ", "- ")) else label_of(line[:200])
        if label is not None and label[0] in (ANSWER, *_LISTS) and len(line) - len(label[1]) < 60:
            parts.append((label[0], [line[len(line) - len(label[1]) :]] if label[1] else []))
        else:
            parts[-1][1].append(line)
    for role, lines in parts:
        text = "\n".join(lines).strip("\n")
        if not text.strip():
            continue
        if role == ANSWER:
            question.answer = "\n\n".join(filter(None, [question.answer, text]))
        else:
            getattr(question, role).extend(entries_of(text))
