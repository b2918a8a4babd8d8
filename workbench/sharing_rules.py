"""What may be done with a question beside writing it: who shares it, and how."""

from accounts.models import User
from questions.models import Question, Visibility


def why_not_share(user: User, question: Question, how: str) -> str | None:
    """Why this person cannot let it be seen that way, or None when they can."""
    if how not in (Visibility.PRIVATE, Visibility.LINK, Visibility.LIBRARY):
        return "A question is private, opens by a link, or stands in the library."
    if question.origin:
        return "This question is kept in a file of its bank."
    if how == Visibility.LIBRARY:
        if not user.is_curator:
            return "Only a curator puts a question into the library. Send one the link to it."
        if question.status != Question.Status.READY:
            return "Only a ready question goes into the library."
        return None
    if question.owner_id is None:
        return "It belongs to the library alone: retire it to take it out."
    if question.owner_id != user.pk and not (
        user.is_curator and question.visibility == Visibility.LIBRARY
    ):
        return "Only its author shares this question or takes it back."
    return None
