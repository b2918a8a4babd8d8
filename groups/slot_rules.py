"""What may be done with times that somebody offers. Values in, a sentence or nothing out."""

from datetime import datetime

from accounts.models import User
from groups.meeting_rules import why_not_in, why_not_plan
from groups.models import Group, Offer, OfferedTime

# More times than this are a calendar, not an offer.
MOST_TIMES = 5


def why_not_offer(
    group: Group, by: User, partner: User | None, times: list[datetime], *, at: datetime
) -> str | None:
    if not 1 <= len(set(times)) <= MOST_TIMES:
        return f"Offer one to {MOST_TIMES} times."
    if partner and partner.pk == by.pk:
        return "Offer your times to somebody else, or to everybody."
    reasons = (why_not_plan(group, one, at=at) for one in times)
    return next((reason for reason in reasons if reason), None)


def why_not_take(made: Offer, chosen: OfferedTime | None, by: User, *, at: datetime) -> str | None:
    """Whoever comes second is told kindly."""
    if reason := why_not_in(made.group):
        return reason
    if made.state == Offer.State.TAKEN:
        return "Somebody was a moment quicker, and this slot is taken. Offer one of your own."
    if made.state != Offer.State.OPEN:
        return "This offer was taken back."
    if made.made_by_id == by.pk:
        return "This is your own offer: somebody else takes it."
    if made.partner_id not in (None, by.pk):
        return "This was offered to somebody else."
    if chosen is None:
        return "That time is not among those offered."
    if chosen.starts_at <= at:
        return "That time is over. Choose another, or offer one of your own."
    return None


def why_not_decline(made: Offer, by: User) -> str | None:
    if made.partner_id != by.pk:
        return "Only whoever was asked declines."
    return None if made.state == Offer.State.OPEN else "This offer is no longer open."


def why_not_withdraw(made: Offer, by: User) -> str | None:
    if made.made_by_id != by.pk:
        return "Only whoever made an offer takes it back."
    if made.state == Offer.State.TAKEN:
        return "It is taken already: call the meeting off instead."
    return None
