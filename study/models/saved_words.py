"""Rows whose words are typed into a form that saves itself, perhaps in two windows at once."""

from __future__ import annotations

from django.db import models


class Typed(models.Model):
    """What is typed is kept by `study/saved_words.py`, which says what becomes of two texts."""

    # Grows with every save; a window that knows of an older one has not seen the latest words.
    revision = models.PositiveIntegerField(default=0)
    # The page load that saved last.
    writer = models.CharField(max_length=36, blank=True)
    # Words of another window that disagreed: {field: {page load: text}}.
    rivals = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
