"""Checklists as one person ticks them, for one interview date; their questions for the team."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from study.models.grid import OwnQuerySet


class Tick(models.Model):
    """One item ticked, for the interview of that day; without a day, for none in particular."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ticks")
    # Slugs of the study content.
    checklist = models.CharField(max_length=60)
    item = models.CharField(max_length=60)
    interview_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "checklist", "item", "interview_on"],
                nulls_distinct=False,
                name="tick_once_an_interview",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checklist}: {self.item}"


class TeamQuestion(models.Model):
    """A question somebody wants to ask the team."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_questions"
    )
    text = models.CharField(max_length=300)
    written_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="teamquestion_says_something", condition=~Q(text="")),
            models.UniqueConstraint(fields=["owner", "text"], name="teamquestion_once"),
        ]

    def __str__(self) -> str:
        return self.text


class LastReview(models.Model):
    """How many of the weakest concepts somebody wants to go over on the day before."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="last_review"
    )
    concepts = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lastreview_is_of_some", condition=Q(concepts__gte=1, concepts__lte=20)
            )
        ]

    def __str__(self) -> str:
        return f"{self.concepts} for {self.user}"
