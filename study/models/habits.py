"""The six habits as a candidate scored themselves after an interview."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from study.models.grid import OwnQuerySet


class HabitScore(models.Model):
    """Which of the six habits somebody kept in one of their interviews, by their own word."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="habit_scores")
    interview = models.OneToOneField(
        "interview.Interview", models.CASCADE, related_name="habit_score"
    )
    # Names of interview.habits.HABITS.
    habits = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{len(self.habits)} habits in {self.interview}"
