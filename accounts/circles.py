"""What circles are called, for pages that list what is shared with many of them."""

from collections.abc import Collection

from accounts.models import Circle, User


def names(ids: Collection[int]) -> dict[int, str]:
    """The names of these circles, by id; one that is gone is not in it."""
    return dict(Circle.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def of(user: User) -> dict[int, str]:
    """The circles this person may share with now, by id, in the order of their names."""
    named = Circle.objects.open_to(user).values_list("pk", "name")
    return dict(sorted(named, key=lambda pair: pair[1].lower()))
