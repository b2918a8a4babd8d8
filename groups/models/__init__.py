"""Study groups, who is in them, how they came in, and when they meet."""

from groups.models.groups import Group, Invitation, JoinRequest, Membership
from groups.models.meetings import Attendance, Meeting, MeetingKind, Part, Series

__all__ = [
    "Attendance",
    "Group",
    "Invitation",
    "JoinRequest",
    "Meeting",
    "MeetingKind",
    "Membership",
    "Part",
    "Series",
]
