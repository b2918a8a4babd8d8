"""What somebody changed in many questions at once, kept so that it can be undone; saved filters."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from questions.models import Question


class BulkEdit(models.Model):
    """One change of many questions. The last 20 of a person are kept."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bulk_edits")
    # What was done, such as “level: senior”.
    what = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what


class BulkChange(models.Model):
    """What one question had before and after. Of a deleted one, `before` is all there was of it."""

    edit = models.ForeignKey(BulkEdit, models.CASCADE, related_name="changes")
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="bulk_changes"
    )
    title = models.CharField(max_length=120)
    before = models.JSONField()
    after = models.JSONField()
    # Set once an undo could not bring it back, with the reason.
    kept_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class SavedFilter(models.Model):
    """Filters of the list of questions under a name of one's own. `query` stands in the address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="savedfilter_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.name
