"""The outbox: what must be told to whom, and when. Sending is a state change on a row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> ReminderQuerySet:
        return self.filter(user=user)

    def due(self, *, at: datetime) -> ReminderQuerySet:
        """Waiting rows whose hour has come, oldest first."""
        return self.filter(state=Reminder.State.WAITING, due_at__lte=at).order_by("due_at", "pk")

    def notices_for(self, user: User) -> ReminderQuerySet:
        """What the app shows this person, newest first."""
        return self.filter(
            user=user, channel=Reminder.Channel.IN_APP, state=Reminder.State.SENT
        ).order_by("-sent_at")


class Reminder(models.Model):
    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        IN_APP = "in-app", "In the app"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        CANCELLED = "cancelled", "Cancelled"
        STALE = "stale", "Too late to be useful"
        FAILED = "failed", "Could not be sent"

    # One row a thing, a person and a channel: `interview:17:15-minutes:email`.
    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=40)
    # What can be muted as one: `group:12`, `thread:40`; empty where nothing can.
    about = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=6, choices=Channel)
    # What the template of this kind needs: plain words and addresses, no row ids to look up.
    facts = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    # After this the reminder helps nobody and is dropped, visibly.
    stale_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    why_failed = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reminder_sent_has_a_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="waiting"), name="reminder_waiting_by_due"
            )
        ]

    def __str__(self) -> str:
        return self.key


class DevMail(models.Model):
    """A mail kept for the page /dev/mail/, where a laptop has no mail server."""

    sent_at = models.DateTimeField(auto_now_add=True)
    to = models.TextField()
    subject = models.TextField()
    raw = models.BinaryField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject
