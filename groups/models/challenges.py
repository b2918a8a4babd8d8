"""A set that the people of a group sit each in their own time, all asked the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from groups.models.groups import Group
from interview.models import Interview

if TYPE_CHECKING:
    from accounts.models import User


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, user: User) -> ChallengeQuerySet:
        """Those of groups this person is in now. The only access rule."""
        return self.filter(group__in=Group.objects.visible_to(user))

    def open(self, *, at: datetime) -> ChallengeQuerySet:
        """Those whose date has not passed."""
        return self.filter(closes_at__gt=at)


class Challenge(models.Model):
    """One set, its questions drawn once for everybody, and until when it may be sat."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="challenges")
    question_set = models.ForeignKey(
        "questions.QuestionSet", models.SET_NULL, null=True, related_name="challenges"
    )
    # As the set had them when the challenge was made.
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=Interview.Mode, default=Interview.Mode.EXAM)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="challenges_made"
    )
    made_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="challenge_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groups:challenge", args=[self.group_id, self.pk])


class ChallengeQuestion(models.Model):
    """One question of a challenge, in the words it had when the challenge was made.

    It goes when its author deletes it before anybody was asked.
    """

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        "questions.QuestionVersion", models.CASCADE, related_name="challenge_questions"
    )
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["challenge", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "position"], name="challengequestion_position_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.position}"


class ChallengeEntryQuerySet(models.QuerySet["ChallengeEntry"]):
    def in_time(self) -> ChallengeEntryQuerySet:
        """Those that were sat before the date: the ones that count."""
        return self.filter(
            interview__status__in=Interview.FINISHED,
            interview__finished_at__lte=F("challenge__closes_at"),
        )

    def to_come(self) -> ChallengeEntryQuerySet:
        """Those that are not sat yet."""
        return self.exclude(interview__isnull=False, interview__status__in=Interview.FINISHED)


class ChallengeEntry(models.Model):
    """Somebody takes part, and has said whether the others may see their marks."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="entries")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="challenge_entries"
    )
    # Theirs once they have begun.
    interview = models.OneToOneField(
        Interview, models.SET_NULL, null=True, related_name="challenge_entry"
    )
    shows_marks = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    objects = ChallengeEntryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "user"], name="challengeentry_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.challenge}"
