"""The sheet on which one person marks one interview, and what it said each time it was sealed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from interview.models import Interview

if TYPE_CHECKING:
    from accounts.models import User


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def of(self, rater: User) -> ScoreSheetQuerySet:
        """One's own. Nobody else ever reads a sheet itself, only what was sealed of it."""
        return self.filter(rater_id=rater.pk)

    def submitted(self) -> ScoreSheetQuerySet:
        return self.filter(state=ScoreSheet.State.SUBMITTED)

    def opened(self) -> ScoreSheetQuerySet:
        """Sealed, and shown: the candidate and the other raters who are done may read them."""
        return self.filter(opened_at__isnull=False)

    def due_to_open(self, *, at: datetime) -> ScoreSheetQuerySet:
        """Sealed forms whose other half did not come in time."""
        return self.submitted().filter(opened_at=None, opens_at__lte=at)

    def being_marked(self, *, at: datetime) -> ScoreSheetQuerySet:
        """On somebody's screen, and not in yet: a page left open after that keeps nobody away."""
        return self.filter(claimed_until__gt=at, state=ScoreSheet.State.DRAFT)


class ScoreSheet(models.Model):
    """One rater's sheet for one interview. The draft is theirs alone; sealing makes an edition."""

    class Role(models.TextChoices):
        PEER = "peer", "Peer"
        INTERVIEWER = "interviewer", "Interviewer"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Handed in"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="score_sheets")
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="score_sheets"
    )
    role = models.CharField(max_length=11, choices=Role)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    # What stands in it now: {field: [value, the revision it was written at]}; fields are those of
    # marking/fields.py.
    draft = models.JSONField(default=dict, blank=True)
    # Grows with every save.
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    # Somebody has it on screen until then, unless they go on.
    claimed_until = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Two forms about each other: each opens when both are in, or at `opens_at`.
    pair = models.UUIDField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "rater"],
                condition=Q(rater__isnull=False),
                name="scoresheet_one_a_rater",
            ),
            models.CheckConstraint(
                name="scoresheet_handed_in_has_a_time",
                condition=Q(state="draft", submitted_at__isnull=True, opened_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False, opens_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["opens_at"],
                condition=Q(state="submitted", opened_at=None),
                name="scoresheet_to_be_opened",
            ),
            models.Index(fields=["pair"], condition=~Q(pair=None), name="scoresheet_by_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}'s sheet for {self.interview}"

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED


class SheetEdition(models.Model):
    """What a sheet said when it was handed in: once each time, and never changed."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    # {field: value}.
    content = models.JSONField()
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheetedition_number_once")
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.sheet}"
