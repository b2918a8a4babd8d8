"""Sets: an ordered list of questions and draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from questions.models.questions import Question
from questions.models.sharing import Shareable, readable_by
from questions.models.vocabulary import Visibility

if TYPE_CHECKING:
    from accounts.models import User


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def visible_to(self, user: User) -> QuestionSetQuerySet:
        """What this person may read and take. The only access rule."""
        return self.filter(Q(visibility=Visibility.LIBRARY) | readable_by(user, self.model))

    def editable_by(self, user: User) -> QuestionSetQuerySet:
        """What this person keeps here, alone or with others; for a curator the library's, too."""
        if not user.pk:
            return self.none()
        with_others = self.model.editors.through.objects.filter(user=user.pk)
        kept = Q(owner_id=user.pk) | Q(pk__in=with_others.values("questionset"))
        if user.is_curator:
            kept |= Q(visibility=Visibility.LIBRARY)
        return self.filter(kept, origin="")

    def with_kinds(self) -> QuestionSetQuerySet:
        """Enough to count what is inside: two queries, however many sets."""
        return self.prefetch_related(
            models.Prefetch("items__question", Question.objects.only("kind"))
        )

    def with_items(self) -> QuestionSetQuerySet:
        return self.prefetch_related("items__question__current", "items__question__topic")


class QuestionSet(Shareable):
    """An ordered list of questions and draws, with a length and someone it is for."""

    class Level(models.TextChoices):
        JUNIOR = "junior", "Junior"
        MID = "mid", "Mid"
        SENIOR = "senior", "Senior"
        STAFF = "staff", "Staff or principal"
        RESEARCH = "research", "Research"

    class Shelf(models.TextChoices):
        # In the order the pages show them.
        ROUNDS = "rounds", "Like a round"
        DRILLS = "drills", "Drills"
        SUBJECTS = "subjects", "By subject"
        LOOPS = "loops", "Whole loops"

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    # What the candidate reads before it begins, and an interviewer before they ask.
    instructions = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Level, default=Level.MID)
    # Where the pages that offer sets put it.
    shelf = models.CharField(max_length=8, choices=Shelf, default=Shelf.SUBJECTS)
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="owned_sets"
    )
    content_hash = models.CharField(max_length=64, blank=True)
    # Which bank loads and withdraws it; empty for a set that people keep here.
    origin = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="questionset_minutes_1_to_480",
                condition=Q(minutes__gte=1) & Q(minutes__lte=480),
            ),
            models.CheckConstraint(
                name="questionset_link_agrees_with_visibility",
                condition=Q(visibility="link", share_token__isnull=False)
                | (~Q(visibility="link") & Q(share_token__isnull=True)),
            ),
            models.CheckConstraint(
                name="questionset_circle_agrees_with_visibility",
                condition=Q(visibility="group", circle__isnull=False)
                | (~Q(visibility="group") & Q(circle__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questions:set", args=[self.slug])


class SetItem(models.Model):
    """A fixed question, or a draw: so many questions that answer to a filter."""

    set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    # The heading it stands under; items in a row with the same one are a section.
    section = models.CharField(max_length=80, blank=True)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="set_items"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # count, and any of kinds, tiers, areas, priorities, audiences (docs/bank-format.md)
    draw = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "position"], name="setitem_position_is_unique"),
            models.CheckConstraint(
                name="setitem_is_a_question_or_a_draw",
                condition=Q(question__isnull=False, draw__isnull=True)
                | Q(question__isnull=True, draw__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set} · {self.position}"
