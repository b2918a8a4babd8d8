"""Attempts: one go at one exercise of the desk, from the first word typed to its result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from study.models.grid import OwnQuerySet


class AttemptQuerySet(OwnQuerySet):
    def finished(self) -> AttemptQuerySet:
        """Those with a result, the newest first."""
        return self.exclude(finished_at=None).order_by("-pk")

    def unfinished(self) -> AttemptQuerySet:
        """What was begun and waits, the newest first."""
        return self.filter(finished_at=None).order_by("-pk")

    def at(self, kind: str, slug: str) -> AttemptQuerySet:
        """Those at one exercise."""
        return self.filter(kind=kind, slug=slug)


class Attempt(models.Model):
    """One go at one exercise. While it is not finished it is a draft, and there is one at most.

    Where a result is to be read: `score` (0–1), `on` (the study day), `kind` and `slug`.
    """

    class Kind(models.TextChoices):
        ESTIMATE = "estimate", "Estimates"
        COMPARISON = "comparison", "Comparison grids"
        FORMULA = "formula", "Derivations"
        CASE = "case", "Cases"
        SEQUENCE = "sequence", "Orders of steps"
        CHOOSING = "choosing", "Choosing a method"
        TREE = "tree", "Decision trees"
        MISTAKE = "mistake", "Spotting mistakes"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=10, choices=Kind)
    # Of the study content, perhaps with a part of it behind a colon; an exercise that leaves the
    # content keeps its results.
    slug = models.CharField(max_length=121)
    begun_at = models.DateTimeField()
    # What was typed and chosen, and what was made of it; each kind says what stands in there.
    given = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    # The study day as it was then; a later change of zone or hour moves no result to another day.
    on = models.DateField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="attempt_one_draft_an_exercise",
                fields=["owner", "kind", "slug"],
                condition=Q(finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="attempt_result_is_whole_or_none",
                condition=Q(finished_at__isnull=True, on__isnull=True, score__isnull=True)
                | Q(
                    finished_at__isnull=False,
                    on__isnull=False,
                    score__isnull=False,
                    score__gte=0,
                    score__lte=1,
                ),
            ),
            models.CheckConstraint(
                name="attempt_is_at_something", condition=~Q(kind="") & ~Q(slug="")
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "kind", "slug"], name="attempt_by_exercise"),
            models.Index(
                fields=["owner", "on"],
                condition=Q(finished_at__isnull=False),
                name="attempt_result_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.slug}"
