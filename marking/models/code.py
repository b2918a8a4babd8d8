"""Code that somebody puts to a circle, its versions, and what is said about its lines."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.models import Circle, CircleMembership

if TYPE_CHECKING:
    from accounts.models import User


class CodeReviewQuerySet(models.QuerySet["CodeReview"]):
    def visible_to(self, user: User) -> CodeReviewQuerySet:
        """One's own, and what people put to a circle that both are in now. The only access rule."""
        if not user.pk:
            return self.none()
        places = CircleMembership.objects.filter(circle=OuterRef("circle"))
        mine = Exists(places.filter(user=user.pk))
        theirs = Exists(places.filter(user=OuterRef("author")))
        return self.filter(Q(author=user.pk) | (Q(taken_back_at=None) & mine & theirs))

    def open_in(self, circle_id: int) -> CodeReviewQuerySet:
        """What people of this circle have put to it and not taken back, newest first."""
        places = CircleMembership.objects.filter(circle=circle_id, user=OuterRef("author"))
        held = self.filter(Exists(places), circle=circle_id, taken_back_at=None)
        return held.select_related("author").order_by("-pk")


class CodeReview(models.Model):
    """One program that its author asks a circle to read."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="code_reviews")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="code_reviews"
    )
    title = models.CharField(max_length=120)
    # What the code is to do, and what to look at. Markdown.
    about = models.TextField(blank=True)
    made_at = models.DateTimeField()
    # From then on only its author reads it.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    # One form makes one review, however often its button is pressed.
    request_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = CodeReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "request_key"], name="codereview_one_a_request"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("marking:code_review", args=[self.pk])


class CodeVersion(models.Model):
    """The whole text at one time. It never changes."""

    review = models.ForeignKey(CodeReview, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    # What is new in it, in the author's words.
    note = models.CharField(max_length=200, blank=True)
    # The answer it was taken from, if it was.
    answered = models.ForeignKey(
        "interview.InterviewQuestion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="code_versions",
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="codeversion_number_once"),
            models.CheckConstraint(name="codeversion_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.review}"


class LineThread(models.Model):
    """What is said about some lines of a version, or about the whole, until it is resolved."""

    review = models.ForeignKey(CodeReview, models.CASCADE, related_name="threads")
    version = models.ForeignKey(CodeVersion, models.CASCADE, related_name="threads")
    # Lines of that version, the first is 1 and both are meant; none for the code as a whole.
    first = models.PositiveSmallIntegerField(null=True, blank=True)
    last = models.PositiveSmallIntegerField(null=True, blank=True)
    # What stood there.
    quote = models.TextField(blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="line_threads"
    )
    opened_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="linethread_lines_or_the_whole",
                condition=Q(first__isnull=True, last__isnull=True, quote="")
                | Q(
                    first__isnull=False,
                    last__isnull=False,
                    first__gte=1,
                    last__gte=F("first"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"lines {self.first} to {self.last} of {self.version}"


class LinePlace(models.Model):
    """Where a thread's lines stand in one version. In a version without such a row they do not."""

    thread = models.ForeignKey(LineThread, models.CASCADE, related_name="places")
    version = models.ForeignKey(CodeVersion, models.CASCADE, related_name="places")
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "first"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "version"], name="lineplace_one_a_version"),
            models.CheckConstraint(
                name="lineplace_is_a_span",
                condition=Q(first__gte=1, last__gte=F("first")),
            ),
        ]

    def __str__(self) -> str:
        return f"lines {self.first} to {self.last} of {self.version}"


class LineComment(models.Model):
    """One thing said in a thread. Markdown. Nothing said is changed later."""

    thread = models.ForeignKey(LineThread, models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="line_comments"
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
