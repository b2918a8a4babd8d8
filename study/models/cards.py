"""Recall cards: a question of seconds, its answer, and what is known of somebody's memory of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from study import days
from study.cards import memory
from study.models.grid import OwnQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# A card whose step of minutes is nearly over is shown rather than nothing.
LEARN_AHEAD = timedelta(minutes=20)
# The last month before the interview, and the share of due cards to recall in it.
LAST_MONTH, SURER = timedelta(days=30), 0.95
# What fell into days away comes back over so many days at least.
BACK_AT_LEAST = 3


class Desk(models.Model):
    """How somebody studies. Nobody has to say anything: the defaults are a good start."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk"
    )
    # The hour on the wall at which a study day begins.
    turn = models.PositiveSmallIntegerField(
        default=days.DEFAULT_TURN, validators=[MaxValueValidator(days.LATEST_TURN)]
    )
    new_a_day = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(200)])
    reviews_a_day = models.PositiveSmallIntegerField(
        default=120, validators=[MaxValueValidator(2000)]
    )
    # The share of due cards one wants to recall.
    retention = models.FloatField(
        default=0.9,
        validators=[
            MinValueValidator(memory.LEAST_RETENTION),
            MaxValueValidator(memory.MOST_RETENTION),
        ],
    )
    # Forgotten this often, a card is put aside: it wants to be written anew.
    leech_after = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(3), MaxValueValidator(50)]
    )
    # The day of the interview; in the three days before, all that is to be known cold comes once.
    interview_on = models.DateField(null=True, blank=True)
    # Days of study in a row are counted only for those who ask for it.
    shows_streak = models.BooleanField(default=False)
    # In the last month before it, recall 0.95 of what is due.
    surer_before_interview = models.BooleanField(default=False)
    # Days away, both included: nothing is due in them.
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    # No new cards before this study day.
    no_new_until = models.DateField(null=True, blank=True)
    # On this study day alone, what is due so many days later comes as well.
    ahead_on = models.DateField(null=True, blank=True)
    ahead_days = models.PositiveSmallIntegerField(default=0)
    # More new cards than the daily number, on this one day.
    extra_new = models.PositiveSmallIntegerField(default=0)
    extra_new_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_turn_is_in_the_morning", condition=Q(turn__lte=days.LATEST_TURN)
            ),
            models.CheckConstraint(
                name="desk_retention_can_be_met",
                condition=Q(
                    retention__gte=memory.LEAST_RETENTION, retention__lte=memory.MOST_RETENTION
                ),
            ),
            models.CheckConstraint(
                name="desk_away_has_both_ends",
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_from__isnull=False, away_until__gte=F("away_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"desk of {self.user}"

    def day(self, at: datetime) -> date:
        """The study day of its owner."""
        return days.study_day(at, self.user.zone, self.turn)

    def new_on(self, day: date) -> int:
        if self.no_new_until and day < self.no_new_until:
            return 0
        return self.new_a_day + (self.extra_new if self.extra_new_on == day else 0)

    def due_by(self, day: date) -> date:
        """What is due by that day comes on `day`: a later one where more was asked for."""
        return day + timedelta(days=self.ahead_days if self.ahead_on == day else 0)

    def is_away(self, day: date) -> bool:
        return self.away_from is not None and self.away_from <= day <= self.away_until

    def outside(self, day: date, *, salt: str) -> date:
        """That day, or one of the days after those away: the same salt gives the same."""
        if not self.is_away(day):
            return day
        days = max(BACK_AT_LEAST, ((self.away_until - self.away_from).days + 1) // 2)
        dice = Random(salt)  # noqa: S311 - spreads, hides nothing
        return self.away_until + timedelta(days=dice.randint(1, days))

    def retention_on(self, day: date) -> float:
        """The share of due cards to recall: surer in the last month before the interview, where
        that was asked for."""
        left = None if self.interview_on is None else self.interview_on - day
        if self.surer_before_interview and left and timedelta(0) < left <= LAST_MONTH:
            return max(self.retention, SURER)
        return self.retention


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, user: User) -> CardQuerySet:
        """One's own. The only access rule."""
        return self.filter(owner_id=user.pk) if user.pk else self.none()

    def in_play(self, *, on: date) -> CardQuerySet:
        """Neither put aside nor put off until a later study day."""
        return self.filter(suspended_at=None).filter(Q(buried_until=None) | Q(buried_until__lte=on))

    def in_steps(self, *, at: datetime) -> CardQuerySet:
        """Met minutes ago, and to be met again now; the earliest first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")

    def due(self, *, on: date) -> CardQuerySet:
        """Learned, and due by that study day."""
        return self.filter(due_on__lte=on, due_at=None)

    def fresh(self) -> CardQuerySet:
        """Never met yet, in the order in which they were added."""
        return self.filter(phase=None).order_by("pk")


class Card(models.Model):
    """One person's card. Where it comes from is kept, so that it leads back there."""

    class Source(models.TextChoices):
        CONTENT = "content", "The study content"
        POINT = "point", "A rubric point"
        QUESTION = "question", "A question"
        OWN = "own", "Written by yourself"
        ELSEWHERE = "import", "Another program"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cards")
    source = models.CharField(max_length=8, choices=Source)
    # Its name in other programs (study/cards/identity.py).
    guid = models.CharField(max_length=64, blank=True)
    # Of the study content: the card's own slug, and its concept's.
    slug = models.CharField(max_length=60, blank=True)
    concept = models.CharField(max_length=60, blank=True)
    key_point = models.ForeignKey(
        "questions.KeyPoint", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Where more is said. Cards of one question are siblings: at most one of them a day.
    question = models.ForeignKey(
        "questions.Question", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The version of the question its words were made of; a newer one says “the source changed”.
    version = models.ForeignKey(
        "questions.QuestionVersion", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    front = models.TextField()
    back = models.TextField()
    # What its owner had said instead, when an interview showed that the point was wanting.
    said = models.TextField(blank=True)
    created_at = models.DateTimeField()

    # The memory of it (study/cards/memory.py); all empty until it was met.
    phase = models.PositiveSmallIntegerField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    stability = models.FloatField(null=True, blank=True)
    difficulty = models.FloatField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # Only while it comes back on the same day.
    due_at = models.DateTimeField(null=True, blank=True)
    reviews = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)

    buried_until = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    is_leech = models.BooleanField(default=False)

    objects = CardQuerySet.as_manager()

    MEMORY = ("phase", "step", "stability", "difficulty", "reviewed_on", "due_on", "due_at")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "slug"], condition=~Q(slug=""), name="card_once_of_the_content"
            ),
            models.UniqueConstraint(fields=["owner", "key_point"], name="card_once_a_point"),
            models.UniqueConstraint(
                fields=["owner", "guid"], condition=~Q(guid=""), name="card_once_a_name"
            ),
            models.CheckConstraint(
                name="card_memory_is_whole_or_none",
                condition=Q(
                    phase__isnull=True,
                    stability__isnull=True,
                    difficulty__isnull=True,
                    reviewed_on__isnull=True,
                    due_on__isnull=True,
                    due_at__isnull=True,
                )
                | Q(
                    phase__isnull=False,
                    stability__isnull=False,
                    difficulty__isnull=False,
                    reviewed_on__isnull=False,
                    due_on__isnull=False,
                    due_on__gte=F("reviewed_on"),
                ),
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="card_by_due_day")]

    def __str__(self) -> str:
        return self.front[:60]

    @property
    def is_source_changed(self) -> bool:
        """The question was edited after the card was made of it, or last compared with it."""
        return (
            self.version_id is not None
            and self.question is not None
            and self.question.current_id != self.version_id
        )

    @property
    def memory(self) -> memory.Memory | None:
        """None while it was never met."""
        if self.phase is None:
            return None
        return memory.Memory(
            memory.Phase(self.phase), self.step, self.stability, self.difficulty, self.reviewed_on
        )


class Review(models.Model):
    """One answer to one card: what was pressed, and what the card was like before."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="history")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="card_reviews")
    rating = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    # The study day as it was then; a later change of zone or hour moves no answer to another day.
    on = models.DateField()
    # How long it took, at most a minute: longer is a person who went away.
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    was_new = models.BooleanField()
    # It was due on another day than it was learned: what true recall is counted by.
    was_due = models.BooleanField()
    # The card's memory, lapses and leech mark before, to be put back by undoing.
    before = models.JSONField()
    algorithm = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_rating_is_one_of_four", condition=Q(rating__gte=1, rating__lte=4)
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "on"], condition=Q(undone_at__isnull=True), name="review_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.card}"


class CardChange(models.Model):
    """Cards that were given other days at once, and what they had, to be put back by undoing."""

    class Why(models.TextChoices):
        SPREAD = "spread", "Spread over days"
        SHAKY = "shaky", "Only the shaky ones"
        AWAY = "away", "Days away"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="card_changes")
    made_at = models.DateTimeField()
    why = models.CharField(max_length=6, choices=Why)
    what = models.CharField(max_length=200)
    # {card: [the day it was due, the day it became due, how many reviews it had]}
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what
