"""Everything that changes what people are told: what rooms tell, and what a person chooses.

Rooms come through `tell`, or `tell_all` for many people at once, or `plan` and `withdraw` where an
appointment moves; Celery through `send_due`; a person through their pages.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from reminders import digests, kinds, rules
from reminders.choices import Way, choices_of
from reminders.kinds import CATEGORIES
from reminders.models import Choice, Hours, Mute, Postbox, Reminder, ReminderQuerySet
from reminders.notes import Note
from reminders.outbox import let_go, plan, tell, tell_all, was_sent, withdraw
from reminders.sending import may_write_to, send_due
from reminders.unsubscribing import MailList
from web.refusals import Refused

__all__ = [
    "forget_old", "keep_choices", "let_go", "mark_read", "may_write_to", "mute", "plan",
    "resume_mail", "send_due", "send_test", "snooze", "tell", "tell_all", "unmute", "unsubscribe",
    "was_sent", "withdraw",
]  # fmt: skip


def mark_read(notices: ReminderQuerySet, *, at: datetime) -> None:
    """The person has seen these. The first time counts."""
    notices.filter(read_at=None).update(read_at=at)


def snooze(notice: Reminder, how: str, *, at: datetime) -> datetime:
    """Put a notice off; it comes back unread. Refused when that hour is not on offer any more."""
    until = rules.snoozes(notice.user.zone, at=at).get(how)
    if until is None:
        raise Refused("That hour has passed. Choose another.")
    Reminder.objects.filter(pk=notice.pk).update(snoozed_until=until.at, read_at=None)
    return until.at


def mute(notice: Reminder, *, at: datetime) -> Mute:
    """Hear no more of what this notice is about. Its appointments still come."""
    if not notice.about:
        raise Refused("There is nothing to mute here: this was told once.")
    words = (notice.facts.get("where") or notice.facts["title"])[:200]
    defaults = {"words": words, "made_at": at}
    mute, _ = Mute.objects.get_or_create(user=notice.user, about=notice.about, defaults=defaults)
    mark_read(Reminder.objects.notices_for(notice.user).filter(about=notice.about), at=at)
    return mute


def unmute(mute: Mute) -> None:
    mute.delete()


@transaction.atomic
def unsubscribe(user_id: int, left: MailList) -> None:
    """Switch one list off. Doing it twice, or for somebody who has left, changes nothing."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        return
    chosen = choices_of(user).by_category
    names = left.names
    if names == (kinds.DIGEST,):
        names = [name for name, choice in chosen.items() if choice.email == Way.DIGEST]
    for name in names:
        _choose(user, name, in_app=chosen[name].in_app, email=Way.OFF)


@transaction.atomic
def keep_choices(
    user: User,
    ways: dict[str, tuple[bool, str]],
    hours: dict[str, Any],
    times: dict[str, bool],
    *,
    at: datetime,
) -> None:
    """Save the page of choices: per category whether in the app and how by mail; the hours of
    mail; and at which times one is reminded of one's interviews.

    Lines that wait for the daily mail go at the new hour; the mail of a day still goes once.
    """
    for name, (in_app, email) in ways.items():
        _choose(user, name, in_app=in_app, email=email)
    User.objects.filter(pk=user.pk).update(**times)
    Hours.objects.update_or_create(user=user, defaults=hours)
    digests.move_to_next(User.objects.get(pk=user.pk), at=at)


def _choose(user: User, name: str, *, in_app: bool, email: str) -> None:
    if email not in CATEGORIES[name].ways:
        raise ValueError(f"{name} does not come {email}")
    defaults = {"in_app": in_app, "email": email}
    Choice.objects.update_or_create(user=user, category=name, defaults=defaults)


def send_test(user: User, *, at: datetime) -> None:
    """Tell a person something now, to see where it arrives; once a minute however often asked."""
    note = Note(
        title="This is a test",
        line="You asked for it on the page of your choices. What Greenroom tells you arrives here.",
        path=reverse("reminders:choices"),
    )
    tell(f"test:{user.pk}:{at:%Y%m%dT%H%M}", user=user, kind=kinds.TEST, note=note, at=at)


def resume_mail(user: User) -> None:
    """Try the address again after it refused mail."""
    Postbox.objects.filter(user=user).delete()


def forget_old(*, at: datetime) -> int:
    """Delete what was settled more than a year ago; returns how many rows."""
    settled = Reminder.objects.exclude(state=Reminder.State.WAITING)
    return settled.filter(due_at__lt=at - rules.KEPT).delete()[0]
