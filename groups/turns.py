"""What the rota goes by: who is in the group, and who asked whom in its mock meetings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from groups import rota
from groups.models import Group, Meeting, Part

# What lies further back than so many halves no longer counts; enough for years of a small group.
REMEMBERED = 1000
# What says who somebody is.
NAMED = ("display_name", "email")


@dataclass(frozen=True)
class Table:
    """The round that is next, by name, and how often each member has asked and answered."""

    pairs: list[tuple[User, User]]
    rests: User | None
    counts: list[tuple[User, rota.Turns]]


@dataclass(frozen=True)
class Turn:
    """Somebody's own turn: with whom, and whether they ask first."""

    partner: User
    asks_first: bool


def turn_of(group: Group, user: User, *, at: datetime) -> Turn | None:
    """With whom it is their turn; None while they rest or have a mock meeting planned."""
    people, busy, history = _people(group), _busy(group, at=at), _history(group)
    if user.pk in busy:
        return None
    one = rota.propose([pk for pk in people if pk not in busy], history).pair_of(user.pk)
    if one is None:
        return None
    return Turn(people[one.other(user.pk)], asks_first=one.asker == user.pk)


def table(group: Group, *, at: datetime) -> Table:
    """The next round among those who have no mock meeting planned, and the fairness counter."""
    people, busy, history = _people(group), _busy(group, at=at), _history(group)
    coming = rota.propose([pk for pk in people if pk not in busy], history)
    return Table(
        pairs=[(people[pair.asker], people[pair.answerer]) for pair in coming.pairs],
        rests=people[coming.rests] if coming.rests else None,
        counts=[(people[pk], turns) for pk, turns in rota.tally(people, history).items()],
    )


def round_of(group: Group, people: list[int]) -> rota.Round:
    """The round among these people, such as those who come to a meeting."""
    return rota.propose(people, _history(group))


def _people(group: Group) -> dict[int, User]:
    """Members by id, who has been in longest first; of each only what names them."""
    inside = group.circle.memberships.select_related("user").order_by("since", "pk")
    inside = inside.only("since", "circle", *(f"user__{name}" for name in NAMED))
    return {place.user_id: place.user for place in inside}


def _history(group: Group) -> list[tuple[int, int]]:
    """Halves that took place, oldest first: the interview began, and somebody was there to ask."""
    took_place = Part.objects.filter(
        meeting__group=group,
        meeting__state=Meeting.State.PLANNED,
        solo=False,
        interview__started_at__isnull=False,
        asker__isnull=False,
        answerer__isnull=False,
    )
    latest = took_place.order_by("-meeting__starts_at", "-number", "-pk")
    return list(latest.values_list("asker", "answerer")[:REMEMBERED])[::-1]


def _busy(group: Group, *, at: datetime) -> set[int | None]:
    """Who has a mock meeting planned: they are not proposed again before it."""
    coming = Meeting.objects.filter(group=group).to_come(at=at)
    parts = Part.objects.filter(Q(meeting__in=coming.order_by())).values_list("asker", "answerer")
    return {person for pair in parts for person in pair}
