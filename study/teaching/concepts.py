"""The concepts that are explained, as the study content has them."""

from questions.bank.study.syllabus import Concept
from study.content import content


def all_of_them() -> dict[str, Concept]:
    """By slug, in the order of the content; none while it cannot be read."""
    found = content()
    return {one.slug: one for one in found.study.concepts} if found else {}


def title_of(slug: str) -> str:
    """What a concept is called; its slug where the content has it no more."""
    concept = all_of_them().get(slug)
    return concept.title if concept else slug
