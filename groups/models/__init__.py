"""Study groups, who is in them, how they came in, when they meet, and what they sit together."""

from groups.models.boards import BoardMark, BoardPledge, BoardTurn
from groups.models.challenges import Challenge, ChallengeEntry, ChallengeQuestion
from groups.models.groups import Barred, Group, Invitation, JoinRequest, Membership
from groups.models.meetings import Attendance, Meeting, MeetingKind, Part, Series
from groups.models.notes import InterviewerNotes
from groups.models.slots import Offer, OfferedTime

__all__ = [
    "Attendance",
    "Barred",
    "BoardMark",
    "BoardPledge",
    "BoardTurn",
    "Challenge",
    "ChallengeEntry",
    "ChallengeQuestion",
    "Group",
    "InterviewerNotes",
    "Invitation",
    "JoinRequest",
    "Meeting",
    "MeetingKind",
    "Membership",
    "Offer",
    "OfferedTime",
    "Part",
    "Series",
]
