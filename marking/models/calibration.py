"""Calibration: packs of stored answers whose marks are known, and what a person marked there."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

# Half of the points is where guessing ends; below, a pack would teach nothing.
LEAST_EXACT_OF_ALL = 50
MOST_APART_OF_ALL = 2
LONGEST_REASON = 300


class PackQuerySet(models.QuerySet["Pack"]):
    def visible_to(self, user) -> PackQuerySet:
        """One's own: what somebody marks to learn the scale is nobody else's. The access rule."""
        return self.filter(owner=user.pk)


class Pack(models.Model):
    """Stored answers to mark and mark again until one's marks are close to the known ones."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calibration_packs"
    )
    title = models.CharField(max_length=120)
    # What its answers were drawn from; empty for all.
    area = models.ForeignKey(
        "questions.Topic", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=16, blank=True)
    seed = models.BigIntegerField()
    # What passes: so many marks in a hundred the same, none further apart than so many levels.
    least_exact = models.PositiveSmallIntegerField(
        default=80, validators=[MinValueValidator(LEAST_EXACT_OF_ALL), MaxValueValidator(100)]
    )
    most_apart = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(MOST_APART_OF_ALL)]
    )
    made_at = models.DateTimeField()
    # The pack of a circle that it is one person's part of.
    of = models.ForeignKey(
        "marking.CirclePack", models.SET_NULL, null=True, blank=True, related_name="packs"
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "of"], name="pack_one_part_a_person"),
            models.CheckConstraint(
                name="pack_asks_for_50_to_100_of_100",
                condition=Q(least_exact__gte=LEAST_EXACT_OF_ALL, least_exact__lte=100),
            ),
            models.CheckConstraint(
                name="pack_lets_marks_be_0_to_2_levels_apart",
                condition=Q(most_apart__gte=0, most_apart__lte=MOST_APART_OF_ALL),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("marking:calibration_pack", args=[self.pk])


class PackItem(models.Model):
    """One answer of a pack: which question's, and which of its stored ones.

    It names no version: whoever marks it next gets the words and the key as they are then.
    """

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="+")
    label = models.CharField(max_length=20)

    class Meta:
        ordering = ["pack", "position"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "position"], name="packitem_position_once"),
            models.UniqueConstraint(
                fields=["pack", "question", "label"], name="packitem_no_answer_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.position} of {self.pack}"


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user) -> RunQuerySet:
        """One's own. The only access rule."""
        return self.filter(pack__owner=user.pk)

    def finished(self) -> RunQuerySet:
        return self.filter(finished_at__isnull=False)


class Run(models.Model):
    """One time through a pack, blind until it is finished. What was marked stays as it was."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["pack", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["pack"], condition=Q(finished_at=None), name="run_one_open_a_pack"
            ),
            models.CheckConstraint(
                name="run_passed_or_not_once_finished",
                condition=Q(finished_at__isnull=True, passed__isnull=True)
                | Q(finished_at__isnull=False, passed__isnull=False)
                & Q(finished_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}, time {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("marking:calibration_run", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class RunAnswer(models.Model):
    """One answer as it was put before the person, and what the machine says to it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    answer = models.ForeignKey("questions.CalibrationAnswer", models.CASCADE, related_name="+")
    # By key point: {"verdict", "start", "end"}; null until the machine has read it.
    machine = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="runanswer_position_once"),
            models.UniqueConstraint(fields=["run", "answer"], name="runanswer_no_answer_twice"),
        ]

    def __str__(self) -> str:
        return f"answer {self.position} of {self.run}"


class RunMark(models.Model):
    """What the person said about one point of one answer."""

    class Verdict(models.TextChoices):
        MADE = "made", "Made"
        PARTLY = "partly", "Partly made"
        MISSED = "missed", "Missed"

    run_answer = models.ForeignKey(RunAnswer, models.CASCADE, related_name="marks")
    key_point = models.ForeignKey("questions.KeyPoint", models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=6, choices=Verdict)
    # Why, in their own words; may be empty.
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run_answer", "key_point"], name="runmark_one_a_point"),
            models.CheckConstraint(
                name="runmark_verdict_is_a_persons",
                condition=Q(verdict__in=["made", "partly", "missed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.key_point}"
