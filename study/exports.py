"""What a person takes along from the study desk: their cards, what they answered, their choices."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from study.models import Card, Desk, Review

_CARD = (
    *("pk", "source", "slug", "concept", "question__slug", "front", "back", "said", "created_at"),
    *("due_on", "stability", "difficulty", "reviews", "lapses", "suspended_at", "is_leech"),
)


def files(person: User) -> Iterator[File]:
    """Nothing where they never used cards."""
    cards = list(Card.objects.filter(owner=person).values(*_CARD))
    if cards:
        yield File("cards.json", as_json(cards))
    answers = Review.objects.filter(owner=person).order_by("pk")
    facts = list(answers.values("card", "rating", "at", "on", "seconds", "algorithm", "undone_at"))
    if facts:
        yield File("answers.json", as_json(facts))
    desk = Desk.objects.filter(user=person).values().first()
    if desk:
        desk.pop("user_id")
        yield File("desk.json", as_json(desk))
