"""Opening an interview to others and closing it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import circles
from accounts.models import Circle, User
from interview.models import Interview, InterviewQuestion
from marking import news, rules
from marking.models import Share
from marking.models.shares import is_confirmed
from questions.models import new_token
from web.refusals import Refused


@dataclass(frozen=True)
class Terms:
    """What a share opens, and for how long. `days`: None until it is taken back."""

    positions: Collection[int] | None = None
    marks: bool = False
    key: bool = False
    names: bool = True
    asks: bool = False
    days: int | None = None

    def fields(self, at: datetime) -> dict:
        return {
            "positions": sorted(self.positions) if self.positions else None,
            "shows_marks": self.marks,
            "shows_key": self.key,
            "names_candidate": self.names,
            "asks_for_marks": self.asks,
            "made_at": at,
            "expires_at": at + timedelta(days=self.days) if self.days else None,
        }


@transaction.atomic
def share_with_circle(
    interview: Interview, circle: Circle, terms: Terms, *, by: User, at: datetime
) -> Share:
    """Open it to whoever is in this circle, now and as long as it holds. One share a circle."""
    _lock(interview, by=by, at=at)
    if circle.pk not in circles.of(by):
        raise Refused("You are not in that group, or it is archived.")
    _close(Q(interview=interview, circle=circle), at=at)
    share = Share.objects.create(interview=interview, circle=circle, **terms.fields(at))
    news.shared(share, by=by, at=at)
    return share


@transaction.atomic
def share_with_person(
    interview: Interview, address: str, terms: Terms, *, by: User, at: datetime
) -> Share:
    """Open it to whoever has exactly this address, now or later. One share an address.

    The same happens whether or not anybody here has it.
    """
    _lock(interview, by=by, at=at)
    if address.lower() == (by.email or "").lower():
        raise Refused("That is your own address.")
    _close(Q(interview=interview, address__iexact=address), at=at)
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    share = Share.objects.create(
        interview=interview,
        address=address,
        user=user if user and is_confirmed(user) else None,
        **terms.fields(at),
    )
    news.shared(share, by=by, at=at)
    return share


@transaction.atomic
def share_by_link(interview: Interview, terms: Terms, *, by: User, at: datetime) -> Share:
    """A link that opens it to whoever has it, without an account. It always runs out."""
    _lock(interview, by=by, at=at)
    if terms.asks:
        raise Refused("Marks are asked of people with an account, not of a link.")
    if not terms.days or terms.days > rules.LONGEST_LINK:
        raise Refused(f"A link holds for 1 to {rules.LONGEST_LINK} days.")
    return Share.objects.create(interview=interview, token=new_token(), **terms.fields(at))


@transaction.atomic
def revoke(share: Share, *, by: User, at: datetime) -> Share:
    """Close it at once to everybody it was open to. Marks and words given stay. Twice is once."""
    if share.interview.candidate_id != by.pk:
        raise Refused("Only the candidate takes it back.")
    _close(Q(pk=share.pk), at=at)
    share.refresh_from_db()
    return share


def _close(which: Q, *, at: datetime) -> None:
    closing = Share.objects.filter(which, revoked_at=None)
    pks = list(closing.values_list("pk", flat=True))
    closing.update(revoked_at=at)
    for pk in pks:
        news.unshared(pk, at=at)


def _lock(interview: Interview, *, by: User, at: datetime) -> None:
    locked = Interview.objects.select_for_update(of=["self"]).get(pk=interview.pk)
    blank = InterviewQuestion.Scoring.NOT_ANSWERED
    answered = locked.questions.exclude(scoring=blank).exists()
    shares = locked.shares.holding(at=at).count()
    if reason := rules.why_not_share(by, locked, answered=answered, shares=shares):
        raise Refused(reason)
