"""Weak spots: what somebody answered to a probe, and how sure of themselves they said they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from study.models.grid import Box, OwnQuerySet
from study.models.saved_words import Typed


class Probe(Typed):
    """One try at the probe of one spot: typed, kept, compared with the answer, judged."""

    class Outcome(models.TextChoices):
        WHOLE = "whole", "It was all there"
        PART = "part", "Something was missing"
        NONE = "none", "I would not have known"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="probes")
    # Of the study content, or of what was measured (study/weak/spots.py).
    spot = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    # From here on the answer is shown, and the text stays as it is.
    kept_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=5, choices=Outcome, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    # The study day of the verdict, as it was then.
    on = models.DateField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "spot"], condition=Q(outcome=""), name="probe_one_open_a_spot"
            ),
            models.CheckConstraint(
                name="probe_kept_says_something", condition=Q(kept_at=None) | ~Q(text="")
            ),
            models.CheckConstraint(
                name="probe_judged_after_it_was_kept",
                condition=Q(outcome="", judged_at__isnull=True, on__isnull=True)
                | Q(
                    outcome__in=["whole", "part", "none"],
                    kept_at__isnull=False,
                    judged_at__isnull=False,
                    on__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"probe of {self.spot}"


class SpotRating(models.Model):
    """How sure somebody said they are of one spot; each time is kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="spot_ratings")
    spot = models.CharField(max_length=200)
    confidence = models.PositiveSmallIntegerField(choices=Box.Confidence)
    at = models.DateTimeField()
    on = models.DateField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="spotrating_is_one_of_four", condition=Q(confidence__gte=1, confidence__lte=4)
            )
        ]

    def __str__(self) -> str:
        return f"{self.confidence} for {self.spot}"
