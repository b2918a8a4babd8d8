"""What one can speak about, and the points to hold an answer against afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from accounts.models import User
from questions.bank.study.syllabus import Concept
from questions.models import Question
from study.content import content
from study.models import Take


@dataclass(frozen=True)
class Point:
    """One thing a good answer says. `key` names it in a form: `p-17` or `c-bias`."""

    key: str
    text: str
    weight: int = 1


@dataclass(frozen=True)
class Prompt:
    """What is asked, in Markdown, and where more stands."""

    title: str
    text: str
    address: str = ""


def concept_of(slug: str) -> Concept | None:
    found = content()
    concepts = found.study.concepts if found else ()
    return next((one for one in concepts if one.slug == slug), None)


def by_block() -> list[tuple[str, list[tuple[str, str]]]]:
    """All concepts as the choices of a field, by block; empty where the content cannot be read."""
    found = content()
    if found is None:
        return []
    study = found.study
    named = {block.slug: (block.title, []) for block in study.blocks}
    for one in study.concepts:
        named[one.block][1].append((one.slug, f"{one.title} ({one.priority})"))
    return list(named.values())


def drawn(user: User) -> Concept | None:
    """The concept to be known cold that this person spoke of longest ago; at first in the order
    of the content.
    """
    found = content()
    urgent = [one for one in found.study.concepts if one.priority == "P1"] if found else []
    takes = Take.objects.visible_to(user).exclude(concept="").order_by()
    last = dict(takes.values_list("concept").annotate(Max("begun_at")))
    never = next((one for one in urgent if one.slug not in last), None)
    return never or min(urgent, key=lambda one: last[one.slug], default=None)


def of(take: Take) -> Prompt:
    """What this take answers; its title alone where the question or concept is gone."""
    if take.version:
        question = take.version.question
        return Prompt(take.version.title, take.version.prompt, question.get_absolute_url())
    concept = concept_of(take.concept)
    if concept:
        text = f"Explain **{concept.title}**: what it is, why it works, when you would not use it."
        return Prompt(concept.title, text)
    return Prompt(take.title, "")


def points_of(take: Take) -> list[Point]:
    """The rubric of its question, or the answers of its concept's cards, in their order."""
    if take.version:
        rows = take.version.key_points.all()
        return [Point(f"p-{row.pk}", row.text, row.weight) for row in rows]
    found = content()
    cards = found.study.cards if found else ()
    return [Point(f"c-{card.slug}", card.back) for card in cards if card.concept == take.concept]


def model_answer(take: Take) -> str:
    return take.version.model_answer if take.version else ""


def question_of(user: User, slug: str) -> Question | None:
    """A question this person may be asked, with its words."""
    return Question.objects.visible_to(user).usable().with_current().filter(slug=slug).first()
