"""Imports: the documents somebody brought, and the questions found in them until saved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from questions.models import Kind, Priority, Question, QuestionSet, Tier, Topic
from web.jobs import JobQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# Reading one document ends after 20 seconds; a claim this old belongs to a worker that died.
CLAIM_LASTS = timedelta(minutes=2)
# A document that failed this often stays failed until a person asks again.
READING_TRIES = 3


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> ImportBatchQuerySet:
        """One's own. The only access rule: a document in the making is shown to nobody else."""
        return self.filter(owner_id=user.pk) if user.pk else self.none()

    def open(self) -> ImportBatchQuerySet:
        """Not saved yet."""
        return self.filter(saved_at=None)

    def to_do(self) -> ImportBatchQuerySet:
        """Not saved, and something waits: questions, a document still being read, or a table
        whose columns a person has to name."""
        return self.open().filter(self._with_something())

    def empty(self) -> ImportBatchQuerySet:
        """Not saved, and nothing in it that could be."""
        return self.open().exclude(self._with_something())

    def _with_something(self) -> Q:
        files = ImportedFile.objects.filter(batch=OuterRef("pk"))
        busy = Q(state__in=["waiting", "reading"]) | (Q(state="read") & ~Q(columns=[]))
        questions = Candidate.objects.filter(batch=OuterRef("pk"))
        return Q(Exists(questions)) | Q(Exists(files.filter(busy)))

    def with_counts(self) -> ImportBatchQuerySet:
        """How many questions were found in each, and how many documents could not be read."""
        found = Candidate.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
        failed = ImportedFile.objects.filter(batch=OuterRef("pk"), state="failed")
        return self.annotate(
            found=Coalesce(Subquery(found.annotate(n=Count("*")).values("n")), 0),
            unreadable=Exists(failed),
        )


