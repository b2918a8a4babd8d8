"""Who is told what of code that is read together. Never a line of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from marking.models import CodeReview, CodeVersion, LineComment
from reminders.actions import tell_all, withdraw
from reminders.kinds import SHARED_WITH_YOU
from reminders.notes import Note


def put_up(review: CodeReview, *, at: datetime) -> None:
    """To everybody in the circle but its author."""
    title = f"{review.author} asks for eyes on their code: {review}"
    people = _in_circle(review).exclude(pk=review.author_id)
    _tell(review, "put-up", title, "Say something about a line.", people, at=at)


def next_version(review: CodeReview, version: CodeVersion, *, at: datetime) -> None:
    """To whoever said something about it."""
    spoke = LineComment.objects.filter(thread__review=review).exclude(by=None).values("by")
    people = _in_circle(review).filter(pk__in=spoke).exclude(pk=review.author_id)
    title = f"{review}: version {version.number}"
    line = f"{review.author} has changed their code. What you said stands with its lines."
    _tell(review, f"version:{version.number}", title, line, people, at=at)


def said(comment: LineComment, *, at: datetime) -> None:
    """To the author, and to whoever spoke in this thread."""
    thread = comment.thread
    review = thread.review
    spoke = thread.comments.exclude(by=None).values("by")
    concerned = _in_circle(review).filter(Q(pk=review.author_id) | Q(pk__in=spoke))
    people = concerned.exclude(pk=comment.by_id)
    where = f"line {thread.first} of version {thread.version.number}" if thread.first else "it all"
    title = f"{comment.by} said something about {review}"
    _tell(review, f"said:{comment.pk}", title, f"About {where}.", people, at=at, thread=thread.pk)


def taken_back(review: CodeReview, *, at: datetime) -> None:
    withdraw(f"code-review:{review.pk}:", because="Taken back since", at=at)


def _in_circle(review: CodeReview) -> QuerySet[User]:
    return User.objects.filter(circle_memberships__circle=review.circle_id)


def _tell(
    review: CodeReview,
    what: str,
    title: str,
    line: str,
    people: Iterable[User],
    *,
    at: datetime,
    thread: int | None = None,
) -> None:
    place = f"#thread-{thread}" if thread else ""
    note = Note(title, line, f"{review.get_absolute_url()}{place}", where=str(review.circle))
    tell_all(
        lambda user: f"code-review:{review.pk}:{what}:to:{user.pk}",
        users=people,
        kind=SHARED_WITH_YOU,
        note=note,
        at=at,
        about=f"group:{review.circle_id}",
    )
