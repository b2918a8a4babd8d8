"""A study group: a circle of people with a name, roles and ways in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Circle, CircleMembership

if TYPE_CHECKING:
    from accounts.models import User


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: User) -> GroupQuerySet:
        """Groups this person is in now. The only access rule."""
        return self.filter(circle__memberships__user_id=user.pk) if user.pk else self.none()

    def active(self) -> GroupQuerySet:
        return self.filter(circle__archived_at=None)


class GroupManager(models.Manager["Group"]):
    def get_queryset(self) -> GroupQuerySet:
        """A group's name is its circle's: one query brings both."""
        return GroupQuerySet(self.model, using=self._db).select_related("circle")


class Group(models.Model):
    """A study group. Its name and who is in it are its circle's to say; what they may do there,
    their membership's."""

    circle = models.OneToOneField(Circle, models.CASCADE, primary_key=True, related_name="group")
    about = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # One form founds one group, however often its button is pressed.
    request_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = GroupManager.from_queryset(GroupQuerySet)()

    class Meta:
        ordering = ["circle__name", "pk"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.pk])

    @property
    def name(self) -> str:
        return self.circle.name

    @property
    def archived_at(self) -> datetime | None:
        """Since when it is only read; nothing in it changes from then on."""
        return self.circle.archived_at


class Membership(models.Model):
    """What somebody is in a group. It goes with their place in the circle, and only so."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        ORGANISER = "organiser", "Organiser"
        MEMBER = "member", "Member"

    place = models.OneToOneField(
        CircleMembership, models.CASCADE, primary_key=True, related_name="membership"
    )
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role, default=Role.MEMBER)
    # They let the group see their points by topic. Off until they say so.
    shows_points = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(role="owner"), name="membership_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place.user}, {self.get_role_display().lower()} of {self.group}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, *, at: datetime) -> InvitationQuerySet:
        """Links that still let somebody in, or ask for them."""
        return self.filter(revoked_at=None, expires_at__gt=at, group__circle__archived_at=None)


class Invitation(models.Model):
    """A link into a group. It runs out, can be taken back, and may ask before it lets in."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=40, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="group_invitations"
    )
    needs_approval = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"link into {self.group}"


class Barred(models.Model):
    """Somebody was taken out: no link lets them in again until the owner allows it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="barred")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="barred_from_groups"
    )
    barred_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "barred people"
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="barred_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} out of {self.group}"


class JoinRequest(models.Model):
    """Somebody came by a link that asks first. Gone once it is answered."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="group_join_requests"
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="joinrequest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} would join {self.group}"
