"""Who may ask others to edit along, and how many. No database, no clock, no request."""

from accounts.models import User
from questions.models import QuestionSet, Shareable

MOST_EDITORS = 20


def kind_of(thing: Shareable) -> str:
    """The word for it: “set” or “question”."""
    return "set" if isinstance(thing, QuestionSet) else "question"


def why_not_invite(user: User, thing: Shareable, *, editors: int) -> str | None:
    """`editors`: how many there are and are asked already."""
    if thing.owner_id != user.pk:
        return "Only its author chooses who edits it with them."
    if editors >= MOST_EDITORS:
        kind = kind_of(thing)
        return f"{MOST_EDITORS} people are enough for one {kind}; take somebody out first."
    return None
