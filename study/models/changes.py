"""What was changed at the desk and can be taken back."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One change of somebody's own rows, and what they were before (`study/history.py`).

    Whoever inherits this says whose it is: `owner`.
    """

    made_at = models.DateTimeField()
    what = models.CharField(max_length=200)
    # {what was changed: what it was, as the part of the desk writes it}
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what
