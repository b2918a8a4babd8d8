"""Interviews that are shared, for the tests of what becomes of them."""

from django.utils import timezone

from groups.models import Group
from interview.models import Interview
from marking import actions
from marking.actions import Terms
from marking.models import Share


def shared_with(group: Group, interview: Interview, **terms) -> Share:
    """Open to this group by its candidate; `terms` as in `Terms`."""
    return actions.share_with_circle(
        interview, group.circle, Terms(**terms), by=interview.candidate, at=timezone.now()
    )


def shared_to(address: str, interview: Interview, **terms) -> Share:
    return actions.share_with_person(
        interview, address, Terms(**terms), by=interview.candidate, at=timezone.now()
    )


def linked(interview: Interview, **terms) -> Share:
    terms = Terms(**{"days": 7, **terms})
    return actions.share_by_link(interview, terms, by=interview.candidate, at=timezone.now())
