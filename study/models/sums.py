"""What is kept summed up, so that a page of five years need not read all that made it.

Nothing here is written by Python: triggers keep it right in the transaction that changed a mark, an
estimate or an answer to a card, and remove it with what it sums up
(study/migrations/0012_keep_sums.py, docs/decisions/0059-sums-are-kept-by-the-database.md).
"""

from django.conf import settings
from django.db import models


class MarkedAnswer(models.Model):
    """One answer of an interview as its review shows it; `finished_at` is empty until it does.

    A review shows nothing before its candidate has said how it went. Of how long a question was on
    screen it knows what stood there when the interview was closed or estimated.
    """

    question = models.OneToOneField(
        "interview.InterviewQuestion", models.CASCADE, primary_key=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    finished_at = models.DateTimeField(null=True)
    # The question of the bank, with the kind and the tier of the version that was asked.
    # No rule of its own for deletions: a version that was asked keeps its question.
    asked = models.ForeignKey(
        "questions.Question",
        models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(max_length=16)
    tier = models.PositiveSmallIntegerField()

    # 0 to 4; None where it was not said.
    estimate = models.PositiveSmallIntegerField(null=True)
    # 0 to 1; None without a mark.
    score = models.FloatField(null=True)
    is_blank = models.BooleanField(db_default=False)
    is_practice = models.BooleanField(db_default=False)
    is_hinted = models.BooleanField(db_default=False)
    seconds = models.PositiveIntegerField(db_default=0)
    budget = models.PositiveIntegerField(db_default=0)

    # Points of each level that were judged, made, and half made (`unsure` counts as half).
    must_points = models.PositiveSmallIntegerField(db_default=0)
    must_made = models.PositiveSmallIntegerField(db_default=0)
    must_half = models.PositiveSmallIntegerField(db_default=0)
    should_points = models.PositiveSmallIntegerField(db_default=0)
    should_made = models.PositiveSmallIntegerField(db_default=0)
    should_half = models.PositiveSmallIntegerField(db_default=0)
    bonus_points = models.PositiveSmallIntegerField(db_default=0)
    bonus_made = models.PositiveSmallIntegerField(db_default=0)
    bonus_half = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        indexes = [models.Index(fields=["owner", "finished_at"], name="markedanswer_by_end")]

    def __str__(self) -> str:
        return f"what {self.question} came to"


class ReviewDay(models.Model):
    """One study day of somebody's cards: answers that were not undone, and true recall.

    True recall counts the first answer a card of those that were due; a card that had waited
    less than three weeks is young, another one mature.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    on = models.DateField()
    answers = models.PositiveIntegerField(db_default=0)
    # Of `timed` answers; of the others nothing is known.
    seconds = models.PositiveIntegerField(db_default=0)
    timed = models.PositiveIntegerField(db_default=0)
    young_asked = models.PositiveIntegerField(db_default=0)
    young_known = models.PositiveIntegerField(db_default=0)
    mature_asked = models.PositiveIntegerField(db_default=0)
    mature_known = models.PositiveIntegerField(db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "on"], name="reviewday_once_a_day")]

    def __str__(self) -> str:
        return f"{self.answers} answers on {self.on}"
