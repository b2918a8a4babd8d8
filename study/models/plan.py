"""A study plan: until when, how much a day, and on which day each of its tasks falls."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from study.models.changes import Change
from study.models.grid import OwnQuerySet

# Tasks that are no task of the content: one concept's study, and what the grid says is due.
STUDY, REVIEW = "study", "review"
LEAST_MINUTES, MOST_MINUTES = 15, 720


class Plan(models.Model):
    """What somebody told of their weeks. Its tasks are read from the content by their slugs."""

    class Level(models.TextChoices):
        JUNIOR = "junior", "Junior"
        MIDDLE = "middle", "Middle"
        SENIOR = "senior", "Senior"
        STAFF = "staff", "Staff"
        PRINCIPAL = "principal", "Principal"

    class Order(models.TextChoices):
        DEEP = "deep", "Deep learning first"
        CLASSICAL = "classical", "Classical methods first"

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="study_plan"
    )
    # What its entries are called in calendars (RFC 5545 §3.8.4.7).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=9, choices=Level, blank=True)
    # The plan of the content whose tasks it takes, and whether the person left that to the days
    # there are.
    template = models.CharField(max_length=60)
    fits = models.BooleanField(default=False)
    starts_on = models.DateField()
    # The day it was laid out for; the desk's own may be changed without it.
    interview_on = models.DateField(null=True, blank=True)
    minutes_a_day = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)]
    )
    # Monday is 0.
    weekdays_off = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    dates_off = ArrayField(models.DateField(), default=list, blank=True)
    order = models.CharField(max_length=9, choices=Order, default=Order.DEEP)
    # The share of deep learning where not all has room, per cent; the rest is classical.
    deep = models.PositiveSmallIntegerField(default=60)
    # Days may take longer than that: they have seen how long and said so.
    takes_more = models.BooleanField(default=False)
    # Counted up by each change but ticks: two pages at once see each other.
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_minutes_are_of_a_day",
                condition=Q(minutes_a_day__gte=LEAST_MINUTES, minutes_a_day__lte=MOST_MINUTES),
            ),
            models.CheckConstraint(name="plan_weights_sum_to_100", condition=Q(deep__lte=100)),
            models.CheckConstraint(name="plan_has_a_weekday", condition=Q(weekdays_off__len__lt=7)),
        ]

    def __str__(self) -> str:
        return f"plan of {self.owner}"

    def get_absolute_url(self) -> str:
        return reverse("study:my_plan")

    @property
    def last_day(self) -> date | None:
        """The day before the interview: nothing is planned on it or after."""
        return self.interview_on and self.interview_on - timedelta(days=1)

    @property
    def cap(self) -> int | None:
        """Minutes a day at most; None where longer days were accepted."""
        return None if self.takes_more else self.minutes_a_day

    @property
    def classical(self) -> int:
        return 100 - self.deep


class PlanTask(models.Model):
    """One thing to do. Without a day it has no room, unless it was skipped.

    Whether a concept is studied is what the progress grid says of its day 1, so such a task never
    has a day on which it was done.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    # The task's in its plan's file, or one of STUDY and REVIEW.
    slug = models.CharField(max_length=60)
    concept = models.CharField(max_length=60, blank=True)
    # Its place in the plan as it was made.
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    # Study days of the owner.
    on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    skipped_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["on", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "slug", "concept"],
                condition=~Q(slug=REVIEW),
                name="plan_task_once_a_plan",
            ),
            models.UniqueConstraint(
                fields=["plan", "on"], condition=Q(slug=REVIEW), name="plan_review_once_a_day"
            ),
            models.CheckConstraint(name="plan_task_takes_time", condition=Q(minutes__gte=1)),
            models.CheckConstraint(
                name="plan_task_not_both_done_and_skipped",
                condition=Q(done_on__isnull=True) | Q(skipped_on__isnull=True),
            ),
            models.CheckConstraint(
                name="plan_study_has_a_concept_and_no_own_mark",
                condition=(~Q(slug=STUDY) & Q(concept=""))
                | (Q(slug=STUDY, done_on__isnull=True) & ~Q(concept="")),
            ),
            models.CheckConstraint(
                name="plan_review_has_a_day",
                condition=~Q(slug=REVIEW) | Q(on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.concept}".strip()


class PlanChange(Change):
    """One change of a plan; `before` as `study.plan.places` writes it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan_changes")

    objects = OwnQuerySet.as_manager()
