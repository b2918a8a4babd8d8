"""The bank: questions, their frozen versions, rubrics, and the sets made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import User


class Kind(models.TextChoices):
    CONCEPTUAL = "conceptual", "Conceptual"
    DERIVATION = "derivation", "Derivation"
    IMPLEMENTATION = "implementation", "Implementation"
    DEBUGGING = "debugging", "Debugging"
    SYSTEM_DESIGN = "system-design", "System design"
    BEHAVIOURAL = "behavioural", "Behavioural"


class Tier(models.IntegerChoices):
    SCREEN = 1, "Screen"
    MID = 2, "Mid"
    SENIOR = 3, "Senior or staff"
    RESEARCH = 4, "Research"


class Priority(models.TextChoices):
    P1 = "P1", "P1 · know cold"
    P2 = "P2", "P2 · know well"
    P3 = "P3", "P3 · recognise"


class Audience(models.TextChoices):
    ENGINEER = "engineer", "An engineer"
    LAYPERSON = "layperson", "A layperson"
    EXECUTIVE = "executive", "An executive"


class Visibility(models.TextChoices):
    LIBRARY = "library", "Everyone on this site"
    PRIVATE = "private", "Only me"


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
        """What this person may read: the ready library, and their own. The only access rule."""
        library = Q(visibility=Visibility.LIBRARY)
        if not getattr(user, "is_curator", False):
            library &= Q(status=Question.Status.READY)
        mine = Q(owner_id=user.pk) if user.pk else Q(pk__in=[])
        return self.filter(library | mine, current__isnull=False)

    def library(self, *, status: str) -> QuestionQuerySet:
        """The shared bank in one state, as its pages list it. `rules.statuses_for` says whose."""
        shared = self.filter(visibility=Visibility.LIBRARY, status=status)
        if status == Question.Status.READY:
            # A ready question has a version, by constraint: asking again would cost the index.
            return shared
        return shared.filter(current__isnull=False)

    def usable(self) -> QuestionQuerySet:
        """What an interview may ask: ready ones only, never drafts or retired ones."""
        return self.filter(status=Question.Status.READY, current__isnull=False)

    def with_current(self) -> QuestionQuerySet:
        return self.select_related("current", "topic")


class Question(models.Model):
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
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.LIBRARY)
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
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("questions:question", args=[self.slug])


class QuestionVersion(models.Model):
    """The words of a question as they were asked. Never changed once an interview used it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    prompt = models.TextField()
    kind = models.CharField(max_length=16, choices=Kind)
    tier = models.PositiveSmallIntegerField(choices=Tier)
    minutes = models.PositiveSmallIntegerField()
    priority = models.CharField(max_length=2, choices=Priority)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ENGINEER)
    model_answer = models.TextField(blank=True)
    red_flags = models.JSONField(default=list, blank=True)
    mistakes = models.JSONField(default=list, blank=True)
    tips = models.JSONField(default=list, blank=True)
    hints = models.JSONField(default=list, blank=True)
    follow_ups = models.JSONField(default=list, blank=True)
    references = models.JSONField(default=list, blank=True)
    # Sections that only one kind has: starter_code, public_tests, artefacts, steps, stages …
    parts = models.JSONField(default=dict, blank=True)
    rule_of_thumb = models.BooleanField(default=False)
    licence = models.CharField(max_length=40, blank=True)
    author = models.CharField(max_length=120, blank=True)
    sources = models.JSONField(default=list, blank=True)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="questionversion_number_is_unique"
            ),
            models.CheckConstraint(
                name="questionversion_tier_1_to_4", condition=Q(tier__gte=1) & Q(tier__lte=4)
            ),
            models.CheckConstraint(
                name="questionversion_minutes_1_to_120",
                condition=Q(minutes__gte=1) & Q(minutes__lte=120),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    @property
    def wants_code(self) -> bool:
        """Whether the answer is a program: the code editor instead of prose."""
        return self.kind == Kind.IMPLEMENTATION

    @property
    def starter_code(self) -> str:
        return self.parts.get("starter_code", "")


class KeyPoint(models.Model):
    """One checkable statement of the rubric."""

    class Level(models.TextChoices):
        MUST = "must", "Must"
        SHOULD = "should", "Should"
        BONUS = "bonus", "Bonus"

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="key_points")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    text = models.TextField()
    level = models.CharField(max_length=6, choices=Level)
    weight = models.PositiveSmallIntegerField(default=1)
    accept = models.JSONField(default=list, blank=True)
    misconceptions = models.JSONField(default=list, blank=True)
    probe = models.TextField(blank=True)
    allow_list = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slug"], name="keypoint_slug_is_unique"),
            models.UniqueConstraint(
                fields=["version", "position"], name="keypoint_position_is_unique"
            ),
            models.CheckConstraint(
                name="keypoint_weight_1_to_3", condition=Q(weight__gte=1) & Q(weight__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CalibrationAnswer(models.Model):
    """A sample answer with the points it makes, marked by hand: it tests question and scorer."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="calibration_answers")
    label = models.CharField(max_length=20)
    text = models.TextField()
    made = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "label"], name="calibrationanswer_label_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} answer to {self.version}"


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def visible_to(self, user: User) -> QuestionSetQuerySet:
        mine = Q(owner_id=user.pk) if user.pk else Q(pk__in=[])
        return self.filter(Q(visibility=Visibility.LIBRARY) | mine)

    def with_kinds(self) -> QuestionSetQuerySet:
        """Enough to count what is inside: two queries, however many sets."""
        return self.prefetch_related(
            models.Prefetch("items__question", Question.objects.only("kind"))
        )

    def with_items(self) -> QuestionSetQuerySet:
        return self.prefetch_related("items__question__current", "items__question__topic")


class QuestionSet(models.Model):
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
    minutes = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Level, default=Level.MID)
    # Where the pages that offer sets put it.
    shelf = models.CharField(max_length=8, choices=Shelf, default=Shelf.SUBJECTS)
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="owned_sets"
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.LIBRARY)
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
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questions:set", args=[self.slug])


class SetItem(models.Model):
    """A fixed question, or a draw: so many questions that answer to a filter."""

    set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
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
