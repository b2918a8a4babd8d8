"""One tick of the outbox: every row whose hour has come is sent, put off, or dropped visibly.

Each row is its own transaction under its own claim, and claimed rows are skipped, so any number
of ticks may run at once (docs/decisions/0030, 0052).
"""

import logging
from collections import Counter
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import User
from reminders import digests, kinds, local_time, messages, outbox, postboxes, rules, standing
from reminders.choices import Choices, choices_of
from reminders.kinds import KINDS
from reminders.models import Reminder
from reminders.troubles import ServerAway, what_went_wrong, words_of

logger = logging.getLogger(__name__)

# What one tick settles at most; the next tick goes on.
A_TICKS_WORK = 500

State, Channel = Reminder.State, Reminder.Channel


def send_due(*, at: datetime) -> Counter[str]:
    """One tick: settle every waiting reminder whose hour has come; counts by what became of them.

    What the app shows comes first: no mail server can hold it up. Then lines are put into the
    mails of the day, and those mails go with all the others.
    """
    settled: Counter[str] = Counter()
    for pk in _due(Channel.IN_APP, at):
        _count(_settle_one(pk, at=at), settled)
    digests.gather(at=at)
    work = _due(Channel.EMAIL, at)
    try:
        for pk in work:
            outcome = _settle_one(pk, at=at)
            # Its own mail was written down and committed; now it goes, with all that is in it.
            if isinstance(outcome, Reminder):
                outcome = _settle_one(outcome.pk, at=at)
            _count(outcome, settled)
    except ServerAway:
        settled["again"] += 1
    return settled


def may_write_to(user: User) -> bool:
    """Mail leaves this machine only for addresses whose owner has said they are theirs, unless
    the site does not ask."""
    if settings.DEV_MAIL or settings.ACCOUNT_EMAIL_VERIFICATION == "none":
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def _due(channel: str, at: datetime) -> list[int]:
    due = Reminder.objects.due(at=at).filter(channel=channel)
    return list(due.values_list("pk", flat=True)[:A_TICKS_WORK])


def _count(outcome: str | None, settled: Counter[str]) -> None:
    if outcome is not None:
        settled[outcome] += 1


def _settle_one(pk: int, *, at: datetime) -> str | Reminder | None:
    """Claim one due row and settle it; its state afterwards, None when others did or do.

    A row instead of a state is the mail it became a line of. ServerAway after the row was put
    back, when the others would meet the same trouble.
    """
    with transaction.atomic():
        if not outbox.claim_row(pk):
            return None
        # Read under the claim: whoever had it before has committed.
        due = Reminder.objects.due(at=at).select_related("user__mail_hours", "user__postbox")
        reminder = due.filter(pk=pk).first()
        if reminder is None:
            return None
        kind = KINDS.get(reminder.kind)
        everyday = reminder.channel == Channel.EMAIL and kind and not kind.appointment
        if everyday and not outbox.claim_mail_to(reminder.user_id):
            return None
        outcome = _settle(reminder, choices_of(reminder.user), at=at)
    if isinstance(outcome, ServerAway):
        raise outcome
    return outcome


def _settle(
    reminder: Reminder, choices: Choices, *, at: datetime
) -> str | Reminder | ServerAway | None:
    """Send one claimed row or say why not."""
    reminder.because = rules.because(reminder, choices)
    if reason := rules.why_not_send(reminder, choices):
        return _drop(reminder, State.CANCELLED, reason)
    if rules.is_stale(reminder, at=at):
        reason = reminder.why_failed or "Nobody was there to send it in time."
        return _drop(reminder, State.STALE, reason)
    if reminder.channel == Channel.IN_APP:
        return _show(reminder, at=at)
    if not may_write_to(reminder.user):
        reason = "The address is not confirmed yet."
        return _put_off(reminder, reason, due_at=at + rules.CONFIRMATION_WAIT)
    if end := rules.waits_for_quiet(reminder, choices, at=at):
        return _put_off(reminder, rules.QUIET, due_at=end)
    return _by_mail(reminder, choices, at=at)


def _show(reminder: Reminder, *, at: datetime) -> str | None:
    """In the app. What is told daily is told anew, in place of the day before; or not at all."""
    if not standing.bring_up_to_date([reminder], at=at):
        return None
    standing.settle_older(reminder, at=at)
    return _sent([reminder], at=at)


def _by_mail(reminder: Reminder, choices: Choices, *, at: datetime):
    """At once, in the mail of the day, or together with what else is due to this person now."""
    kind = KINDS[reminder.kind]
    lines: list[Reminder] = []
    if kind.category is kinds.SEVERAL:
        lines = digests.lines_of(reminder, choices, at=at)
        if not lines:
            return _drop(reminder, State.CANCELLED, "Nothing was left to tell.")
    elif not kind.goes_alone:
        if _mails_today(reminder.user, at=at) >= rules.MAILS_A_DAY:
            return digests.put_into_next(reminder, rules.too_many(kind), choices, at=at)
        if mail := digests.merged(reminder, choices, at=at):
            return mail
    return _post(reminder, lines, at=at)


def _mails_today(user: User, *, at: datetime) -> int:
    """How many everyday mails this person had today, on their own calendar."""
    counted = [kind.name for kind in KINDS.values() if not kind.goes_alone] + [kinds.MERGED]
    since = local_time.start_of_day(at, user.zone)
    sent = Reminder.objects.filter(
        user=user, channel=Channel.EMAIL, inside=None, kind__in=counted, sent_at__gte=since
    )
    return sent.count()


def _post(reminder: Reminder, lines: list[Reminder], *, at: datetime) -> str | ServerAway | None:
    """Send the mail. The row is marked in the transaction that claims it: a crash in between sends
    the same mail again, with the same Message-ID."""
    try:
        with transaction.atomic():
            messages.build(reminder, lines).send()
    except Exception as error:
        trouble = what_went_wrong(error)
        if trouble.refused:
            postboxes.count_refusal(reminder.user, at=at)
        reminder.attempts += 1
        if trouble.again and reminder.attempts < rules.TRIES:
            logger.warning("%s not sent yet: %s", reminder.key, error)
            wait = rules.wait_after(reminder.attempts)
            _put_off(reminder, words_of(error), due_at=at + wait)
            outcome = None
        else:
            logger.error("%s cannot be sent", reminder.key, exc_info=not trouble.again)
            outcome = _drop(reminder, State.FAILED, words_of(error))
        return ServerAway() if trouble.server else outcome
    postboxes.count_delivery(reminder.user)
    return _sent([reminder, *lines], at=at)


def _sent(reminders: list[Reminder], *, at: datetime) -> str:
    """They are out, whatever was decided about them meanwhile."""
    for reminder in reminders:
        row = Reminder.objects.filter(pk=reminder.pk)
        row.update(state=State.SENT, sent_at=at, why_failed="", because=reminder.because)
    return State.SENT


def _put_off(reminder: Reminder, reason: str, *, due_at: datetime) -> None:
    _change(reminder, due_at=due_at, why_failed=reason)


def _drop(reminder: Reminder, state: str, reason: str) -> str:
    logger.info("%s dropped: %s", reminder.key, reason)
    _change(reminder, state=state, why_failed=reason)
    # What was to be told in it is not told by mail either.
    reminder.lines.filter(state=State.WAITING).update(state=state, why_failed=reason)
    return state


def _change(reminder: Reminder, **fields: Any) -> None:
    """What was withdrawn meanwhile stays withdrawn."""
    row = Reminder.objects.filter(pk=reminder.pk, state=State.WAITING)
    row.update(attempts=reminder.attempts, because=reminder.because, **fields)
