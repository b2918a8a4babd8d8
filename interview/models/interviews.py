"""The interview itself, who has a seat in it, and when its clock stood still."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from questions.models import QuestionSet

if TYPE_CHECKING:
    from accounts.models import User


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: User) -> InterviewQuerySet:
        """Interviews this person has a seat in. The only access rule; use it everywhere."""
        return self.filter(seats__user_id=user.pk)

    def of_candidate(self, user: User) -> InterviewQuerySet:
        """Interviews this person sits as the candidate."""
        return self.filter(candidate_id=user.pk)

    def upcoming(self) -> InterviewQuerySet:
        return self.filter(status=Interview.Status.SCHEDULED, scheduled_for__isnull=False).order_by(
            "scheduled_for"
        )

    def running(self) -> InterviewQuerySet:
        return self.filter(status=Interview.Status.RUNNING)

    def finished(self) -> InterviewQuerySet:
        return self.filter(status__in=Interview.FINISHED).order_by("-finished_at")

    def overdue(self, *, at: datetime, grace: timedelta) -> InterviewQuerySet:
        """Running interviews whose time and grace are over. A pause has no deadline."""
        return self.running().filter(paused_at=None, ends_at__lte=at - grace)


class Interview(models.Model):
    """One mock interview: a candidate, pinned questions, a clock that is the server's."""

    class Mode(models.TextChoices):
        EXAM = "exam", "Exam"
        PRACTICE = "practice", "Practice"

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        RUNNING = "running", "Running"
        SUBMITTED = "submitted", "Submitted"
        EXPIRED = "expired", "Time ran out"
        SCORED = "scored", "Scored"
        REVIEWED = "reviewed", "Reviewed"
        CANCELLED = "cancelled", "Cancelled"

    FINISHED = (Status.SUBMITTED, Status.EXPIRED, Status.SCORED, Status.REVIEWED)

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="interviews"
    )
    question_set = models.ForeignKey(
        "questions.QuestionSet",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interviews",
    )
    # What to ask when there is no set: minutes, kinds, tiers, areas (interview/draws.py).
    recipe = models.JSONField(null=True, blank=True)
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.EXAM)
    # At which level it is judged; nothing where none was known when it was set up
    # (interview/aims.py).
    level = models.CharField(max_length=8, choices=QuestionSet.Level, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.SCHEDULED)
    # Planned minutes, before extra time.
    minutes = models.PositiveSmallIntegerField()
    # The candidate's factor when the interview started; private, never in a shared view.
    extra_time = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    seed = models.BigIntegerField()
    # One set-up form makes one interview, however often its button is pressed.
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    scheduled_for = models.DateTimeField(null=True, blank=True)
    # The iTIP identity of its calendar entry; `calendar_sequence` grows when time or title moves.
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0)

    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # The candidate's time of finishing; the deadline itself when time ran out.
    finished_at = models.DateTimeField(null=True, blank=True)
    # When the server did it, which may be later.
    closed_at = models.DateTimeField(null=True, blank=True)
    # The candidate has said how they think it went; from here on the marks may be shown.
    estimated_at = models.DateTimeField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="interview_clock_agrees_with_status",
                # A CHECK that comes out NULL passes, so every "must be set" is spelled out.
                condition=(
                    Q(
                        status__in=["scheduled", "cancelled"],
                        started_at__isnull=True,
                        ends_at__isnull=True,
                        paused_at__isnull=True,
                        finished_at__isnull=True,
                    )
                    | Q(
                        status="running",
                        started_at__isnull=False,
                        ends_at__isnull=False,
                        finished_at__isnull=True,
                        closed_at__isnull=True,
                    )
                    | Q(
                        status__in=["submitted", "expired", "scored", "reviewed"],
                        started_at__isnull=False,
                        ends_at__isnull=False,
                        paused_at__isnull=True,
                        finished_at__isnull=False,
                        closed_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="interview_level_is_known_or_none",
                condition=Q(level__in=["", *QuestionSet.Level.values]),
            ),
            models.CheckConstraint(
                name="interview_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("started_at")),
            ),
            models.CheckConstraint(
                name="interview_finishes_within_its_time",
                condition=Q(finished_at__isnull=True)
                | Q(finished_at__gte=F("started_at"), finished_at__lte=F("ends_at")),
            ),
            models.CheckConstraint(
                name="interview_pauses_only_in_practice",
                condition=Q(paused_at__isnull=True) | Q(mode="practice"),
            ),
            models.CheckConstraint(
                name="interview_minutes_1_to_480", condition=Q(minutes__gte=1) & Q(minutes__lte=480)
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(status="running"), name="interview_running_by_end"
            ),
            models.Index(fields=["candidate", "-finished_at"], name="interview_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that fits where the interview stands."""
        if self.status == self.Status.SCHEDULED:
            return reverse("interview:ready", args=[self.pk])
        if self.status == self.Status.RUNNING:
            return reverse("interview:room", args=[self.pk])
        if self.status == self.Status.CANCELLED:
            return reverse("interview:home")
        return reverse("interview:review", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.status in self.FINISHED


class Seat(models.Model):
    """Who takes part in an interview, and as what. Reading along afterwards is a share instead."""

    class Role(models.TextChoices):
        CANDIDATE = "candidate", "Candidate"
        INTERVIEWER = "interviewer", "Interviewer"
        OBSERVER = "observer", "Observer"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=11, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "user"], name="seat_one_per_person"),
            models.UniqueConstraint(
                fields=["interview"], condition=Q(role="candidate"), name="seat_one_candidate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


class Pause(models.Model):
    """A stretch in which a practice clock stood still. Shown in the review."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=Q(ended_at__isnull=True), name="pause_one_open"
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.interview}"
