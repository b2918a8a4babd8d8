"""What was tried at a question about a fault: a list the candidate keeps beside the answer.

It is one text, a line for each idea, its parts with tabs between (`interview/tried.py` reads it),
and is kept by the same protocol as an answer.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from interview.models.questions import InterviewQuestion


class TriedLog(models.Model):
    """The list as it stands. `interview/autosave.py` is the only writer of text and revision."""

    question = models.OneToOneField(InterviewQuestion, models.CASCADE, related_name="tried")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    # The page that saved last, and its counter: they tell a retry from a rival tab.
    writer = models.UUIDField(null=True, blank=True)
    writer_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    # Typed before the deadline, arrived within the grace after it.
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="triedlog_saved_has_a_writer",
                condition=Q(revision=0, writer__isnull=True, saved_at__isnull=True)
                | Q(revision__gt=0, writer__isnull=False, saved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"what was tried at {self.question}"


class TriedRevision(models.Model):
    """One save, as the change it made; see `AnswerRevision`. It says when a line came."""

    log = models.ForeignKey(TriedLog, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    writer = models.UUIDField()
    start = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    added = models.TextField(blank=True)

    class Meta:
        ordering = ["log", "number"]
        constraints = [
            models.UniqueConstraint(fields=["log", "number"], name="triedrevision_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.log}"
