"""Times offered for a mock interview of two: to one partner, or to whoever takes one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import validate_time_zone
from groups.models.groups import Group
from groups.models.meetings import Meeting

if TYPE_CHECKING:
    from accounts.models import User


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User) -> OfferQuerySet:
        """One's own offers, those made to oneself, and those to everybody in one's groups."""
        if not user.pk:
            return self.none()
        mine = Q(partner=None) | Q(partner=user.pk) | Q(made_by=user.pk)
        return self.filter(mine, group__circle__memberships__user_id=user.pk)

    def open(self, *, at: datetime) -> OfferQuerySet:
        """Still to be taken: one of the times, at least, lies ahead."""
        ahead = OfferedTime.objects.filter(offer=models.OuterRef("pk"), starts_at__gt=at)
        return self.filter(models.Exists(ahead), state=Offer.State.OPEN)


class Offer(models.Model):
    """Some times, of which one is taken. Then it is a meeting, and the other times are gone."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        TAKEN = "taken", "Taken"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    group = models.ForeignKey(Group, models.CASCADE, related_name="offers")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offers")
    # Nobody: whoever in the group is first.
    partner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="offers_received",
    )
    zone = models.CharField(max_length=64, validators=[validate_time_zone])
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    meeting = models.OneToOneField(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="offer"
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="offer_to_somebody_else",
                condition=Q(partner__isnull=True) | ~Q(partner=F("made_by")),
            ),
            models.CheckConstraint(
                name="offer_with_a_meeting_is_taken",
                condition=Q(meeting__isnull=True) | Q(state="taken"),
            ),
        ]

    def __str__(self) -> str:
        return f"times that {self.made_by} offers"

    @property
    def city(self) -> str:
        return self.zone.rpartition("/")[2].replace("_", " ")


class OfferedTime(models.Model):
    """One of the times."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "starts_at"], name="offeredtime_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} of {self.offer}"
