"""Lists of shares: what others opened to a person, and who may read one of their interviews."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts import circles
from accounts.models import User
from interview.models import Interview
from marking import rules
from marking.models import ScoreSheet, Share
from marking.redaction import THE_CANDIDATE, WITHOUT_NAMES


@dataclass(frozen=True)
class Opened:
    """One interview that somebody opened to this person."""

    share: Share
    circle: str
    sheet: ScoreSheet | None

    @property
    def title(self) -> str:
        return self.share.interview.title if self.share.names_candidate else WITHOUT_NAMES

    @property
    def candidate(self) -> str:
        return str(self.share.interview.candidate) if self.share.names_candidate else THE_CANDIDATE

    @property
    def wants_marks(self) -> bool:
        """Asked for, and this person's are not in yet."""
        return self.share.asks_for_marks and not (self.sheet and self.sheet.is_submitted)

    @property
    def is_for_two(self) -> bool:
        """One of those for which a second rater is proposed, whether or not somebody has begun."""
        return self.wants_marks and rules.wants_second_rater(self.share.interview_id)


@dataclass(frozen=True)
class WayIn:
    """One share as its candidate sees it."""

    share: Share
    name: str
    holds: bool

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.share.get_absolute_url()


def with_person(user: User, *, at: datetime, most: int = 100) -> list[Opened]:
    """What is open to this person, newest first; what waits for their marks before the rest."""
    shares = Share.objects.open_to(user, at=at).exclude(interview__candidate=user.pk)
    found = list(shares.select_related("interview__candidate").order_by("-made_at")[:most])
    interviews = {share.interview_id for share in found}
    sheets = {
        sheet.interview_id: sheet
        for sheet in ScoreSheet.objects.of(user).filter(interview__in=interviews)
    }
    named = circles.names({share.circle_id for share in found if share.circle_id})
    opened = [
        Opened(share, named.get(share.circle_id, ""), sheets.get(share.interview_id))
        for share in found
    ]
    return sorted(opened, key=lambda one: not one.wants_marks)


def by_candidate(interview: Interview, *, at: datetime) -> list[WayIn]:
    """Every way into this interview, those that still hold first."""
    shares = list(interview.shares.all())
    named = circles.names({share.circle_id for share in shares if share.circle_id})
    ways = [
        WayIn(
            share,
            named.get(share.circle_id, "") or share.address or "Whoever has the link",
            share.holds(at=at),
        )
        for share in shares
    ]
    return sorted(ways, key=lambda way: not way.holds)
