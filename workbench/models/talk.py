"""What people say about a question: comments, suggested wordings, disputes of its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from questions.models import Question, QuestionVersion, Visibility

if TYPE_CHECKING:
    from accounts.models import User


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User) -> ThreadQuerySet:
        """One's own, and those about questions one keeps. The only access rule."""
        return self.filter(Q(opened_by=user.pk) | Q(pk__in=self.model.objects.kept_by(user)))

    def kept_by(self, user: User) -> ThreadQuerySet:
        """Those this person settles: about their questions; for a curator, the library's, too."""
        theirs = Q(question__in=Question.objects.editable_by(user).values("pk"))
        if getattr(user, "is_curator", False):
            theirs |= Q(question__visibility=Visibility.LIBRARY)
        return self.filter(theirs)

    def open_disputes(self) -> ThreadQuerySet:
        return self.filter(kind=Thread.Kind.DISPUTE, state=Thread.State.OPEN)


class Thread(models.Model):
    """One matter about one version of a question, until its keeper settles it."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        SUGGESTION = "suggestion", "Suggested wording"
        DISPUTE = "dispute", "Dispute of the key"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    question = models.ForeignKey(Question, models.CASCADE, related_name="threads")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=10, choices=Kind)
    # “prompt”, “model_answer”, or “point:” and the point's slug; empty for the whole question.
    part = models.CharField(max_length=90, blank=True)
    # The wording somebody suggests for that part.
    proposal = models.TextField(blank=True)
    # What the candidate had answered, where they wanted the keeper to see it.
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="threads"
    )
    opened_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="thread_settled_has_a_time",
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="thread_suggestion_says_what_and_where",
                condition=~Q(kind="suggestion") | (~Q(part="") & ~Q(proposal="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["question"], condition=Q(state="open"), name="thread_open_by_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.version.title}"

    def get_absolute_url(self) -> str:
        return reverse("workbench:thread", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == Thread.State.OPEN


class Remark(models.Model):
    """One thing said in a thread. Nothing said is changed or taken back later."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="remarks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="remarks"
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