class ImportBatch(models.Model):
    """What somebody brought in one go, and where it is to go."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    title = models.CharField(max_length=120)
    # The set it was brought for, or the title of one that saving makes; neither: no set.
    into = models.ForeignKey(
        QuestionSet, models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    new_set = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="importbatch_goes_into_one_set_at_most",
                condition=Q(into__isnull=True) | Q(new_set=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workbench:import_review", args=[self.pk])


class ImportedFileQuerySet(JobQuerySet):
    """Its job is to be read, and then perhaps to be compared."""

    waiting, working = "waiting", "reading"
    claim_lasts, most_tries = CLAIM_LASTS, READING_TRIES

    def uncompared(self, *, at: datetime) -> ImportedFileQuerySet:
        """Still to be compared by meaning, before it is saved, and nobody is at it."""
        silent = Q(compare_claimed_at=None) | Q(compare_claimed_at__lt=at - CLAIM_LASTS)
        return self.filter(silent, comparing=True, batch__saved_at=None)

    def claim_comparing(self, pk: int, *, at: datetime) -> bool:
        """Take the right to compare one document. False: done, or someone else is at it."""
        mine = self.filter(pk__in=self.uncompared(at=at).filter(pk=pk).values("pk"))
        # Asked of the row itself once more: of two who come at once, the second waits for it.
        mine = mine.filter(Q(compare_claimed_at=None) | Q(compare_claimed_at__lt=at - CLAIM_LASTS))
        return bool(mine.update(compare_claimed_at=at, compare_tries=F("compare_tries") + 1))


class ImportedFile(models.Model):
    """One document as it came, and as it was read. `text` is what its questions' lines count in."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READ = "read", "Read"
        FAILED = "failed", "Could not be read"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    # The bytes as they came, until the import is saved.
    data = models.BinaryField(blank=True)
    size = models.PositiveIntegerField()

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    why_failed = models.TextField(blank=True)

    # What its words leave open is still compared with the bank by meaning; claimed since when.
    comparing = models.BooleanField(default=False, db_default=False)
    compare_claimed_at = models.DateTimeField(null=True, blank=True)
    compare_tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    format = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    # Of a table: [{letter, name, role, samples}]; what a person said instead: {role: letter}.
    columns = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    # [{line, reason}], and sentences about the whole document.
    left_out = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    # The same document as it was saved the last time.
    earlier = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="importedfile_position_is_unique"
            ),
            models.CheckConstraint(
                name="importedfile_reading_has_a_claim",
                condition=Q(state="reading", claim__isnull=False, claimed_at__isnull=False)
                | (~Q(state="reading") & Q(claim__isnull=True, claimed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="importedfile_failed_says_why",
                condition=~Q(state="failed") | ~Q(why_failed=""),
            ),
            models.CheckConstraint(
                name="importedfile_compared_once_read",
                condition=Q(comparing=False) | Q(state="read"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch"], condition=Q(comparing=True), name="importedfile_uncompared"
            ),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["waiting", "reading"]),
                name="importedfile_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def kept(self) -> CandidateQuerySet:
        return self.filter(dropped=False)

    def in_the_bank(self) -> CandidateQuerySet:
        """Like a question of the bank, or the same, and not just unchanged since last time."""
        return self.filter(match__isnull=False).exclude(change="same")

    def in_order(self) -> CandidateQuerySet:
        return self.order_by("file__position", "position", "pk")


class Candidate(models.Model):
    """A question found in a document, as its reviewer has it now. Texts are Markdown.

    Empty where the document said nothing: what is missing is filled in when it is saved.
    """

    class Decision(models.TextChoices):
        KEEP = "keep", "Keep both"
        LINK = "link", "Use the one in the bank"
        REPLACE = "replace", "Make it a new version of that one"

    class Change(models.TextChoices):
        """Against the same document as it was saved before; empty for a document seen first."""

        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "Unchanged"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="candidates")
    file = models.ForeignKey(ImportedFile, models.CASCADE, related_name="candidates")
    position = models.PositiveIntegerField()
    # First and last line of its whole stretch of the source, from 1.
    source_line = models.PositiveIntegerField()
    source_end = models.PositiveIntegerField()

    section = models.CharField(max_length=200, blank=True)
    prompt = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    key_points = models.JSONField(default=list, blank=True)
    tips = models.JSONField(default=list, blank=True)
    follow_ups = models.JSONField(default=list, blank=True)
    references = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, blank=True)
    tier = models.PositiveSmallIntegerField(choices=Tier, null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.CharField(max_length=2, choices=Priority, blank=True)
    area = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    # The words of a question in the bank's own format; what the page does not show comes from here.
    whole = models.JSONField(default=dict, blank=True)

    # 0 to 1, how sure the reader is, with what speaks for and against; what it found wanting.
    confidence = models.FloatField(default=1)
    reasons = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)

    # Of the prompt, and of everything, as they were read.
    fingerprint = models.CharField(max_length=64)
    read_hash = models.CharField(max_length=64)
    edited = models.BooleanField(default=False)
    dropped = models.BooleanField(default=False)
    # Goes up with every change, so that two tabs notice each other.
    revision = models.PositiveIntegerField(default=1)

    # The question of the bank that says nearly the same, how nearly (0 to 1), and what to do.
    match = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    likeness = models.FloatField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.KEEP)

    change = models.CharField(max_length=8, choices=Change, blank=True)
    earlier = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    saved_as = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="imported_from"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "file__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="candidate_ends_after_it_begins",
                condition=Q(source_line__gte=1) & Q(source_end__gte=F("source_line")),
            ),
            models.CheckConstraint(
                name="candidate_tier_1_to_4",
                condition=Q(tier__isnull=True) | Q(tier__gte=1, tier__lte=4),
            ),
            models.CheckConstraint(
                name="candidate_minutes_1_to_120",
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=120),
            ),
            models.CheckConstraint(
                name="candidate_confidence_0_to_1",
                condition=Q(confidence__gte=0) & Q(confidence__lte=1),
            ),
        ]
        indexes = [models.Index(fields=["batch", "file", "position"], name="candidate_in_order")]

    def __str__(self) -> str:
        return " ".join(self.prompt.split())[:90]
