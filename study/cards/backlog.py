"""Behind: more cards due than a day holds, and what to do about it, in numbers before it is done.

Nothing here judges. Cards wait; what changes is the day on which each is asked, and that can be
taken back.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db import transaction

from accounts.models import User
from study.cards import memory
from study.cards.actions import desk_of
from study.models import Card, CardChange, Desk
from web.refusals import Refused

# What is offered, in days.
OVER = (3, 7, 14, 30)
PAUSE = 7
# A card is about to be forgotten when its recall has fallen so far.
SHAKY = 0.8
# Due for so many days: then it is more than one busy evening.
FOR_DAYS = 2


@dataclass(frozen=True)
class Spread:
    """What is due now over so many days: all that would then be due on each of them."""

    days: int
    each_day: list[int]

    @property
    def most(self) -> int:
        return max(self.each_day)


@dataclass(frozen=True)
class Shaky:
    """What stays due when only the shaky ones do, and until when the last of the others waits."""

    stay: int
    wait: int
    last: date | None


@dataclass(frozen=True)
class Backlog:
    due: int
    limit: int
    spreads: list[Spread]
    shaky: Shaky
    # New cards that would come today.
    new: int

    @property
    def days(self) -> int:
        """How many it takes at the day's number, were nothing else to fall due."""
        return ceil(self.due / self.limit) if self.limit else 0


def is_behind(desk: Desk, *, on: date) -> bool:
    """More is due than the day's number, and some of it for days. One query."""
    due = _due(desk, on=on).values_list("due_on", flat=True)
    days = sorted(due)
    return len(days) > desk.reviews_a_day and days[0] <= on - timedelta(days=FOR_DAYS)


def backlog(desk: Desk, *, on: date, new: int) -> Backlog:
    """The numbers of each offer; the offers do just this. Two queries."""
    cards = list(_due(desk, on=on))
    coming = _coming(desk, on=on, days=max(OVER), without={card.pk for card in cards})
    waits = [day for card in cards if (day := _shaky_on(card)) > on]
    return Backlog(
        due=len(cards),
        limit=desk.reviews_a_day,
        spreads=[Spread(days, level(len(cards), coming[:days])) for days in OVER],
        shaky=Shaky(len(cards) - len(waits), len(waits), max(waits, default=None)),
        new=new,
    )


def level(number: int, coming: Sequence[int]) -> list[int]:
    """All cards of each day when `number` more are put on those days, the emptiest first."""
    days = [(count, day) for day, count in enumerate(coming)]
    heapq.heapify(days)
    for _ in range(number):
        count, day = days[0]
        heapq.heapreplace(days, (count + 1, day))
    return [count for count, _day in sorted(days, key=lambda one: one[1])]


@transaction.atomic
def spread(user: User, days: int, *, at: datetime) -> CardChange:
    """What is due by now, over today and the days after it: the most shaky first."""
    if days not in OVER:
        raise Refused(f"Spread it over {', '.join(map(str, OVER[:-1]))} or {OVER[-1]} days.")
    desk, on = _locked(user, at)
    cards = list(_due(desk, on=on))
    moved = over_days(desk, cards, first=on, days=days)
    what = f"{len(cards)} due cards spread over {days} days"
    return move(user, moved, CardChange.Why.SPREAD, what, at=at)


@transaction.atomic
def only_shaky(user: User, *, at: datetime) -> CardChange:
    """Let what is still known well wait until its recall has fallen to 0.8."""
    desk, on = _locked(user, at)
    moved = [(card, day) for card in _due(desk, on=on) if (day := _shaky_on(card)) > on]
    what = f"{len(moved)} cards wait until they are shaky"
    return move(user, moved, CardChange.Why.SHAKY, what, at=at)


def pause_new(user: User, *, at: datetime) -> date:
    """No new cards for a week; the study day on which they come again."""
    until = desk_of(user).day(at) + timedelta(days=PAUSE)
    Desk.objects.update_or_create(user=user, defaults={"no_new_until": until})
    return until


def resume_new(user: User) -> None:
    Desk.objects.filter(user=user).update(no_new_until=None)


def over_days(
    desk: Desk, cards: Iterable[Card], *, first: date, days: int
) -> list[tuple[Card, date]]:
    """A day for each of these cards, from `first` on, so that the days are alike; the cards that
    are nearest to being forgotten come first."""
    cards = sorted(cards, key=lambda card: (memory.recall(card.memory, on=first), card.pk))
    mine = {card.pk for card in cards}
    coming = _coming(desk, on=first, days=days, without=mine)
    chosen = []
    for day, (count, had) in enumerate(zip(level(len(cards), coming), coming, strict=True)):
        chosen += [first + timedelta(days=day)] * (count - had)
    return list(zip(cards, chosen, strict=True))


def move(
    user: User, moved: Iterable[tuple[Card, date]], why: str, what: str, *, at: datetime
) -> CardChange:
    """Give cards other days and keep what they had. Part of a transaction that holds the person."""
    before, changed = {}, []
    for card, day in moved:
        before[card.pk] = [card.due_on.isoformat(), day.isoformat(), card.reviews]
        card.due_on = day
        changed.append(card)
    Card.objects.bulk_update(changed, ["due_on"], batch_size=1000)
    return CardChange.objects.create(owner=user, made_at=at, why=why, what=what, before=before)


@transaction.atomic
def undo(change: CardChange, *, at: datetime) -> int:
    """Put the days back of all cards that were not answered or moved since; how many."""
    User.objects.hold(change.owner_id)
    change = CardChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_at:
        return 0
    cards = Card.objects.select_for_update().filter(owner=change.owner_id, pk__in=change.before)
    back = []
    for card in cards:
        was, became, reviews = change.before[str(card.pk)]
        if card.reviews == reviews and card.due_on == date.fromisoformat(became):
            card.due_on = date.fromisoformat(was)
            back.append(card)
    Card.objects.bulk_update(back, ["due_on"], batch_size=1000)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    return len(back)


def last_change(user: User) -> CardChange | None:
    """The newest change of days, if it still stands. Days away are ended instead (`away`)."""
    newest = CardChange.objects.visible_to(user).first()
    stands = newest and newest.undone_at is None and newest.why != CardChange.Why.AWAY
    return newest if stands else None


def _locked(user: User, at: datetime) -> tuple[Desk, date]:
    """The person before their cards, as in every change of cards."""
    User.objects.hold(user.pk)
    desk = desk_of(user)
    return desk, desk.day(at)


def _due(desk: Desk, *, on: date):
    cards = Card.objects.visible_to(desk.user).in_play(on=on).due(on=on)
    return cards.filter(phase__isnull=False)


def _coming(desk: Desk, *, on: date, days: int, without: Collection[int]) -> list[int]:
    """How many other cards fall due on each day from `on`."""
    last = on + timedelta(days=days - 1)
    cards = Card.objects.visible_to(desk.user).filter(suspended_at=None, due_at=None)
    cards = cards.filter(due_on__gte=on, due_on__lte=last).exclude(pk__in=without)
    found = Counter(cards.order_by().values_list("due_on", flat=True))
    return [found[on + timedelta(days=day)] for day in range(days)]


def _shaky_on(card: Card) -> date:
    """The study day on which its recall has fallen to 0.8."""
    return memory.falls_to(card.memory, SHAKY)
