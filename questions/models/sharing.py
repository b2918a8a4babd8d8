"""Who else reads and edits what somebody keeps here: co-editors, and people who came by a link."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Circle, CircleMembership
from questions.models.vocabulary import Visibility

if TYPE_CHECKING:
    from accounts.models import User

TOKEN_BYTES = 24


def new_token() -> str:
    """What stands in a share link: 32 characters that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Shareable(models.Model):
    """A question or a set: the library's, or somebody's own, which they may share."""

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="edited_%(class)ss"
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.LIBRARY)
    # What the link to it holds, while there is one; a new link makes the old one void.
    share_token = models.CharField(
        max_length=40, unique=True, null=True, blank=True, editable=False
    )

    # Whose people see it, while it is shared with a group.
    circle = models.ForeignKey(
        Circle, models.RESTRICT, null=True, blank=True, related_name="shared_%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def is_everybodys(self) -> bool:
        """In the library: nothing more need be asked about who it is shown to, once it is ready."""
        return self.visibility == Visibility.LIBRARY


class LinkVisit(models.Model):
    """Somebody opened a share link. It lets them in as long as the link holds that they came by."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="link_visits")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, blank=True, related_name="link_visits"
    )
    set = models.ForeignKey(
        "questions.QuestionSet", models.CASCADE, null=True, blank=True, related_name="link_visits"
    )
    token = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="linkvisit_is_to_a_question_or_a_set",
                condition=Q(question__isnull=False, set__isnull=True)
                | Q(question__isnull=True, set__isnull=False),
            ),
            models.UniqueConstraint(fields=["user", "question"], name="linkvisit_one_a_question"),
            models.UniqueConstraint(fields=["user", "set"], name="linkvisit_one_a_set"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.question or self.set}"


def readable_by(user: User, model: type[Shareable]) -> Q:
    """One's own, what one edits with somebody, what is shared with a circle one is in, and what
    one opened by a link that still holds."""
    if not user.pk:
        return Q(pk__in=[])
    thing = "set" if model._meta.model_name == "questionset" else "question"
    opened = LinkVisit.objects.filter(user=user.pk, **{f"{thing}__share_token": F("token")})
    return (
        Q(owner_id=user.pk)
        | Q(pk__in=model.editors.through.objects.filter(user=user.pk).values(_key(model)))
        | Q(circle__in=CircleMembership.objects.filter(user=user.pk).values("circle"))
        | Q(pk__in=opened.values(thing))
    )


def _key(model: type[Shareable]) -> str:
    return str(model._meta.model_name)
