"""The reading list as one person keeps it: how far each paper is, notes, order, what they added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from study.models.grid import OwnQuerySet
from study.models.saved_words import Typed


class Paper(Typed):
    """One paper of one person: their own, or of the content once they did something with it."""

    class Status(models.TextChoices):
        TO_READ = "to-read", "To read"
        READING = "reading", "Reading"
        READ = "read", "Read"
        DISCUSSED = "discussed", "Discussed"

    NOTES = ("claim", "method", "evidence", "limits", "questions")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="papers")
    # Of the study content; blank for one's own.
    slug = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    authors = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)

    status = models.CharField(max_length=9, choices=Status, default=Status.TO_READ)
    # The study day on which it was first read, or discussed.
    read_on = models.DateField(null=True, blank=True)
    # Its place in their own order; papers without one come after, in the order of the list.
    place = models.PositiveIntegerField(null=True, blank=True)
    # When status or place last changed: what stands in the calendar hangs on them.
    changed_at = models.DateTimeField(null=True, blank=True)

    claim = models.TextField(blank=True)
    method = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    questions = models.TextField(blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "slug"], condition=~Q(slug=""), name="paper_once_of_the_content"
            ),
            models.CheckConstraint(
                name="paper_is_of_the_content_or_has_a_title",
                condition=(~Q(slug="") & Q(title="")) | (Q(slug="") & ~Q(title="")),
            ),
            models.CheckConstraint(
                name="paper_read_has_a_day",
                condition=Q(status__in=["to-read", "reading"], read_on__isnull=True)
                | Q(status__in=["read", "discussed"], read_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def has_notes(self) -> bool:
        return any(getattr(self, name).strip() for name in self.NOTES)


class Resource(models.Model):
    """A book, course or page that somebody added to their shelf."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="resources")
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    use_for = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "url"], name="resource_once_an_address")
        ]

    def __str__(self) -> str:
        return self.title


class ReadingWeek(models.Model):
    """The weekday on which somebody reads one paper a week."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reading_week"
    )
    # 0 is Monday.
    weekday = models.PositiveSmallIntegerField()
    chosen_at = models.DateTimeField()
    # When it last became another order, by what one chose, moved, read, added or took away.
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="readingweek_has_a_weekday", condition=Q(weekday__lte=6))
        ]

    def __str__(self) -> str:
        return f"a paper a week for {self.user}"


class LinkCheck(models.Model):
    """What became of the last look at an address of the shelf."""

    class State(models.TextChoices):
        FINE = "fine", "Answers"
        BROKEN = "broken", "Broken"
        REFUSED = "refused", "Not looked at"

    url = models.URLField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State)
    # For people: “404 Not Found”, “no answer within 10 seconds”.
    words = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.url}: {self.words}"
