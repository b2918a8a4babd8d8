"""What is next in a group for one of its members."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from groups import turns
from groups.models import Group, Meeting, Offer

# A glance, not a calendar.
SHOWN = 3


@dataclass(frozen=True)
class Agenda:
    """The next meetings, each with `coming` and `my_answer`, and with whom it is one's turn."""

    meetings: list[Meeting]
    turn: turns.Turn | None
    # Offers of times that this person may take.
    offers: int


def next_for(group: Group, user: User, *, at: datetime) -> Agenda:
    """For the group's page, where `groups/_next.html` shows it as `agenda`. Five queries."""
    offers = Offer.objects.visible_to(user).filter(group=group).exclude(made_by=user)
    coming = group.meetings.to_come(at=at).with_answers(user)
    return Agenda(
        meetings=list(coming.select_related("presenter")[:SHOWN]),
        turn=turns.turn_of(group, user, at=at) if group.archived_at is None else None,
        offers=offers.open(at=at).count(),
    )
