"""The words of a question, frozen: versions, rubrics, sample answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from questions.models.questions import Question
from questions.models.vocabulary import Audience, Kind, Priority, Tier


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def with_words(self) -> QuestionVersionQuerySet:
        """With the rubric and the sample answers: all that `versions.words_of` reads."""
        return self.prefetch_related("key_points", "calibration_answers")


class QuestionVersion(models.Model):
    """The words of a question as they were asked. Never changed once an interview used it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    prompt = models.TextField()
    kind = models.CharField(max_length=16, choices=Kind)
    tier = models.PositiveSmallIntegerField(choices=Tier)
    minutes = models.PositiveSmallIntegerField()
    priority = models.CharField(max_length=2, choices=Priority)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ENGINEER)
    model_answer = models.TextField(blank=True)
    red_flags = models.JSONField(default=list, blank=True)
    mistakes = models.JSONField(default=list, blank=True)
    tips = models.JSONField(default=list, blank=True)
    hints = models.JSONField(default=list, blank=True)
    follow_ups = models.JSONField(default=list, blank=True)
    references = models.JSONField(default=list, blank=True)
    # Sections that only one kind has: starter_code, public_tests, artefacts, steps, stages …
    parts = models.JSONField(default=dict, blank=True)
    rule_of_thumb = models.BooleanField(default=False)
    licence = models.CharField(max_length=40, blank=True)
    author = models.CharField(max_length=120, blank=True)
    sources = models.JSONField(default=list, blank=True)
    content_hash = models.CharField(max_length=64)
    # Who wrote it on this site, and what they say they changed; nobody for a file of a bank.
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    # Why it became ready although the linter warned; empty where there was nothing to explain.
    ready_because = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="questionversion_number_is_unique"
            ),
            models.CheckConstraint(
                name="questionversion_tier_1_to_4", condition=Q(tier__gte=1) & Q(tier__lte=4)
            ),
            models.CheckConstraint(
                name="questionversion_minutes_1_to_120",
                condition=Q(minutes__gte=1) & Q(minutes__lte=120),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    @property
    def wants_code(self) -> bool:
        """Whether the answer is a program: the code editor instead of prose."""
        return self.kind == Kind.IMPLEMENTATION

    @property
    def starter_code(self) -> str:
        return self.parts.get("starter_code", "")


class KeyPoint(models.Model):
    """One checkable statement of the rubric."""

    class Level(models.TextChoices):
        MUST = "must", "Must"
        SHOULD = "should", "Should"
        BONUS = "bonus", "Bonus"

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="key_points")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    text = models.TextField()
    level = models.CharField(max_length=6, choices=Level)
    weight = models.PositiveSmallIntegerField(default=1)
    accept = models.JSONField(default=list, blank=True)
    misconceptions = models.JSONField(default=list, blank=True)
    probe = models.TextField(blank=True)
    allow_list = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slug"], name="keypoint_slug_is_unique"),
            models.UniqueConstraint(
                fields=["version", "position"], name="keypoint_position_is_unique"
            ),
            models.CheckConstraint(
                name="keypoint_weight_1_to_3", condition=Q(weight__gte=1) & Q(weight__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CalibrationAnswer(models.Model):
    """A sample answer with the points it makes, marked by hand: it tests question and scorer."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="calibration_answers")
    label = models.CharField(max_length=20)
    text = models.TextField()
    made = models.JSONField(default=list)
    partly = models.JSONField(default=list)
    # Why a point is marked so: pairs of its name and a sentence, in the order they were written.
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "label"], name="calibrationanswer_label_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} answer to {self.version}"
