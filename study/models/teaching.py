"""Teach it back: a concept explained in one's own words, and what others made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Circle
from study.models.saved_words import Typed
from study.models.speaking import Recording

if TYPE_CHECKING:
    from accounts.models import User


class ExplanationQuerySet(models.QuerySet["Explanation"]):
    def of(self, user: User) -> ExplanationQuerySet:
        """One's own, drafts too."""
        return self.filter(owner_id=user.pk) if user.pk else self.none()

    def visible_to(self, user: User) -> ExplanationQuerySet:
        """One's own, and what is open to a circle this person is in now. The only access rule."""
        return self.filter(Q(owner_id=user.pk) | Q(circle__in=Circle.objects.of(user)))

    def open_in(self, circle_id: int) -> ExplanationQuerySet:
        """What a circle reads, the newest first."""
        return self.filter(circle=circle_id).select_related("owner").order_by("-shared_at", "-pk")

    def with_recording(self) -> ExplanationQuerySet:
        """Each with what is known of its recording, without the sound itself."""
        return self.select_related("recording__take").defer("recording__sound")


class Explanation(Typed):
    """One person's explanation of one concept. What a circle reads is what stood there when it was
    opened to it; what is typed afterwards stays with its author until they open it again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="explanations")
    # Of the study content.
    concept = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    circle = models.ForeignKey(
        Circle, models.SET_NULL, null=True, blank=True, related_name="explanations"
    )
    shared_text = models.TextField(blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    # What the circle hears, beside the words or instead of them.
    recording = models.ForeignKey(
        Recording, models.SET_NULL, null=True, blank=True, related_name="explanations"
    )

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "concept"], name="explanation_once_a_concept"),
            models.CheckConstraint(
                name="explanation_open_says_since_when",
                condition=Q(circle=None) | Q(shared_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept} in somebody's words"

    def get_absolute_url(self) -> str:
        return reverse("study:explanation", args=[self.pk])

    @property
    def is_changed(self) -> bool:
        """Its author has typed on since the circle got to read it."""
        return self.circle_id is not None and self.text != self.shared_text


class Heard(models.Model):
    """Whether somebody of the circle understood it, and where it lost them."""

    explanation = models.ForeignKey(Explanation, models.CASCADE, related_name="heard")
    # Empty once they have left altogether: what they said stays.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="heard_explanations"
    )
    is_understood = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["explanation", "by"], name="heard_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{'understood' if self.is_understood else 'not yet'}: {self.explanation}"
