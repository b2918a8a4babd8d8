"""A deck that somebody brought and a worker reads: the file until it is read, then what came."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from study.models.grid import OwnQuerySet
from web.jobs import JobQuerySet

# Reading ends after two minutes, taking 60,000 notes in takes less than two;
# a claim this old belongs to a worker that died.
CLAIM_LASTS = timedelta(minutes=5)
# A deck that failed this often stays failed until it is brought again.
READING_TRIES = 3


class DeckFileQuerySet(OwnQuerySet, JobQuerySet):
    """Its job is to be read."""

    waiting, working = "waiting", "reading"
    claim_lasts, most_tries = CLAIM_LASTS, READING_TRIES


class DeckFile(models.Model):
    """The last large deck of one person. The next one takes its place."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READ = "read", "Read"
        FAILED = "failed", "Could not be read"

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deck_file")
    name = models.CharField(max_length=255)
    # The bytes as they came, until they are read or given up.
    data = models.BinaryField(blank=True)
    size = models.PositiveIntegerField()
    with_answers = models.BooleanField()
    brought_at = models.DateTimeField()

    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Notes, once the deck is open.
    notes = models.PositiveIntegerField(null=True, blank=True)
    # What came of it, in sentences; of a failed one, why.
    told = models.JSONField(default=list, blank=True)

    objects = DeckFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deckfile_reading_has_a_claim",
                condition=Q(state="reading", claim__isnull=False, claimed_at__isnull=False)
                | (~Q(state="reading") & Q(claim__isnull=True, claimed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="deckfile_keeps_its_bytes_until_it_is_read",
                condition=(Q(state__in=["waiting", "reading"]) & ~Q(data=b""))
                | Q(state__in=["read", "failed"], data=b""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["waiting", "reading"]),
                name="deckfile_unread",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unread(self) -> bool:
        return self.state in (self.State.WAITING, self.State.READING)
