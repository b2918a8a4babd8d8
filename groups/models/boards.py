"""The board of a whiteboard meeting: what is drawn on it, who pledged, whose turn it is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from groups.models.meetings import Meeting

# The board in its own units, whatever size it has on a screen.
WIDTH, HEIGHT = 1600, 1000
# Corners of one stroke, each two numbers.
MOST_CORNERS = 400
LONGEST_TEXT = 300


class BoardMark(models.Model):
    """One thing on the board. It never changes; whoever made it may take it away again."""

    class Kind(models.TextChoices):
        STROKE = "stroke", "Stroke"
        LINE = "line", "Line"
        ARROW = "arrow", "Arrow"
        RECT = "rect", "Box"
        ELLIPSE = "ellipse", "Circle"
        TEXT = "text", "Words"

    class Colour(models.TextChoices):
        INK = "ink", "Ink"
        GREEN = "green", "Green"
        RED = "red", "Red"
        AMBER = "amber", "Amber"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="board_marks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="board_marks"
    )
    kind = models.CharField(max_length=7, choices=Kind)
    colour = models.CharField(max_length=5, choices=Colour, default=Colour.INK)
    # x and y in turn, in units of the board. Two corners for a shape; words stand at the first.
    points = ArrayField(models.SmallIntegerField())
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    # The page that drew it made this up: sent twice, it is drawn once.
    key = models.UUIDField(unique=True, editable=False)
    made_at = models.DateTimeField()
    taken_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="boardmark_words_have_words",
                condition=(Q(kind="text") & ~Q(text="")) | (~Q(kind="text") & Q(text="")),
            ),
            models.CheckConstraint(
                name="boardmark_has_corners",
                condition=Q(points__len__gte=2, points__len__lte=2 * MOST_CORNERS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on the board of {self.meeting}"


class BoardPledge(models.Model):
    """“No notes”: somebody says that they explain from memory."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="board_pledges")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_pledges")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="boardpledge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: no notes"


class BoardTurn(models.Model):
    """Somebody explains, for so many minutes. The latest is the one that goes on."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="board_turns")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="board_turns"
    )
    number = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="boardturn_number_once"),
            models.CheckConstraint(
                name="boardturn_minutes_1_to_60",
                condition=Q(minutes__gte=1) & Q(minutes__lte=60),
            ),
        ]

    def __str__(self) -> str:
        return f"turn {self.number} of {self.meeting}"
