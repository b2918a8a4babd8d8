"""What an interviewer writes down while they follow an interview. Theirs alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

# About 20 pages.
LONGEST_NOTES = 40_000


class InterviewerNotes(models.Model):
    """Private notes of one interviewer on one interview; `groups/notes.py` is the only writer."""

    interview = models.ForeignKey(
        "interview.Interview", models.CASCADE, related_name="interviewer_notes"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="interviewer_notes"
    )
    text = models.TextField(blank=True)
    # What they leaned to, point by point, while they listened: {key point: verdict}. No marks.
    ticks = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # The page that saved last, and its counter: they tell a retry from a rival tab.
    writer = models.UUIDField(null=True, blank=True)
    writer_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "notes of interviewers"
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "user"], name="interviewernotes_one_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"notes of {self.user} on {self.interview}"
