"""The outbox: what must be told to whom, and when. Sending is a state change on a row."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> ReminderQuerySet:
        return self.filter(user=user)

    def due(self, *, at: datetime) -> ReminderQuerySet:
        """Waiting rows whose hour has come, oldest first; a line of another mail goes with it."""
        waiting = self.filter(state=Reminder.State.WAITING, inside=None, due_at__lte=at)
        return waiting.order_by("due_at", "pk")

    def notices_for(self, user: User) -> ReminderQuerySet:
        """What the app has told this person, newest first; one put off counts from its return."""
        told = self.filter(user=user, channel=Reminder.Channel.IN_APP, state=Reminder.State.SENT)
        return told.order_by(Coalesce("snoozed_until", "sent_at").desc(), "-pk")

    def awake(self, *, at: datetime) -> ReminderQuerySet:
        """Not put off, or back again."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))


class Reminder(models.Model):
    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        DIGEST = "digest", "Daily mail"
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
    # The choice by which it went, or did not, in words: “Groups and sharing: in the daily mail”.
    because = models.CharField(max_length=120, blank=True)
    # The mail it is a line of: a row of this table like any other.
    inside = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="lines")
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # Put off: out of sight till then, and unread when it comes back.
    snoozed_until = models.DateTimeField(null=True, blank=True)
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


class Choice(models.Model):
    """How one person wants to be told of one category. Without a row, the category's default."""

    class Way(models.TextChoices):
        NOW = "now", "At once"
        DIGEST = "digest", "In the daily mail"
        OFF = "off", "Not by mail"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choices"
    )
    category = models.CharField(max_length=20)
    in_app = models.BooleanField()
    email = models.CharField(max_length=6, choices=Way)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category"], name="choice_one_a_person_and_category"
            ),
            # What keeps an account safe is no choice.
            models.CheckConstraint(
                name="choice_is_not_about_security", condition=~Q(category="security")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.email}"


class Hours(models.Model):
    """When mail may come, on the clock of the person's wall. Without a row, the defaults here."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_hours")
    digest_at = models.TimeField(default=time(8))
    # No mail from … to …, over midnight when `to` is the earlier; both or neither.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    # What begins within the hour may come all the same.
    urgent_passes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_are_quiet_from_and_to",
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False)
                & ~Q(quiet_from=F("quiet_to")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest_at:%H:%M}"


class Mute(models.Model):
    """One thing a person does not want to hear of: a group, a thread."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    about = models.CharField(max_length=60)
    # What it is called, as the notice said it.
    words = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "about"], name="mute_one_a_person_and_thing")
        ]

    def __str__(self) -> str:
        return self.words


class FeedQuerySet(models.QuerySet["Feed"]):
    def live(self) -> FeedQuerySet:
        """Links that still open. Whoever has one may read it: the address is the key."""
        return self.filter(revoked_at=None, user__is_active=True)


class Feed(models.Model):
    """A secret link by which calendars ask what one person has planned."""

    class Scope(models.TextChoices):
        INTERVIEWS = "interviews", "Interviews"
        MEETINGS = "meetings", "Meetings"
        STUDY = "study", "Study plan"
        EVERYTHING = "everything", "Everything"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    scope = models.CharField(max_length=10, choices=Scope)
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_asked_at = models.DateTimeField(null=True, blank=True)
    # What it showed when it was last asked, and since when: for calendars that ask “anything new?”.
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "scope"],
                condition=Q(revoked_at=None),
                name="feed_one_live_a_person_and_scope",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.scope}"

    @property
    def address(self) -> str:
        """The whole link, for a calendar elsewhere."""
        return settings.SITE_URL + reverse("reminders:feed", args=[self.token])


class Postbox(models.Model):
    """How a person's address has answered. A row only where a mail was refused for good."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="postbox")
    # Another address starts anew.
    address = models.EmailField()
    refusals = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.address}: {self.refusals}"


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
