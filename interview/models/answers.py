"""What was typed: the answer as it stands, how it grew, and what lost a race."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from interview.models.questions import InterviewQuestion


class Answer(models.Model):
    """The current text. `interview/autosave.py` is the only writer of text and revision."""

    question = models.OneToOneField(InterviewQuestion, models.CASCADE, related_name="answer")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    # The page that saved last, and its counter: they tell a retry from a rival tab.
    writer = models.UUIDField(null=True, blank=True)
    writer_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    # Time the question was in front of the candidate, as their page counted it. It stands here
    # and not on the question so that a save is one UPDATE.
    seconds_used = models.PositiveIntegerField(default=0)
    # Typed before the deadline, arrived within the grace after it.
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_saved_has_a_writer",
                condition=Q(revision=0, writer__isnull=True, saved_at__isnull=True)
                | Q(revision__gt=0, writer__isnull=False, saved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"answer to {self.question}"

    def is_blank(self, starter_code: str = "") -> bool:
        """Nothing typed, or the starter code handed back untouched."""
        typed = self.text.strip()
        return not typed or typed == starter_code.strip()


class AnswerRevision(models.Model):
    """One save, as the change it made: replaying all of them gives the text.

    `text[:start] + added + text[start + removed:]`, in characters of the text before. A row is
    as large as what was typed since the last save, so an hour of typing stays far below 1 MB.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    writer = models.UUIDField()
    start = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    added = models.TextField(blank=True)

    class Meta:
        ordering = ["answer", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "number"], name="answerrevision_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.answer}"


class ParkedText(models.Model):
    """What another tab or device had typed when it lost the race: kept until the person chooses."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="parked")
    writer = models.UUIDField()
    text = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        ordering = ["-parked_at"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "writer"], name="parkedtext_one_per_writer")
        ]

    def __str__(self) -> str:
        return f"parked text for {self.answer}"
