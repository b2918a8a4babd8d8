"""Share links: making one, taking it back, and writing down who came by it."""

from datetime import datetime

from accounts.models import User
from questions.models import LinkVisit, QuestionSet, Shareable, Visibility, new_token


def give_link(thing: Shareable) -> None:
    """A new link. One that was given out before opens nothing from now on."""
    _write(thing, visibility=Visibility.LINK, share_token=new_token())


def take_link_back(thing: Shareable) -> None:
    """Only its keepers see it again. Interviews that began keep what they were asked."""
    _write(thing, visibility=Visibility.PRIVATE, share_token=None)


def put_in_library(thing: Shareable) -> None:
    """Everyone on this site sees it. Whether somebody may do that is a rule of the caller's."""
    _write(thing, visibility=Visibility.LIBRARY, share_token=None)


def write_down_visit(thing: Shareable, user: User, *, at: datetime) -> None:
    """Let this person in for as long as the link holds by which they come now."""
    field = "set" if isinstance(thing, QuestionSet) else "question"
    LinkVisit.objects.update_or_create(
        user=user, **{field: thing}, defaults={"opened_at": at, "token": thing.share_token}
    )


def _write(thing: Shareable, **facts) -> None:
    type(thing).objects.filter(pk=thing.pk).update(**facts)
    for name, value in facts.items():
        setattr(thing, name, value)
