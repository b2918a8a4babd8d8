"""Study groups, who is in them and how they came in."""

from groups.models.groups import Group, Invitation, JoinRequest, Membership

__all__ = ["Group", "Invitation", "JoinRequest", "Membership"]
