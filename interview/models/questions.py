"""The questions of one interview, each pinned to the version that was asked."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from interview.models.interviews import Interview
from web.jobs import JobQuerySet

# A claim on a scoring job runs out, so an answer whose worker died is picked up again.
CLAIM_LASTS = timedelta(minutes=2)
# A job that failed this often stays failed until a person asks again.
SCORING_TRIES = 3


class InterviewQuestionQuerySet(JobQuerySet):
    """Its job is to be scored."""

    state_field, tries_field = "scoring", "scoring_tries"
    waiting, working = "waiting", "running"
    claim_lasts, most_tries = CLAIM_LASTS, SCORING_TRIES

    def not_estimated(self) -> InterviewQuestionQuerySet:
        """Answered, and the candidate has not said yet how it went."""
        return self.filter(estimate=None, estimate_declined=False).exclude(
            scoring=InterviewQuestion.Scoring.NOT_ANSWERED
        )


class InterviewQuestion(models.Model):
    """One question of one interview, pinned to the version that was asked."""

    class Scoring(models.TextChoices):
        NOT_YET = "not-yet", "Not yet"
        WAITING = "waiting", "Waiting for a score"
        RUNNING = "running", "Being scored"
        DONE = "done", "Scored"
        FAILED = "failed", "Could not be scored"
        NOT_ANSWERED = "not-answered", "Not answered"

    class Estimate(models.IntegerChoices):
        NOTHING = 0, "Nothing"
        LITTLE = 1, "A little"
        HALF = 2, "About half"
        MOST = 3, "Most of it"
        ALL = 4, "All of it"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        "questions.QuestionVersion", models.RESTRICT, related_name="interview_questions"
    )
    # This question's share of the clock in seconds, extra time included.
    budget_seconds = models.PositiveIntegerField()
    flagged = models.BooleanField(default=False)

    # The candidate's own view, asked for before the marks are shown.
    estimate = models.PositiveSmallIntegerField(choices=Estimate, null=True, blank=True)
    # “I'd rather not say” is an answer too; no estimate without it means not asked yet.
    estimate_declined = models.BooleanField(default=False)
    missed_note = models.TextField(blank=True)

    scoring = models.CharField(max_length=12, choices=Scoring, default=Scoring.NOT_YET)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    scoring_tries = models.PositiveSmallIntegerField(default=0)
    why_failed = models.TextField(blank=True)

    objects = InterviewQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["interview", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "position"], name="interviewquestion_position_is_unique"
            ),
            models.UniqueConstraint(
                fields=["interview", "version"], name="interviewquestion_asked_once"
            ),
            models.CheckConstraint(
                name="interviewquestion_estimate_0_to_4",
                condition=Q(estimate__isnull=True) | Q(estimate__gte=0, estimate__lte=4),
            ),
            models.CheckConstraint(
                name="interviewquestion_declined_has_no_estimate",
                condition=Q(estimate_declined=False) | Q(estimate__isnull=True),
            ),
            models.CheckConstraint(
                name="interviewquestion_running_has_a_claim",
                condition=~Q(scoring="running") | Q(claim__isnull=False, claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scoring"],
                condition=Q(scoring__in=["waiting", "running"]),
                name="interviewquestion_unscored",
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview} · {self.position}"


class HintShown(models.Model):
    """The ledger of hints: which, when. The first look counts; looking again is free."""

    question = models.ForeignKey(InterviewQuestion, models.CASCADE, related_name="hints_shown")
    number = models.PositiveSmallIntegerField()
    shown_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="hintshown_once")
        ]

    def __str__(self) -> str:
        return f"hint {self.number} of {self.question}"
