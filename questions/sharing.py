"""Share links: making one, taking it back, and writing down who came by it."""

from datetime import datetime

from accounts.models import Circle, User
from questions.models import LinkVisit, Question, QuestionSet, Shareable, Visibility, new_token


def share(thing: Shareable, how: Visibility, *, circle: Circle | None = None) -> None:
    """Let it be seen that way. Whether somebody may do that is a rule of the caller's.

    A link is a new one each time: one that was given out before opens nothing from now on.
    `circle` says whose group, for `Visibility.GROUP` alone. Interviews that began keep what they
    were asked.
    """
    thing.visibility = how
    thing.share_token = new_token() if how == Visibility.LINK else None
    thing.circle = circle if how == Visibility.GROUP else None
    thing.save(update_fields=["visibility", "share_token", "circle"])


def take_back_from(circle: Circle) -> None:
    """What was shared with it is seen by whoever keeps it, and nobody else."""
    for model in (Question, QuestionSet):
        shared = model.objects.filter(circle=circle)
        shared.update(visibility=Visibility.PRIVATE, circle=None)


def write_down_visit(thing: Shareable, user: User, *, at: datetime) -> None:
    """Let this person in for as long as the link holds by which they come now."""
    field = "set" if isinstance(thing, QuestionSet) else "question"
    LinkVisit.objects.update_or_create(
        user=user, **{field: thing}, defaults={"opened_at": at, "token": thing.share_token}
    )
