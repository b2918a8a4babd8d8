"""What circles are called. The room that makes them says so when Django starts."""

from collections.abc import Callable, Collection

from accounts.models import CircleMembership, User

Namer = Callable[[Collection[int]], dict[int, str]]
_namers: list[Namer] = []


def register(namer: Namer) -> None:
    """`namer` takes ids of circles and answers with the names of those it knows by id."""
    _namers.append(namer)


def names(ids: Collection[int]) -> dict[int, str]:
    """The names of these circles, by id; one that nobody named is not in it."""
    found: dict[int, str] = {}
    for namer in _namers if ids else ():
        found |= namer(ids)
    return found


def of(user: User) -> dict[int, str]:
    """The circles this person is in now, by id, in the order of their names."""
    ids = list(CircleMembership.objects.filter(user=user).values_list("circle", flat=True))
    return dict(sorted(names(ids).items(), key=lambda pair: pair[1].lower()))
