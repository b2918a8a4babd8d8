"""The progress grid: what of each concept is due or done, notes beside it, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from study.models.changes import Change

if TYPE_CHECKING:
    from accounts.models import User


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> OwnQuerySet:
        """One's own. The only access rule."""
        return self.filter(owner_id=user.pk) if user.pk else self.none()


class Box(models.Model):
    """One repetition of one concept. There is a row only for what is due or done."""

    STEPS = (1, 2, 4, 7, 14)

    class Confidence(models.IntegerChoices):
        LOST = 1, "1 · lost"
        SHAKY = 2, "2 · shaky"
        FAIR = 3, "3 · fair"
        SURE = 4, "4 · sure"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="boxes")
    # Of the study content; a concept that leaves it keeps its boxes, which are then not shown.
    concept = models.CharField(max_length=60)
    # The day of repetition, counted from the first study as day 1.
    step = models.PositiveSmallIntegerField()
    # Study days of the owner. A box that is done keeps the day it was due on.
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, choices=Confidence)
    # When it was marked done.
    marked_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["concept", "step"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "concept", "step"], name="box_once_a_step"),
            models.CheckConstraint(
                name="box_step_is_a_day_of_the_grid", condition=Q(step__in=(1, 2, 4, 7, 14))
            ),
            models.CheckConstraint(
                name="box_is_due_or_done",
                condition=Q(due_on__isnull=False) | Q(done_on__isnull=False),
            ),
            models.CheckConstraint(
                name="box_facts_only_when_done",
                condition=Q(done_on__isnull=False, marked_at__isnull=False)
                | Q(
                    done_on__isnull=True,
                    marked_at__isnull=True,
                    minutes__isnull=True,
                    confidence__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="box_confidence_is_one_of_four",
                condition=Q(confidence__isnull=True) | Q(confidence__gte=1, confidence__lte=4),
            ),
            models.CheckConstraint(
                name="box_minutes_are_some", condition=Q(minutes__isnull=True) | Q(minutes__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"day {self.step} of {self.concept}"


class GridNote(models.Model):
    """What somebody wrote beside a concept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grid_notes")
    concept = models.CharField(max_length=60)
    text = models.TextField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "concept"], name="grid_note_once_a_concept"),
            models.CheckConstraint(name="grid_note_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"note on {self.concept}"


class GridChange(Change):
    """One change of boxes; `before` is {concept: the boxes it had}."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grid_changes")

    objects = OwnQuerySet.as_manager()
