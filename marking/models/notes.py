"""What people say to each other about an answer and its marks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interview.models import InterviewQuestion, PointMark, Scorecard


class Passage(models.Model):
    """A stretch of an answer that somebody speaks about, until it is resolved."""

    question = models.ForeignKey(InterviewQuestion, models.CASCADE, related_name="passages")
    # Characters [start, end) of the answer; both 0 for the answer as a whole.
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    # The words that stood there.
    quote = models.TextField(blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="passages"
    )
    opened_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="passage_is_a_span_or_the_whole",
                condition=Q(start=0, end=0, quote="") | (Q(end__gt=F("start")) & ~Q(quote="")),
            )
        ]

    def __str__(self) -> str:
        return f"passage of {self.question}"


class Comment(models.Model):
    """One thing said about a passage. Markdown. Nothing said is changed later."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="answer_comments"
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class DiscussionNote(models.Model):
    """Why somebody marked a point as they did, where two people are more than a level apart."""

    question = models.ForeignKey(InterviewQuestion, models.CASCADE, related_name="discussion_notes")
    key_point = models.ForeignKey("questions.KeyPoint", models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="discussion_notes"
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key_point", "by"],
                condition=Q(by__isnull=False),
                name="discussionnote_one_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class SecondLook(models.Model):
    """The candidate asks for one point to be looked at again; somebody says what came of it."""

    class Outcome(models.TextChoices):
        OPEN = "", "Waiting"
        UPHELD = "upheld", "Upheld"
        CHANGED = "changed", "Changed"
        EXPLAINED = "explained", "Explained"

    question = models.ForeignKey(InterviewQuestion, models.CASCADE, related_name="second_looks")
    key_point = models.ForeignKey("questions.KeyPoint", models.CASCADE, related_name="+")
    # The mark it is about, and what it said then.
    card = models.ForeignKey(Scorecard, models.CASCADE, related_name="second_looks")
    said = models.CharField(max_length=12, choices=PointMark.Verdict)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    # Who is asked. Others who may mark the interview may answer, too.
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="second_looks_asked"
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default="")
    why = models.TextField(blank=True)
    # What the point was changed to.
    verdict = models.CharField(max_length=12, choices=PointMark.Verdict, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key_point"],
                condition=Q(outcome=""),
                name="secondlook_one_open_a_point",
            ),
            models.CheckConstraint(
                name="secondlook_settled_has_a_time_and_a_reason",
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & ~Q(why="") & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="secondlook_changed_says_to_what",
                condition=(Q(outcome="changed") & ~Q(verdict=""))
                | (~Q(outcome="changed") & Q(verdict="")),
            ),
        ]

    def __str__(self) -> str:
        return f"second look at {self.key_point}"
