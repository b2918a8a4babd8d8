"""By what name a card is known in other programs, so that bringing it again updates the same note.

Of the content and of a rubric point the name follows from their slugs, on whatever site; a card of
one's own gets a name nobody else has.
"""

from uuid import uuid4

import genanki


def of_content(slug: str) -> str:
    return genanki.guid_for("greenroom", "card", slug)


def of_point(question: str, point: str) -> str:
    """Of the slugs of a question and of one of its points."""
    return genanki.guid_for("greenroom", "point", question, point)


def of_question(question: str) -> str:
    return genanki.guid_for("greenroom", "question", question)


def fresh() -> str:
    return genanki.guid_for("greenroom", uuid4().hex)
