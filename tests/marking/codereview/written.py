"""Code that somebody put up, and what others said about it."""

import uuid

from django.utils import timezone

from accounts.models import User
from groups.models import Group
from marking.codereview import actions
from marking.codereview.lines import Span
from marking.models import CodeReview, CodeVersion, LineThread

CODE = (
    "def mean(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total / len(xs)"
)


def code_of(author: User, group: Group, text: str = CODE, **facts) -> CodeReview:
    usual = {"title": "The mean", "about": "", "request_key": uuid.uuid4()}
    return actions.put_up(
        group.circle, text=text, by=author, at=timezone.now(), **{**usual, **facts}
    )


def spoken_about(
    review: CodeReview,
    text: str = "What of an empty list?",
    *,
    by: User,
    lines: tuple[int, int] | None = (5, 5),
    version: int = 1,
) -> LineThread:
    span = Span(*lines) if lines else None
    return actions.say(review, version, span, text, by=by, at=timezone.now())


def changed_to(review: CodeReview, text: str, *, base: int = 1) -> CodeVersion:
    return actions.next_version(review, text, base=base, by=review.author, at=timezone.now())
