"""What one person has chosen, read in one go: the only place that knows defaults from rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from reminders.kinds import CATEGORIES, SECURITY, Category
from reminders.models import Choice, Hours, Mute, Postbox

Way = Choice.Way


@dataclass(frozen=True)
class Chosen:
    """One category: shown in the app, and how by mail."""

    in_app: bool
    email: str


@dataclass(frozen=True)
class Choices:
    """Everything that decides whether, how and when this person is told."""

    user: User
    by_category: dict[str, Chosen]
    hours: Hours
    muted: frozenset[str]
    # Mail to the address as it is now is paused: it was refused too often.
    is_paused: bool

    @property
    def zone(self) -> ZoneInfo:
        return self.user.zone

    @property
    def quiet(self) -> tuple[time, time] | None:
        hours = self.hours
        return None if hours.quiet_from is None else (hours.quiet_from, hours.quiet_to)

    def of(self, category: Category) -> Chosen:
        return self.by_category.get(category.name, Chosen(True, Way.NOW))


def choices_of(user: User) -> Choices:
    """Two queries, and two more where `mail_hours` and `postbox` were not joined to the user."""
    rows = {row.category: row for row in Choice.objects.filter(user=user)}
    postbox = _postbox_of(user)
    return Choices(
        user=user,
        by_category={
            name: _chosen(category, rows.get(name)) for name, category in CATEGORIES.items()
        },
        hours=_hours_of(user),
        muted=frozenset(Mute.objects.filter(user=user).values_list("about", flat=True)),
        is_paused=postbox is not None
        and postbox.paused_at is not None
        and postbox.address == user.email,
    )


def _chosen(category: Category, row: Choice | None) -> Chosen:
    """A way that a category does not offer (any more) is its default."""
    if category is SECURITY or row is None:
        return Chosen(True, category.email)
    return Chosen(row.in_app, row.email if row.email in category.ways else category.email)


def _hours_of(user: User) -> Hours:
    try:
        return user.mail_hours
    except ObjectDoesNotExist:
        return Hours(user=user)


def _postbox_of(user: User) -> Postbox | None:
    try:
        return user.postbox
    except ObjectDoesNotExist:
        return None
