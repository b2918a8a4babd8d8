"""What one can speak about, and the points to hold an answer against afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse

from accounts.models import User
from questions.bank.study.choosing import Case
from questions.bank.study.syllabus import Concept
from questions.models import Question
from study.content import content
from study.models import Take

ASKED_OF_A_CASE = (
    "Say what you would do and why, what you would not do although it is tempting, and how you "
    "would measure it."
)


@dataclass(frozen=True)
class Point:
    """One thing a good answer says. `key` names it in a form: `p-17`, `c-bias`, of a case
    `c-holds`."""

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


def case_of(slug: str) -> Case | None:
    found = content()
    cases = found.study.cases if found else ()
    return next((one for one in cases if one.slug == slug), None)


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
    """What this take answers; its title alone where the question, concept or case is gone."""
    if take.version:
        question = take.version.question
        return Prompt(take.version.title, take.version.prompt, question.get_absolute_url())
    if case := case_of(take.case):
        text = f"{case.problem}\n\n{ASKED_OF_A_CASE}"
        return Prompt(case.title, text, reverse("study:case", args=[case.slug]))
    concept = concept_of(take.concept)
    if concept:
        text = f"Explain **{concept.title}**: what it is, why it works, when you would not use it."
        return Prompt(concept.title, text)
    return Prompt(take.title, "")


def points_of(take: Take) -> list[Point]:
    """The rubric of its question, the parts of its case's key, or the answers of its concept's
    cards, in their order."""
    if take.version:
        rows = take.version.key_points.all()
        return [Point(f"p-{row.pk}", row.text, row.weight) for row in rows]
    if case := case_of(take.case):
        parts = {"holds": case.right_way, "tempting": case.wrong_way, "metric": case.metric}
        return [Point(f"c-{name}", text) for name, text in parts.items()]
    found = content()
    cards = found.study.cards if found and take.concept else ()
    return [Point(f"c-{card.slug}", card.back) for card in cards if card.concept == take.concept]


def model_answer(take: Take) -> str:
    """Of a case, what it sounds like in two minutes."""
    case = case_of(take.case)
    return take.version.model_answer if take.version else case.spoken if case else ""


def question_of(user: User, slug: str) -> Question | None:
    """A question this person may be asked, with its words."""
    return Question.objects.visible_to(user).usable().with_current().filter(slug=slug).first()
