"""Everything that changes cards: rating, undoing, putting off, putting aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from study.cards import memory
from study.models import Card, Desk, Review
from web.refusals import Refused

# Longer than a minute is a person who went away.
LONGEST_SECONDS = 60
UNDO = 20
# How many days ahead of their day cards can be taken.
MOST_AHEAD = 7
AHEAD = timedelta(days=MOST_AHEAD)

_BEFORE = (*Card.MEMORY, "reviews", "lapses", "is_leech")


def desk_of(user: User) -> Desk:
    """The person's choices; the defaults where they made none."""
    return Desk.objects.filter(user=user).first() or Desk(user=user)


def keep_desk(user: User, choices: dict[str, Any]) -> None:
    """How they study from now on; of two saves at once the later counts."""
    Desk.objects.update_or_create(user=user, defaults=choices)


@transaction.atomic
def rate(
    card: Card, rating: memory.Rating, *, seen: int, seconds: int | None, at: datetime
) -> Review | None:
    """Keep what was pressed and say when the card comes back.

    `seen` is how many reviews the page knew of: a second press, or one in another tab, changes
    nothing and answers None.
    """
    # The person first, as `undo` does: two tabs at once wait for each other in one order.
    User.objects.hold(card.owner_id)
    card = Card.objects.select_for_update(of=["self"]).select_related("owner").get(pk=card.pk)
    if card.reviews != seen:
        return None
    desk = desk_of(card.owner)
    on = desk.day(at)
    before = snapshot(card)
    outcome = outcomes(card, desk, at=at)[rating]
    review = Review.objects.create(
        card=card,
        owner_id=card.owner_id,
        rating=rating,
        at=at,
        on=on,
        seconds=None if seconds is None else max(0, min(seconds, LONGEST_SECONDS)),
        was_new=card.phase is None,
        was_due=card.phase is not None and card.due_at is None and card.due_on <= on,
        before=before,
        algorithm=memory.ALGORITHM,
    )
    remember(card, outcome)
    card.reviews += 1
    card.lapses += outcome.lapsed
    if outcome.lapsed and _is_leech(card.lapses, desk.leech_after):
        card.is_leech, card.suspended_at = True, at
    card.save()
    _bury_siblings(card, until=on + timedelta(days=1))
    return review


def outcomes(card: Card, desk: Desk, *, at: datetime) -> dict[memory.Rating, memory.Outcome]:
    """What each rating would lead to now: the page shows it, `rate` stores it."""
    on, salt = desk.day(at), f"{card.pk}:{card.reviews}"
    found = memory.choices(card.memory, on=on, at=at, retention=desk.retention_on(on), salt=salt)
    return {
        rating: replace(outcome, due_on=desk.outside(outcome.due_on, salt=f"{salt}:{rating:d}"))
        if outcome.wait is None
        else outcome
        for rating, outcome in found.items()
    }


@transaction.atomic
def undo(user: User, *, at: datetime) -> Card | None:
    """Take back the last answer that stands, of the last 20; None when there is none.

    The card is as it was, its marks and counts too; siblings stay put off until tomorrow.
    """
    User.objects.hold(user.pk)
    last = _last(user)
    if last is None:
        return None
    card = last.card
    was_put_aside = card.suspended_at == last.at
    restore(card, last.before)
    if was_put_aside:
        card.suspended_at = None
    card.buried_until = None
    card.save()
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    return card


def may_undo(user: User) -> bool:
    return _last(user) is not None


def _last(user: User) -> Review | None:
    """The newest answer that stands, among the last 20 given here."""
    given = Review.objects.filter(owner=user).exclude(algorithm=memory.REPLAYED)
    latest = given.select_related("card")[:UNDO]
    return next((review for review in latest if review.undone_at is None), None)


def bury(card: Card, *, at: datetime) -> None:
    """Not again on this study day."""
    until = desk_of(card.owner).day(at) + timedelta(days=1)
    Card.objects.filter(pk=card.pk).update(buried_until=until)


def suspend(card: Card, *, at: datetime) -> None:
    """Put it aside until told otherwise: it is never due."""
    Card.objects.filter(pk=card.pk, suspended_at=None).update(suspended_at=at)


def resume(card: Card) -> None:
    """Bring it back, with what is known of it. A leech is one no longer."""
    Card.objects.filter(pk=card.pk).update(suspended_at=None, is_leech=False, buried_until=None)


def reword(card: Card, *, front: str, back: str) -> None:
    """Other words for the same card; what is known of it stays."""
    if card.source == Card.Source.CONTENT:
        raise Refused("These words come with Greenroom. Put the card aside and write your own.")
    Card.objects.filter(pk=card.pk).update(front=front, back=back)


def delete(card: Card) -> None:
    """For good, with its history."""
    card.delete()


def more_today(user: User, number: int, *, at: datetime) -> None:
    """So many new cards beyond the daily number, on this study day alone."""
    desk, _ = Desk.objects.get_or_create(user=user)
    today = desk.day(at)
    had = desk.extra_new if desk.extra_new_on == today else 0
    desk.extra_new, desk.extra_new_on = min(had + number, 200), today
    desk.save(update_fields=["extra_new", "extra_new_on"])


def learn_ahead(user: User, *, at: datetime) -> None:
    """On this study day, what is due a day later as well; each time a day more, up to a week."""
    desk, _ = Desk.objects.get_or_create(user=user)
    today = desk.day(at)
    had = desk.ahead_days if desk.ahead_on == today else 0
    desk.ahead_days, desk.ahead_on = min(had + 1, MOST_AHEAD), today
    desk.save(update_fields=["ahead_days", "ahead_on"])


def snapshot(card: Card) -> dict[str, Any]:
    """What a review changes in a card, as JSON."""
    found = {name: getattr(card, name) for name in _BEFORE}
    for name in ("reviewed_on", "due_on", "due_at"):
        found[name] = found[name] and found[name].isoformat()
    return found


def restore(card: Card, before: dict[str, Any]) -> None:
    for name in _BEFORE:
        setattr(card, name, Card._meta.get_field(name).to_python(before[name]))


def remember(card: Card, outcome: memory.Outcome) -> None:
    """Write the memory after an answer into the card, without saving it."""
    found = outcome.memory
    card.phase, card.step = found.phase, found.step
    card.stability, card.difficulty = found.stability, found.difficulty
    card.reviewed_on, card.due_on, card.due_at = found.reviewed_on, outcome.due_on, outcome.due_at


def _is_leech(lapses: int, after: int) -> bool:
    """At that many lapses, and again after every half as many more."""
    return lapses >= after and (lapses - after) % max(1, after // 2) == 0


def _bury_siblings(card: Card, *, until) -> None:
    """Cards of the same question would give each other away."""
    if card.question_id is None:
        return
    siblings = Card.objects.filter(owner=card.owner_id, question=card.question_id, due_at=None)
    siblings = siblings.exclude(pk=card.pk)
    siblings.filter(Q(buried_until=None) | Q(buried_until__lt=until)).update(buried_until=until)
