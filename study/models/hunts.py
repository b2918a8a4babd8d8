"""Hunts: sessions of looking for a fault, with the checks that were ticked and what was tried."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from study.models.grid import OwnQuerySet


class Hunt(models.Model):
    """One session. One at a time is open; another begins when that is over."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hunts")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="hunt_one_open_at_a_time", fields=["owner"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="hunt_ends_after_it_begins",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"hunt of {self.begun_at:%Y-%m-%d %H:%M}"


class HuntTick(models.Model):
    """A check that was done: the cause of a failure mode, by its place from 1."""

    hunt = models.ForeignKey(Hunt, models.CASCADE, related_name="ticks")
    # Of the study content; a failure mode that leaves it keeps its ticks, which are not shown.
    mode = models.CharField(max_length=60)
    cause = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="hunttick_once", fields=["hunt", "mode", "cause"]),
            models.CheckConstraint(
                name="hunttick_cause_counts_from_1", condition=Q(cause__gte=1, cause__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode}, cause {self.cause}"


class HuntLine(models.Model):
    """What was tried: what one thought, looked at, saw and concluded."""

    class Verdict(models.TextChoices):
        OPEN = "open", "Open"
        RULED_OUT = "ruled-out", "Ruled out"
        FOUND = "found", "That is it"

    hunt = models.ForeignKey(Hunt, models.CASCADE, related_name="lines")
    # Made by the page with the empty line, so that a line sent twice is one line.
    key = models.UUIDField()
    hypothesis = models.CharField(max_length=500, blank=True)
    check_done = models.CharField(max_length=500, blank=True)
    result = models.CharField(max_length=500, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict, default=Verdict.OPEN)
    # The page that saved last: of two tabs with one line, both keep their words.
    writer = models.UUIDField()
    revision = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="huntline_key_once", fields=["hunt", "key"])]

    def __str__(self) -> str:
        return self.hypothesis or self.check_done or "a line"
