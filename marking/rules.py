"""What sharing and marking between people allow, in plain words. No database, no clock."""

from datetime import datetime, timedelta
from hashlib import sha256

from accounts.models import User
from interview import rules as interview_rules
from interview.models import Interview

# Open shares of one interview at a time.
MOST_SHARES = 30
# Days a link may hold; a share with people may hold until it is taken back.
LONGEST_LINK = 90
# Somebody who has a sheet on screen says so again well before this is over.
CLAIM_LASTS = timedelta(minutes=30)
# Two forms about each other open when both are in, or after this.
SEALED_FOR = timedelta(hours=48)
# Of the interviews whose candidates ask for marks, one in so many is marked twice.
ONE_IN = 5
# How long after a mark the candidate may ask for a second look.
SECOND_LOOK_WITHIN = timedelta(days=7)
# How long whoever is asked has for it.
LOOK_TAKES = timedelta(days=7)
# Both are reminded so long before their time is over.
REMIND_BEFORE = timedelta(days=1)


def why_not_share(user: User, interview: Interview, *, answered: bool, shares: int) -> str | None:
    """Why this person cannot share this interview now, or None. `shares`: how many hold."""
    if interview.candidate_id != user.pk:
        return "Only the candidate shares an interview."
    if reason := interview_rules.why_no_marks(interview, answered=answered):
        return reason
    if not answered:
        return "Nothing was answered: there is nothing to read."
    if shares >= MOST_SHARES:
        return f"{MOST_SHARES} ways in are enough; take one back first."
    return None


def why_not_ask_again(made_at: datetime, *, at: datetime) -> str | None:
    """Why a second look at a mark from then cannot be asked for any more, or None."""
    if at > made_at + SECOND_LOOK_WITHIN:
        return f"A second look can be asked for within {SECOND_LOOK_WITHIN.days} days of the mark."
    return None


def wants_second_rater(interview_id: int) -> bool:
    """Whether this interview is one of the one in five for which a second rater is proposed.

    By its number alone, mixed so that neighbours do not go together: the same whoever asks and
    however often, and nobody can pick. Only where its candidate asked for marks, which is for the
    caller to know.
    """
    digest = sha256(f"second rater:{interview_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % ONE_IN == 0
