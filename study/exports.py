"""What a person takes along from the study desk: cards, exercises, grid, plan, choices."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.exports import File, as_json
from accounts.models import User
from study import preparation_exports
from study.branches import exports as branches
from study.cards import anki
from study.cards.actions import desk_of
from study.models import (
    Attempt,
    Box,
    Card,
    CardChange,
    DeckFile,
    Desk,
    GridChange,
    GridNote,
    Hunt,
    Review,
)
from study.plan import exports as plan
from study.speaking import exports as speaking
from study.teaching import exports as teaching
from study.weak import exports as weak

_CARD = (
    *("pk", "source", "guid", "slug", "concept", "question__slug", "front", "back", "said"),
    "created_at",
    *("due_on", "stability", "difficulty", "reviews", "lapses", "suspended_at", "is_leech"),
)
_ATTEMPT = ("kind", "slug", "begun_at", "given", "marks", "finished_at", "on", "score")
_BOX = ("concept", "step", "due_on", "done_on", "minutes", "confidence", "marked_at")


def files(person: User) -> Iterator[File]:
    """Nothing of what they never used."""
    cards = list(Card.objects.filter(owner=person).values(*_CARD))
    if cards:
        yield File("cards.json", as_json(cards))
        at = timezone.now()
        yield File("cards.apkg", anki.as_apkg(person, at=at, retention=desk_of(person).retention))
    told = ("name", "size", "brought_at", "state", "told")
    decks = DeckFile.objects.filter(owner=person).values(*told)
    if decks:
        yield File("deck-brought.json", as_json(list(decks)))
    moved = CardChange.objects.filter(owner=person).values("made_at", "what", "undone_at")
    if moved:
        yield File("card-changes.json", as_json(list(moved)))
    answers = Review.objects.filter(owner=person).order_by("pk")
    facts = list(answers.values("card", "rating", "at", "on", "seconds", "algorithm", "undone_at"))
    if facts:
        yield File("answers.json", as_json(facts))
    attempts = Attempt.objects.filter(owner=person).order_by("pk").values(*_ATTEMPT)
    if attempts:
        yield File("exercises.json", as_json(list(attempts)))
    hunts = [_hunt(one) for one in person.hunts.prefetch_related("ticks", "lines").order_by("pk")]
    if hunts:
        yield File("debugging.json", as_json(hunts))
    boxes = Box.objects.filter(owner=person).values(*_BOX)
    notes = GridNote.objects.filter(owner=person).values("concept", "text")
    changes = GridChange.objects.filter(owner=person).values("made_at", "what", "undone_at")
    grid = {"boxes": list(boxes), "notes": list(notes), "changes": list(changes)}
    if any(grid.values()):
        yield File("grid.json", as_json(grid))
    yield from plan.files(person)
    yield from weak.files(person)
    yield from preparation_exports.files(person)
    yield from speaking.files(person)
    yield from teaching.files(person)
    yield from branches.files(person)
    desk = Desk.objects.filter(user=person).values().first()
    if desk:
        desk.pop("user_id")
        yield File("desk.json", as_json(desk))


def _hunt(hunt: Hunt) -> dict:
    told = ("hypothesis", "check_done", "result", "verdict", "noted_at", "changed_at")
    return {
        "begun_at": hunt.begun_at,
        "ended_at": hunt.ended_at,
        "checks": [
            {"mode": tick.mode, "cause": tick.cause, "at": tick.at} for tick in hunt.ticks.all()
        ],
        "tried": [{name: getattr(line, name) for name in told} for line in hunt.lines.all()],
    }
