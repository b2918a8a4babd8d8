"""What is measured of questions: one row an attempt, the sums over them, and what is left to do."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class Change(models.Model):
    """Something was marked, taken back or deleted, and is not counted yet.

    The database writes these rows itself, in the transaction that made the change
    (`measure_attempts` in the migrations): an interview is to be read again, or a question or set
    to be summed up again. Ids and no foreign keys: what changed may be gone.
    """

    interview_id = models.BigIntegerField(null=True)
    question_id = models.BigIntegerField(null=True)
    set_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="change_is_of_one_thing",
                condition=Q(interview_id__isnull=False, question_id=None, set_id=None)
                | Q(interview_id=None, question_id__isnull=False, set_id=None)
                | Q(interview_id=None, question_id=None, set_id__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"


class Attempt(models.Model):
    """What statistics know of one question in one finished interview, and no word of the answer.

    Copied from the interview by `workbench/attempts.py`; whether it was the person's first is
    asked when attempts are summed up.
    """

    asked = models.OneToOneField(
        "interview.InterviewQuestion", models.CASCADE, related_name="measured"
    )
    interview = models.ForeignKey("interview.Interview", models.CASCADE, related_name="+")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="attempts")
    version = models.ForeignKey("questions.QuestionVersion", models.CASCADE, related_name="+")
    set = models.ForeignKey(
        "questions.QuestionSet", models.SET_NULL, null=True, related_name="attempts"
    )
    position = models.PositiveSmallIntegerField()
    finished_at = models.DateTimeField()
    # The mark that is shown, 0–1; 0 for what was seen and left blank; none where nobody could say.
    score = models.FloatField(null=True)
    # The mean mark of the other questions of the interview, 0–1.
    rest = models.FloatField(null=True)
    seconds = models.PositiveIntegerField()
    budget = models.PositiveIntegerField()
    hints = models.PositiveSmallIntegerField()
    is_practice = models.BooleanField()
    is_blank = models.BooleanField()
    # It was in front of the candidate. A question that time ran out before is no attempt.
    is_reached = models.BooleanField()
    # Verdicts by key point and rater: {"averages": {"self": "made", "auto": "missed"}}.
    points = models.JSONField(default=dict)

    # What may differ when an interview is read again.
    READ_AGAIN = (
        "candidate_id", "set_id", "finished_at", "score", "rest", "seconds", "budget", "hints",
        "is_practice", "is_blank", "is_reached", "points",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attempt_marks_are_0_to_1",
                condition=(Q(score=None) | Q(score__gte=0, score__lte=1))
                & (Q(rest=None) | Q(rest__gte=0, rest__lte=1)),
            ),
        ]
        indexes = [models.Index(fields=["question", "finished_at"], name="attempt_of_question")]

    def __str__(self) -> str:
        return f"attempt at {self.question}"


class QuestionSummary(models.Model):
    """What the attempts at one version of a question say; without a version, at all of them.

    Figures that too few people stand behind are not kept at all. Percentages.
    """

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="summaries")
    version = models.ForeignKey(
        "questions.QuestionVersion", models.CASCADE, null=True, related_name="summaries"
    )
    # People whose first attempt counts.
    n = models.PositiveIntegerField()
    facility = models.FloatField(null=True)
    discrimination = models.FloatField(null=True)
    efficiency = models.FloatField(null=True)
    # Median time as a percentage of the time there was.
    time_used = models.FloatField(null=True)
    skipped = models.FloatField(null=True)
    # How many of the points that an answer must make nobody has made.
    never_made = models.PositiveSmallIntegerField(null=True)
    facts = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "version"],
                nulls_distinct=False,
                name="questionsummary_one_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"summary of {self.version or self.question}"


class SetSummary(models.Model):
    """What the interviews of one set say about it as a whole and about its places."""

    set = models.OneToOneField("questions.QuestionSet", models.CASCADE, related_name="summary")
    n = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"summary of {self.set}"


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def holding(self, *, at: datetime) -> SnoozeQuerySet:
        """Those that still keep their question out of the queue: a new version wakes it."""
        return self.filter(Q(until=None) | Q(until__gt=at), question__current=models.F("version"))


class Snooze(models.Model):
    """A curator has looked at one reason why a question needs work, and says why it waits."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="snoozes")
    # The words that were looked at; other words are another look.
    version = models.ForeignKey("questions.QuestionVersion", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="snoozes"
    )
    snoozed_at = models.DateTimeField()
    # None: until the question is written anew.
    until = models.DateTimeField(null=True)

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "reason"], name="snooze_one_a_reason"),
            models.CheckConstraint(name="snooze_says_why", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.question}, snoozed"
