"""Topics, and the lasting identity of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from questions.models.sharing import Shareable, readable_by
from questions.models.vocabulary import Audience, Kind, Priority, Tier, Visibility

if TYPE_CHECKING:
    from accounts.models import User
    from questions.models.sets import QuestionSet


class Topic(models.Model):
    """An area of the bank, or a topic inside one."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> QuestionQuerySet:
        """What this person may read: the ready library, their own, and what is shared with them.

        The only access rule.
        """
        library = Q(visibility=Visibility.LIBRARY)
        if not getattr(user, "is_curator", False):
            library &= Q(status=Question.Status.READY)
        return self.filter(library | readable_by(user, self.model), current__isnull=False)

    def library(self, *, status: str) -> QuestionQuerySet:
        """The shared bank in one state, as its pages list it. `rules.statuses_for` says whose."""
        shared = self.filter(visibility=Visibility.LIBRARY, status=status)
        if status == Question.Status.READY:
            # A ready question has a version, by constraint: asking again would cost the index.
            return shared
        return shared.filter(current__isnull=False)

    def beyond_the_library(self, user: User, *fields: str) -> QuestionQuerySet:
        """These fields of what `visible_to` adds for this person to the shared bank.

        Four ways in, each found by its own index: however much others keep here, it is not read.
        """
        mine = self.visible_to(user)
        mine = mine.exclude(visibility=Visibility.LIBRARY, status=Question.Status.READY)
        if getattr(user, "is_curator", False):
            mine = mine.exclude(visibility=Visibility.LIBRARY)
        ways = [
            Q(owner_id=user.pk),
            Q(editors=user.pk),
            Q(circle__memberships__user=user.pk),
            Q(link_visits__user=user.pk),
        ]
        own, *others = (mine.filter(way).order_by().values_list(*fields) for way in ways)
        return own.union(*others)

    def editable_by(self, user: User) -> QuestionQuerySet:
        """What this person keeps here: their own, what others keep with them, and for a curator
        the library's own. What a bank of files loads is edited there, by nobody here.
        """
        if not user.pk:
            return self.none()
        with_others = self.model.editors.through.objects.filter(user=user.pk).values("question")
        kept = Q(owner_id=user.pk) | Q(pk__in=with_others)
        if user.is_curator:
            kept |= Q(visibility=Visibility.LIBRARY)
        return self.filter(kept, origin="")

    def offered_in(self, question_set: QuestionSet, candidate: User) -> QuestionQuerySet:
        """What a set may ask this person: what they may read, and what those who keep the set may.

        So a private question is asked in a set that its owner shares, and no longer once the
        owner of the set has lost sight of it.
        """
        keepers = [question_set.owner, *question_set.editors.all()]
        offered = Q(visibility=Visibility.LIBRARY)
        for person in (candidate, *(keeper for keeper in keepers if keeper)):
            offered |= readable_by(person, self.model)
        return self.filter(offered)

    def usable(self) -> QuestionQuerySet:
        """What an interview may ask: ready ones only, never drafts or retired ones."""
        return self.filter(status=Question.Status.READY, current__isnull=False)

    def with_current(self) -> QuestionQuerySet:
        return self.select_related("current", "topic")

    def with_words(self) -> QuestionQuerySet:
        """With all of the current version: two queries more, however many questions."""
        whole = ("current__key_points", "current__calibration_answers")
        return self.with_current().prefetch_related(*whole)


class Question(Shareable):
    """The lasting identity of a question; its words live in versions.

    Facts a list filters by are copied from the current version, so that browsing 100,000
    questions reads one table. `actions.publish_version` is the only writer.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        READY = "ready", "Ready"
        RETIRED = "retired", "Retired"

    slug = models.SlugField(max_length=120, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_questions",
    )
    # The version this one began as a copy of; its author stays named there.
    forked_from = models.ForeignKey(
        "QuestionVersion", models.SET_NULL, null=True, blank=True, related_name="forks"
    )
    # A BCP 47 tag of the words, such as “en” or “de”.
    language = models.CharField(max_length=12, default="en")
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    current = models.OneToOneField(
        "QuestionVersion", models.RESTRICT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, blank=True)
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.SCREEN)
    minutes = models.PositiveSmallIntegerField(default=10)
    priority = models.CharField(max_length=2, choices=Priority, default=Priority.P2)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ENGINEER)
    # A model answer or a rubric: what an answer can be held against.
    has_key = models.BooleanField(db_default=False)
    search = SearchVectorField(null=True, editable=False)
    # Which bank loads and retires it; empty for a question that people keep here.
    origin = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["topic__position", "tier", "slug"]
        constraints = [
            models.CheckConstraint(
                name="question_ready_has_a_version",
                condition=~Q(status="ready") | Q(current__isnull=False),
            ),
            models.CheckConstraint(
                name="question_link_agrees_with_visibility",
                condition=Q(visibility="link", share_token__isnull=False)
                | (~Q(visibility="link") & Q(share_token__isnull=True)),
            ),
            models.CheckConstraint(
                name="question_circle_agrees_with_visibility",
                condition=Q(visibility="group", circle__isnull=False)
                | (~Q(visibility="group") & Q(circle__isnull=True)),
            ),
        ]
        indexes = [
            # Without the pending list a search costs the same before and after a load.
            GinIndex(fields=["search"], name="question_search", fastupdate=False),
            # The library in the order of its pages, with all that it is filtered by.
            models.Index(
                fields=["topic", "tier", "slug"],
                include=["id", "kind", "priority", "minutes", "audience"],
                condition=Q(status="ready", visibility="library"),
                name="question_library",
            ),
            # What somebody keeps here and not everybody reads.
            models.Index(
                fields=["owner"],
                condition=~Q(visibility="library", status="ready"),
                name="question_outside_library",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("questions:question", args=[self.slug])

    @property
    def is_usable(self) -> bool:
        """As `usable` has it, for a row that is at hand."""
        return self.status == self.Status.READY and self.current_id is not None
