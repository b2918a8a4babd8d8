"""Answers given aloud: what was asked, how long it took, notes, perhaps a recording, own marks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from study.models.grid import OwnQuerySet
from study.models.saved_words import Typed
from web.jobs import JobQuerySet

# Long enough for two or three minutes of speech at any quality a browser chooses; bytes.
LARGEST_RECORDING = 4 * 1024 * 1024
# A claim this old belongs to a worker that died.
CLAIM_LASTS = timedelta(minutes=5)
# A transcript that failed this often stays failed until a person asks again.
TRANSCRIPT_TRIES = 3


class Take(Typed):
    """One answer aloud, or typed against the same clock. Its key opens once it is kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="takes")
    # A question in the words it had, or a concept or a case of the study content.
    version = models.ForeignKey(
        "questions.QuestionVersion", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    concept = models.CharField(max_length=60, blank=True)
    case = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120)
    # What its owner asked for, and what that is with their extra time, in seconds.
    limit = models.PositiveSmallIntegerField()
    prepare_seconds = models.PositiveSmallIntegerField()
    limit_seconds = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    # The end of the preparation, which may be cut short.
    starts_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    # Of the time, by the server's clock.
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    # Said aloud, whether or not it was recorded.
    was_aloud = models.BooleanField(default=False)
    notes = models.TextField(blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="take_is_of_one_thing",
                condition=Q(concept="", case="")
                | Q(version__isnull=True, concept="")
                | Q(version__isnull=True, case=""),
            ),
            models.CheckConstraint(
                name="take_limit_is_some", condition=Q(limit_seconds__gte=1, limit__gte=1)
            ),
            models.CheckConstraint(
                name="take_kept_says_how_long",
                condition=Q(kept_at__isnull=True, seconds__isnull=True)
                | Q(kept_at__isnull=False, seconds__isnull=False),
            ),
            models.CheckConstraint(
                name="take_is_never_longer_than_its_limit",
                condition=Q(seconds__isnull=True) | Q(seconds__lte=F("limit_seconds")),
            ),
            models.CheckConstraint(
                name="take_starts_after_it_begins", condition=Q(starts_at__gte=F("begun_at"))
            ),
        ]
        indexes = [models.Index(fields=["owner", "-kept_at"], name="take_by_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.limit_seconds)


class TakeMark(models.Model):
    """What its speaker says of one point: of a question's rubric, or a card of the concept."""

    class Verdict(models.TextChoices):
        MADE = "made", "Said"
        PARTLY = "partly", "Half"
        MISSED = "missed", "Missed"

    take = models.ForeignKey(Take, models.CASCADE, related_name="marks")
    key_point = models.ForeignKey(
        "questions.KeyPoint", models.CASCADE, null=True, blank=True, related_name="+"
    )
    card = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=6, choices=Verdict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="takemark_is_of_a_point_or_a_card",
                condition=Q(key_point__isnull=False, card="")
                | (Q(key_point__isnull=True) & ~Q(card="")),
            ),
            models.UniqueConstraint(fields=["take", "key_point"], name="takemark_once_a_point"),
            models.UniqueConstraint(
                fields=["take", "card"], condition=~Q(card=""), name="takemark_once_a_card"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} in {self.take}"


class RecordingQuerySet(JobQuerySet):
    """Its job is to be transcribed."""

    waiting, working = "waiting", "running"
    claim_lasts, most_tries = CLAIM_LASTS, TRANSCRIPT_TRIES


class Recording(models.Model):
    """The sound of a take, kept here because its owner asked for it. In the database, so that it
    is nobody's file, goes with its owner, and is there for every web server."""

    class Kind(models.TextChoices):
        WEBM = "audio/webm", "WebM"
        OGG = "audio/ogg", "Ogg"
        MP4 = "audio/mp4", "MP4"

    class Transcribing(models.TextChoices):
        NOT_ASKED = "not-asked", "Not asked for"
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being written"
        DONE = "done", "Written"
        FAILED = "failed", "Could not be written"

    take = models.OneToOneField(Take, models.CASCADE, related_name="recording")
    kind = models.CharField(max_length=10, choices=Kind)
    sound = models.BinaryField()
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField()
    transcript = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=Transcribing, default=Transcribing.NOT_ASKED)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    why_failed = models.CharField(max_length=300, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recording_is_not_too_large",
                condition=Q(size__gte=1, size__lte=LARGEST_RECORDING),
            ),
            models.CheckConstraint(
                name="recording_running_has_a_claim",
                condition=~Q(state="running") | Q(claim__isnull=False, claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["waiting", "running"]),
                name="recording_untranscribed",
            )
        ]

    def __str__(self) -> str:
        return f"recording of {self.take}"
