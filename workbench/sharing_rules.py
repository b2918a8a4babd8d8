"""Who shares a question or a set, and how. No database, no clock, no request."""

from accounts.models import User
from questions.models import Question, Shareable, Visibility
from workbench.co_editing_rules import kind_of

# What the pages of a question and a set offer; with a group it is shared on the group's page.
WAYS = (Visibility.PRIVATE, Visibility.LINK, Visibility.LIBRARY)


def why_not_share(user: User, thing: Shareable, how: str) -> str | None:
    """Why this person cannot let it be seen that way, or None when they can.

    The owner shares, not who edits along: a link decides who else reads what its author wrote. A
    curator puts into the library whatever they may read, and takes out what stands there.
    """
    kind = kind_of(thing)
    if how not in WAYS:
        return f"A {kind} is private, opens by a link, or stands in the library."
    if thing.origin:
        return f"This {kind} is kept in a file of its bank."
    if how == Visibility.LIBRARY:
        return _why_not_library(user, thing, kind)
    if thing.owner_id is None:
        end = "retire" if kind == "question" else "delete"
        return f"It belongs to the library alone: {end} it to take it out."
    if thing.owner_id != user.pk and not (user.is_curator and thing.is_everybodys):
        return f"Only its author shares this {kind} or takes it back."
    return None


def why_not_each(user: User, thing: Shareable) -> dict[str, str | None]:
    """For each way, why not: what its page offers and what it hides."""
    return {how.value: why_not_share(user, thing, how) for how in WAYS}


def _why_not_library(user: User, thing: Shareable, kind: str) -> str | None:
    if not user.is_curator:
        way = "Send one the link to it." if kind == "question" else "Ask one to edit it along."
        return f"Only a curator puts a {kind} into the library. {way}"
    if isinstance(thing, Question) and thing.status != Question.Status.READY:
        return "Only a ready question goes into the library."
    return None
