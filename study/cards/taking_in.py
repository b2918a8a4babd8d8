"""Cards of a package become one's own: each once, with what is known of it where one asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from questions.models import KeyPoint, Question
from study.cards import actions, identity, memory, sources
from study.cards.actions import desk_of
from study.cards.packages import Answer, Found, Package
from study.models import Card, Desk, Review

A_BATCH = 2000
# Many decks count their days from a night, ours from a noon in UTC.
_NOON = 12 * 3600


@dataclass(frozen=True)
class Taken:
    """How many are new, and how many were here already. Those are left as they are."""

    new: int
    had: int
    # Cards that now know what was answered elsewhere.
    scheduled: int

    def __str__(self) -> str:
        told = [f"{self.new} card{'' if self.new == 1 else 's'} came"]
        told += [f"{self.had} you had already"] * bool(self.had)
        told += [f"{self.scheduled} know when they are due"] * bool(self.scheduled)
        return ", ".join(told) + "."


@transaction.atomic
def take_in(user: User, package: Package, *, at: datetime) -> Taken:
    """Add the cards one has not; what one has stays as it is, so a second time changes nothing.

    What was answered elsewhere is replayed on study days, for cards that were never met here.
    """
    User.objects.hold(user.pk)
    desk = desk_of(user)
    first = _first_day(desk, package.begins)
    had = {card.guid: card for card in _mine(user).exclude(guid="")}
    found = {one.guid: one for one in package.cards}
    makers = _Makers(user, package.cards, at=at)
    fresh = {guid: makers.card(one) for guid, one in found.items() if guid not in had}
    unmet = {guid: had[guid] for guid in found if guid in had and had[guid].reviews == 0}
    history: list[Review] = []
    for guid, card in {**fresh, **unmet}.items():
        history += _replay(card, desk, found[guid], first)
    Card.objects.bulk_create(fresh.values(), ignore_conflicts=True, batch_size=A_BATCH)
    met = [card for card in unmet.values() if card.reviews]
    Card.objects.bulk_update(met, [*Card.MEMORY, "reviews", "lapses"], batch_size=A_BATCH)
    kept = dict(_mine(user).exclude(guid="").values_list("guid", "pk"))
    for guid, card in fresh.items():
        card.pk = kept.get(guid)
    history = [review for review in history if review.card.pk]
    Review.objects.bulk_create(history, batch_size=A_BATCH)
    return Taken(
        new=len(kept) - len(had),
        had=len(found) - len(fresh),
        scheduled=len({review.card.pk for review in history}),
    )


def _mine(user: User):
    return Card.objects.visible_to(user)


class _Makers:
    """From a note to a card: what it needs to know of the site is read once."""

    def __init__(self, user: User, found: Iterable[Found], *, at: datetime) -> None:
        self.user, self.at = user, at
        self.content = sources.taught()
        asked = {one.origin[1] for one in found if len(one.origin) > 1}
        asked |= {card.question for card in self.content.values()}
        known = Question.objects.visible_to(user).filter(slug__in=asked)
        self.questions = {one.slug: one for one in known}
        points = KeyPoint.objects.filter(version__in=[one.current_id for one in known])
        self.points = {(one.version_id, one.slug): one for one in points}

    def card(self, one: Found) -> Card:
        kind = one.origin[0] if one.origin else Card.Source.ELSEWHERE
        slug = one.origin[1] if len(one.origin) > 1 else ""
        made = Card(
            owner=self.user,
            source=kind if kind in Card.Source else Card.Source.ELSEWHERE,
            guid=one.guid,
            front=one.front,
            back=one.back,
            said=one.said,
            created_at=self.at,
            suspended_at=self.at if one.is_suspended else None,
        )
        if kind == Card.Source.CONTENT:
            self._of_content(made, slug)
        else:
            question = self.questions.get(slug)
            made.question = question
            made.version_id = question.current_id if question else None
        if kind == Card.Source.POINT and made.question and len(one.origin) > 2:
            made.key_point = self.points.get((made.version_id, one.origin[2]))
        return made

    def _of_content(self, card: Card, slug: str) -> None:
        """One that this site does not teach becomes a card of one's own."""
        shipped = self.content.get(slug)
        if shipped is None or card.guid != identity.of_content(slug):
            card.source = Card.Source.OWN
            return
        card.slug, card.concept = shipped.slug, shipped.concept
        card.question = self.questions.get(shipped.question)


def _first_day(desk: Desk, begins: datetime) -> date:
    if int(begins.timestamp()) % 86_400 == _NOON:
        return begins.astimezone(UTC).date()
    return desk.day(begins)


def _within(reviewed_on: date, first: date, due: int) -> date:
    """The day the deck says, never before the last answer nor beyond the longest interval."""
    asked = (first - reviewed_on).days + max(-memory.LONGEST, min(due, 100 * memory.LONGEST))
    return reviewed_on + timedelta(days=max(0, min(asked, memory.LONGEST)))


def _replay(card: Card, desk: Desk, found: Found, first: date) -> list[Review]:
    """The reviews of one card, whose memory is afterwards that of all these answers."""
    reviews = []
    for number, answer in enumerate(found.answers):
        on = max(desk.day(answer.at), card.reviewed_on or date.min)
        outcome = memory.review(
            card.memory,
            memory.Rating(answer.rating),
            on=on,
            at=answer.at,
            retention=desk.retention,
            salt=f"{card.guid}:{number}",
        )
        reviews.append(_review(card, answer, on))
        actions.remember(card, outcome)
        card.reviews += 1
        card.lapses += outcome.lapsed
    if reviews and found.due is not None and card.phase == memory.Phase.REVIEW:
        card.due_on = _within(card.reviewed_on, first, found.due)
    return reviews


def _review(card: Card, answer: Answer, on: date) -> Review:
    return Review(
        card=card,
        owner_id=card.owner_id,
        rating=answer.rating,
        at=answer.at,
        on=on,
        seconds=min(max(answer.seconds, 0), actions.LONGEST_SECONDS),
        was_new=card.phase is None,
        was_due=card.phase is not None and card.due_at is None,
        before=actions.snapshot(card),
        algorithm=memory.REPLAYED,
    )
