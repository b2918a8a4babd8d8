"""What an account allows, and how long a guest's work is kept. Values in, values out."""

from datetime import datetime, timedelta
from typing import Protocol

from accounts.models import GUESTS_ARE_KEPT

# A visit is written down at most this often; nobody needs to know the hour of it.
SEEN_AGAIN = timedelta(days=1)
# How long a guest who went to log in is remembered, so that their work can follow them. After
# this it may be somebody else at the keyboard.
GUEST_WAITS = timedelta(minutes=15)
# What one types to delete an account.
DELETE_WORD = "delete"


class Visitor(Protocol):
    """The part of a person that time rules read."""

    is_guest: bool
    last_seen_at: datetime


def is_seen_anew(person: Visitor, *, at: datetime) -> bool:
    """The last visit on record is a day old or more, so this one is written down."""
    return at - person.last_seen_at >= SEEN_AGAIN


def kept_until(person: Visitor) -> datetime | None:
    """When a guest's work is deleted if they stay away; None for an account, which is kept."""
    return person.last_seen_at + GUESTS_ARE_KEPT if person.is_guest else None


def days_left(person: Visitor, *, at: datetime) -> int | None:
    """Whole days until a guest's work is deleted, never negative; None for an account."""
    end = kept_until(person)
    return None if end is None else max(0, (end - at).days)


def why_not_claim(person: Visitor) -> str | None:
    """Why this person's work cannot be given an address now, or None when it can."""
    return None if person.is_guest else "You have an account already; your work is in it."


def guest_may_follow(left_at: datetime, *, at: datetime) -> bool:
    """A guest went to log in at `left_at`: may whoever logs in at `at` have their work?"""
    return timedelta(0) <= at - left_at <= GUEST_WAITS
