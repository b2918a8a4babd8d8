"""What raters said about an answer, point by point."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interview.models.questions import InterviewQuestion


class Scorecard(models.Model):
    """One rater's view of one answer. A machine never overwrites a person; every card is kept."""

    class Rater(models.TextChoices):
        # In the order of precedence: the first one present is the mark that is shown.
        INTERVIEWER = "interviewer", "Interviewer"
        PEER = "peer", "Peer"
        SELF = "self", "You"
        LLM = "llm", "Language model"
        AUTO = "auto", "The machine"

    question = models.ForeignKey(InterviewQuestion, models.CASCADE, related_name="scorecards")
    rater_kind = models.CharField(max_length=11, choices=Rater)
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="scorecards",
    )
    # For a machine: name and version of what gave the mark.
    scorer_version = models.CharField(max_length=60, blank=True)
    # 0–1, with an interval.
    score = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    abstained = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, blank=True)
    flags = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "scorer_version"],
                condition=Q(rater_kind__in=["auto", "llm"]),
                name="scorecard_one_per_machine",
            ),
            models.UniqueConstraint(
                fields=["question", "rater"],
                condition=Q(rater__isnull=False),
                name="scorecard_one_per_person",
            ),
            models.CheckConstraint(
                name="scorecard_interval_holds_the_score",
                condition=Q(
                    score__gte=0,
                    score__lte=1,
                    low__gte=0,
                    high__lte=1,
                    low__lte=F("score"),
                    high__gte=F("score"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rater_kind} scorecard of {self.question}"


class PointMark(models.Model):
    """One rubric point on one scorecard, with the words of the answer that are its evidence."""

    class Verdict(models.TextChoices):
        MADE = "made", "Made"
        PARTLY = "partly", "Partly made"
        UNSURE = "unsure", "Unsure"
        MISSED = "missed", "Missed"
        CONTRADICTED = "contradicted", "Contradicted"

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="marks")
    key_point = models.ForeignKey("questions.KeyPoint", models.RESTRICT, related_name="+")
    p = models.FloatField()
    verdict = models.CharField(max_length=12, choices=Verdict)
    # Characters of the answer, [start, end); equal where there is no evidence.
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "key_point"], name="pointmark_one_per_point"
            ),
            models.CheckConstraint(
                name="pointmark_evidence_is_a_span", condition=Q(end__gte=F("start"))
            ),
            models.CheckConstraint(
                name="pointmark_p_is_a_probability", condition=Q(p__gte=0) & Q(p__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.key_point}"
