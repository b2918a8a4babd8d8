"""How addresses answer: three refusals in a row, and mail to one pauses until its owner asks."""

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from reminders import kinds, outbox, rules
from reminders.models import Postbox
from reminders.notes import Note


def count_refusal(user: User, *, at: datetime) -> None:
    """A server said for good that it takes no mail for this address. The third time pauses."""
    postbox, _ = Postbox.objects.get_or_create(user=user, defaults={"address": user.email})
    if postbox.address != user.email:
        postbox.address, postbox.refusals, postbox.paused_at = user.email, 0, None
    postbox.refusals += 1
    if postbox.refusals >= rules.REFUSALS and postbox.paused_at is None:
        postbox.paused_at = at
        _say_so(user, at)
    postbox.save()


def count_delivery(user: User) -> None:
    """It takes mail after all."""
    Postbox.objects.filter(user=user).delete()


def _say_so(user: User, at: datetime) -> None:
    note = Note(
        title="Mail to you is paused",
        line=f"{user.email} refused {rules.REFUSALS} mails in a row. Everything is told here "
        "meanwhile. Check the address, then try again.",
        path=reverse("reminders:choices"),
    )
    outbox.plan(
        f"mail-paused:{user.pk}:{at:%Y%m%dT%H%M%S}:in-app",
        user=user,
        kind=kinds.MAIL_PAUSED,
        channel=outbox.Channel.IN_APP,
        facts=note.as_facts(),
        due_at=at,
    )
