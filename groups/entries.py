"""Entries of people who go: what is not sat is called off, what is sat stays with the challenge."""

from accounts.models import User
from groups.models import ChallengeEntry, Group
from interview import actions as interviews
from interview.models import Interview


def call_off(group: Group, user: User) -> None:
    """They left, or were taken out. An interview that runs goes on, and is theirs alone."""
    own = ChallengeEntry.objects.filter(challenge__group=group, user=user)
    for entry in own.to_come().select_related("interview"):
        if entry.interview and entry.interview.status == Interview.Status.SCHEDULED:
            interviews.cancel(entry.interview)
        entry.delete()
