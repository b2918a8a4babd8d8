"""What a page of the library says, as plain words: the template has only to set them.

A page has some 600 of them. Django's templates look a word up in a dictionary in a third of the
time that an attribute of an object takes, and a joined line costs one word instead of eight.
"""

from collections.abc import Collection

from accounts.models import User
from questions.browse import Found
from questions.links import Links
from questions.models import Audience, Question, Visibility
from questions.models.vocabulary import Kind, Tier

_KINDS, _TIERS, _AUDIENCES = dict(Kind.choices), dict(Tier.choices), dict(Audience.choices)
Words = dict[str, object]


def rows(found: Found, user: User, attempted: Collection[int], *, with_area: bool) -> list[Words]:
    """One a question: `href`, `title`, `piece` of the prompt, `facts` in a line, `tags`."""
    return [
        {
            "href": f"/questions/{question.slug}/",
            "title": getattr(question, "marked_title", question.title),
            "piece": getattr(question, "piece", ""),
            "facts": _facts(question, with_area=with_area),
            "tags": _tags(question, user, attempted),
        }
        for question in found.questions
    ]


def _facts(question: Question, *, with_area: bool) -> str:
    said = [question.topic.title] if with_area else []
    said += [_KINDS[question.kind], _TIERS[question.tier], f"{question.minutes} min"]
    said.append(question.priority)
    if question.audience != Audience.ENGINEER:
        said.append(f"to {_AUDIENCES[question.audience].lower()}")
    if question.language != "en":
        said.append(question.language)
    return " · ".join(said)


def _tags(question: Question, user: User, attempted: Collection[int]) -> list[tuple[str, str]]:
    """(look, words)."""
    tags = []
    if question.pk in attempted:
        tags.append(("good", "attempted"))
    if question.status != Question.Status.READY:
        tags.append(("warn", question.get_status_display().lower()))
    if question.circle_id:
        tags.append(("", f"shared with {question.circle}"))
    elif question.visibility != Visibility.LIBRARY:
        tags.append(("", "your own" if question.owner_id == user.pk else "shared with you"))
    return tags


def boxes(found: Found) -> list[Words]:
    """The filters that are ticked: `name`, `label`, `type`, `choices` with their counts."""
    plus = "+" if found.at_least else ""
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "type": "radio" if facet.name == "whose" else "checkbox",
            "choices": [
                {
                    "value": one.value,
                    "label": one.label,
                    "count": f"{one.count:,}{plus}",
                    "checked": " checked" if one.picked else "",
                }
                for one in facet.shown
            ],
        }
        for facet in found.facets.values()
        if facet.is_boxes
    ]


def areas(found: Found, links: Links) -> list[Words]:
    """The areas that have a match, the choice of all of them first: links with their counts."""
    plus = "+" if found.at_least else ""
    facet = found.facets["area"]
    before, after = links.area
    listed = [("", "All areas", facet.without, not facet.picked, links.all_areas)]
    listed += [
        (one.value, one.label, one.count, one.picked, f"{before}{one.value}{after}")
        for one in facet.shown
    ]
    return [
        {
            "href": href,
            "label": label,
            "count": f"{count:,}{plus}",
            "current": ' aria-current="true"' if picked else "",
        }
        for _, label, count, picked, href in listed
    ]
