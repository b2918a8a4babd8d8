"""Who shares a question or a set, and how. No database, no clock, no request."""

from collections.abc import Sequence

from accounts.models import Circle, User
from questions.models import Question, Shareable, Visibility
from workbench.co_editing_rules import kind_of

WAYS = (Visibility.PRIVATE, Visibility.LINK, Visibility.GROUP, Visibility.LIBRARY)


def why_not_share(
    user: User, thing: Shareable, how: str, *, circle: Circle | None = None
) -> str | None:
    """Why this person cannot let it be seen that way, or None when they can.

    `circle`: for a group, the one they mean, where they are in it.

    The owner shares, not who edits along: a link decides who else reads what its author wrote. A
    curator puts into the library whatever they may read, and takes out what stands there.
    """
    kind = kind_of(thing)
    if how not in WAYS:
        return f"A {kind} is private, a group's, opens by a link, or stands in the library."
    if thing.origin:
        return f"This {kind} is kept in a file of its bank."
    if how == Visibility.LIBRARY:
        return _why_not_library(user, thing, kind)
    if thing.owner_id is None:
        end = "retire" if kind == "question" else "delete"
        return f"It belongs to the library alone: {end} it to take it out."
    if thing.owner_id != user.pk and not (user.is_curator and thing.is_everybodys):
        return f"Only its author shares this {kind} or takes it back."
    return _why_not_group(thing, circle) if how == Visibility.GROUP else None


def why_not_each(
    user: User, thing: Shareable, *, circles: Sequence[Circle] = ()
) -> dict[str, str | None]:
    """For each way, why not: what its page offers and what it hides. `circles`: of this person."""
    circle = next((one for one in circles if not one.archived_at), None)
    return {how.value: why_not_share(user, thing, how, circle=circle) for how in WAYS}


def _why_not_group(thing: Shareable, circle: Circle | None) -> str | None:
    if circle is None:
        return "Choose a group that you are in."
    if circle.archived_at:
        return f"{circle} is archived: nothing more is shared with it."
    return None


def _why_not_library(user: User, thing: Shareable, kind: str) -> str | None:
    if not user.is_curator:
        way = "Send one the link to it." if kind == "question" else "Ask one to edit it along."
        return f"Only a curator puts a {kind} into the library. {way}"
    if isinstance(thing, Question) and thing.status != Question.Status.READY:
        return "Only a ready question goes into the library."
    return None
