"""Who was asked to edit a question with somebody, and has not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from accounts.models import User


class EditorInvitationQuerySet(models.QuerySet["EditorInvitation"]):
    def for_person(self, user: User) -> EditorInvitationQuerySet:
        """Those to this person's address: only they see and answer them."""
        if not user.email:
            return self.none()
        return self.filter(email__iexact=user.email)


class EditorInvitation(models.Model):
    """An address, not a person: whether anybody here has it is told to nobody who asks."""

    question = models.ForeignKey(
        "questions.Question", models.CASCADE, related_name="editor_invitations"
    )
    email = models.EmailField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    objects = EditorInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "question", Lower("email"), name="editorinvitation_one_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.question}"
