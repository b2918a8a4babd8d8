"""How words that are not kept anywhere look: what the preview beside the form shows."""

from questions.bank.schema import PARTS
from questions.bank.words import Words
from questions.keys import KeySection
from workbench.differences import LISTS


def preview_of(words: Words) -> dict:
    """What `_question_preview.html` needs: the words, the sections of the kind, the lists."""
    return {
        "words": words,
        "preview_parts": [
            KeySection(part.title, part.shape.name.lower(), words.parts[part.key])
            for part in PARTS
            if part.key != "starter_code" and words.parts.get(part.key)
        ],
        "preview_lists": [
            (label, getattr(words, name))
            for name, label in LISTS.items()
            if name != "sources" and getattr(words, name)
        ],
    }
