"""Who may read an interview afterwards, and what of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.models import Circle, CircleMembership
from interview.models import Interview

if TYPE_CHECKING:
    from accounts.models import User


class ShareQuerySet(models.QuerySet["Share"]):
    def holding(self, *, at: datetime) -> ShareQuerySet:
        """Neither taken back nor run out."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None)

    def given_by(self, user: User) -> ShareQuerySet:
        """All of one's own, those of the past too."""
        return self.filter(interview__candidate_id=user.pk)

    def open_to(self, user: User, *, at: datetime) -> ShareQuerySet:
        """What this person may read now: the access rule for people.

        A group reads what was shared with it by whoever is in it still; one person, by their
        account; whoever has the address an interview was shared with, once it is confirmed. The
        candidate sees it as they do.
        """
        if not user.pk or user.is_guest:
            return self.none()
        mine = CircleMembership.objects.filter(user=user.pk, circle=OuterRef("circle"))
        theirs = _places_of_candidates()
        way = (
            Q(user=user.pk)
            | (Exists(mine) & Exists(theirs))
            | Q(interview__candidate=user.pk, token=None)
        )
        if user.email and is_confirmed(user):
            way |= Q(user=None, address__iexact=user.email)
        return self.holding(at=at).filter(way)

    def of_circle(self, circle_id: int, *, at: datetime) -> ShareQuerySet:
        """What `open_to` opens to the people of one circle as such, for whoever is known to be in
        it: on a page of thousands of them, nothing else need be looked for."""
        return self.holding(at=at).filter(Exists(_places_of_candidates()), circle=circle_id)

    def open_by(self, token: str, *, at: datetime) -> ShareQuerySet:
        """What a link opens now, to whoever has it: the access rule for everybody else."""
        return self.holding(at=at).filter(token=token)


def _places_of_candidates() -> models.QuerySet[CircleMembership]:
    """What somebody opened to a circle is open while they are in it themselves."""
    return CircleMembership.objects.filter(
        user=OuterRef("interview__candidate"), circle=OuterRef("circle")
    )


def is_confirmed(user: User) -> bool:
    """Whether an address is theirs is asked where this site can ask: where it can send mail."""
    if settings.DEV_MAIL or settings.ACCOUNT_EMAIL_VERIFICATION == "none":
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


class Share(models.Model):
    """An interview opened to a circle, to one person, or to whoever has a link.

    The answers are always in it. What else is, the candidate chose.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="shares")
    circle = models.ForeignKey(
        Circle, models.CASCADE, null=True, blank=True, related_name="shared_interviews"
    )
    # One person is named by their address; whether anybody here has it is told to nobody.
    address = models.EmailField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="interviews_shared_with",
    )
    token = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)

    # Positions of the questions that were chosen; None for all of them.
    positions = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)
    shows_marks = models.BooleanField(default=False)
    shows_key = models.BooleanField(default=False)
    names_candidate = models.BooleanField(default=True)
    asks_for_marks = models.BooleanField(default=False)

    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="share_is_to_a_circle_a_person_or_a_link",
                condition=Q(circle__isnull=False, address="", user__isnull=True, token__isnull=True)
                | (Q(circle__isnull=True, token__isnull=True) & ~Q(address=""))
                | Q(circle__isnull=True, address="", user__isnull=True, token__isnull=False),
            ),
            models.CheckConstraint(
                name="share_chosen_questions_are_some",
                condition=Q(positions__isnull=True) | Q(positions__len__gt=0),
            ),
            models.CheckConstraint(
                name="share_a_link_asks_for_no_marks",
                condition=Q(token__isnull=True) | Q(asks_for_marks=False),
            ),
            models.CheckConstraint(
                name="share_runs_out_after_it_was_made",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("made_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["circle", "-made_at"],
                condition=Q(revoked_at=None),
                name="share_holding_by_circle",
            ),
            models.Index(
                fields=["address"],
                condition=Q(user=None, revoked_at=None) & ~Q(address=""),
                name="share_waiting_by_address",
            ),
        ]

    def __str__(self) -> str:
        return f"share of {self.interview}"

    def get_absolute_url(self) -> str:
        if self.token:
            return reverse("marking:link", args=[self.token])
        return reverse("marking:share", args=[self.pk])

    def holds(self, *, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)

    def has(self, position: int) -> bool:
        """Is the question in this place part of it?"""
        return self.positions is None or position in self.positions
