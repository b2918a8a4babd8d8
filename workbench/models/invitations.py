"""Who was asked to edit a question or a set with somebody, and has not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from accounts.models import User
    from questions.models import Question, QuestionSet


class EditorInvitationQuerySet(models.QuerySet["EditorInvitation"]):
    def for_person(self, user: User) -> EditorInvitationQuerySet:
        """Those to this person's address: only they see and answer them."""
        if not user.email:
            return self.none()
        return self.filter(email__iexact=user.email)


class EditorInvitation(models.Model):
    """An address, not a person: whether anybody here has it is told to nobody who asks."""

    question = models.ForeignKey(
        "questions.Question",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="editor_invitations",
    )
    set = models.ForeignKey(
        "questions.QuestionSet",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="editor_invitations",
    )
    email = models.EmailField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    objects = EditorInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="editorinvitation_is_to_a_question_or_a_set",
                condition=Q(question__isnull=False, set__isnull=True)
                | Q(question__isnull=True, set__isnull=False),
            ),
            models.UniqueConstraint(
                "question", Lower("email"), name="editorinvitation_one_an_address"
            ),
            models.UniqueConstraint(
                "set", Lower("email"), name="editorinvitation_one_an_address_for_a_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.thing}"

    @property
    def thing(self) -> Question | QuestionSet:
        """What they are asked to edit."""
        found = self.set if self.question is None else self.question
        assert found is not None, "the database holds exactly one"
        return found
