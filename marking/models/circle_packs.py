"""A pack that a whole circle marks: the same answers for all, each blind in their own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class CirclePackQuerySet(models.QuerySet["CirclePack"]):
    def visible_to(self, user: User) -> CirclePackQuerySet:
        """Those of circles this person is in now. The only access rule."""
        return self.filter(circle__memberships__user=user.pk)


class CirclePack(models.Model):
    """One pack for a circle. Each person marks a pack of their own that is made of it."""

    circle = models.ForeignKey("accounts.Circle", models.CASCADE, related_name="calibration_packs")
    title = models.CharField(max_length=120)
    # The pack it was made of, so that choosing it twice is choosing it once.
    source = models.ForeignKey(
        "marking.Pack", models.SET_NULL, null=True, related_name="chosen_for"
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    chosen_at = models.DateTimeField()

    objects = CirclePackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "source"], name="circlepack_source_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CirclePackAnswer(models.Model):
    """One of its answers, in the words and with the key it had when the pack was chosen."""

    circle_pack = models.ForeignKey(CirclePack, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    answer = models.ForeignKey(
        "questions.CalibrationAnswer", models.CASCADE, related_name="in_circle_packs"
    )

    class Meta:
        ordering = ["circle_pack", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle_pack", "position"], name="circlepackanswer_position_once"
            ),
            models.UniqueConstraint(
                fields=["circle_pack", "answer"], name="circlepackanswer_no_answer_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.position} of {self.circle_pack}"
