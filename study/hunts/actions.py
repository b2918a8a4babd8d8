"""Everything that changes a hunt: beginning, ticking, noting, ending.

The first tick or line begins one. Words of two tabs are both kept: a line that another page has
changed meanwhile is left alone, and what came goes into a line of its own beside it.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from study.models import Hunt, HuntLine, HuntTick
from web.refusals import Refused

MOST_LINES = 100
FACTS = ("hypothesis", "check_done", "result", "verdict")


def running(user: User) -> Hunt | None:
    return Hunt.objects.visible_to(user).filter(ended_at=None).first()


@transaction.atomic
def tick(user: User, mode: str, cause: int, *, done: bool, at: datetime) -> Hunt:
    """A check done, or open again. Saying it twice changes nothing."""
    hunt = _open(user, at=at)
    if done:
        HuntTick.objects.get_or_create(hunt=hunt, mode=mode, cause=cause, defaults={"at": at})
    else:
        hunt.ticks.filter(mode=mode, cause=cause).delete()
    return hunt


@transaction.atomic
def note(
    user: User, key: UUID, facts: dict[str, str], *, writer: UUID, seen: int, at: datetime
) -> HuntLine | None:
    """Keep a line. `key` names it, `writer` the page, `seen` the revision the page began with.

    An empty line that is not there yet is no line: None.
    """
    User.objects.hold(user.pk)
    line = _line(user, key)
    if line and line.revision != seen and line.writer != writer:
        key = uuid5(key, str(writer))
        line = _line(user, key)
    if line is None:
        return _new(user, key, facts, writer, at=at)
    if line.hunt.ended_at:
        raise Refused("This session is over. What you typed is still on the page.")
    if any(getattr(line, name) != facts[name] for name in FACTS):
        for name in FACTS:
            setattr(line, name, facts[name])
        line.writer, line.revision, line.changed_at = writer, line.revision + 1, at
        line.save(update_fields=[*FACTS, "writer", "revision", "changed_at"])
    return line


@transaction.atomic
def end(user: User, *, at: datetime) -> None:
    """Put the session away. One in which nothing was done leaves nothing behind."""
    User.objects.hold(user.pk)
    hunt = running(user)
    if hunt is None:
        return
    if not hunt.lines.exists() and not hunt.ticks.exists():
        hunt.delete()
        return
    hunt.ended_at = at
    hunt.save(update_fields=["ended_at"])


def _new(
    user: User, key: UUID, facts: dict[str, str], writer: UUID, *, at: datetime
) -> HuntLine | None:
    if not any(facts[name].strip() for name in ("hypothesis", "check_done", "result")):
        return None
    hunt = _open(user, at=at)
    if hunt.lines.count() >= MOST_LINES:
        raise Refused(f"A session has {MOST_LINES} lines at most. End this one and begin another.")
    times = {"noted_at": at, "changed_at": at}
    return HuntLine.objects.create(hunt=hunt, key=key, writer=writer, **facts, **times)


def _line(user: User, key: UUID) -> HuntLine | None:
    mine = HuntLine.objects.filter(hunt__in=Hunt.objects.visible_to(user), key=key)
    return mine.select_related("hunt").first()


def _open(user: User, *, at: datetime) -> Hunt:
    User.objects.hold(user.pk)
    return running(user) or Hunt.objects.create(owner=user, begun_at=at)
