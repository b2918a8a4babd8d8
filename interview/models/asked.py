"""What a candidate asked for in the room: artefacts of a fault, and the framework of five steps.

Rows are added and never changed; a trigger of the database refuses an update
(`interview/migrations/0007_what_was_asked_for.py`). They go with their interview.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from interview.models.questions import InterviewQuestion


class ArtefactAsked(models.Model):
    """One artefact of a question about a fault, shown from then on.

    `number` is its place among the version's artefacts, `place` its place among those asked for,
    both from 1.
    """

    question = models.ForeignKey(InterviewQuestion, models.CASCADE, related_name="artefacts_asked")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "place"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="artefactasked_once"),
            models.UniqueConstraint(fields=["question", "place"], name="artefactasked_in_order"),
            models.CheckConstraint(
                name="artefactasked_counts_from_1", condition=Q(number__gte=1) & Q(place__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"artefact {self.number} of {self.question}"


class FrameworkOpened(models.Model):
    """The five steps were opened beside this question. The first time counts."""

    question = models.OneToOneField(InterviewQuestion, models.CASCADE, related_name="framework")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"the five steps beside {self.question}"
