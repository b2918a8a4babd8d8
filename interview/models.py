"""A timed interview from set-up to review: the clock, the answers and their history, the marks."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import User

# A claim on a scoring job runs out, so an answer whose worker died is picked up again.
CLAIM_LASTS = timedelta(minutes=2)
# A job that failed this often stays failed until a person asks again.
SCORING_TRIES = 3


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: User) -> InterviewQuerySet:
        """Interviews this person has a seat in. The only access rule; use it everywhere."""
        return self.filter(seats__user_id=user.pk)

    def of_candidate(self, user: User) -> InterviewQuerySet:
        """Interviews this person sits as the candidate."""
        return self.filter(candidate_id=user.pk)

    def upcoming(self) -> InterviewQuerySet:
        return self.filter(status=Interview.Status.SCHEDULED, scheduled_for__isnull=False).order_by(
            "scheduled_for"
        )

    def running(self) -> InterviewQuerySet:
        return self.filter(status=Interview.Status.RUNNING)

    def finished(self) -> InterviewQuerySet:
        return self.filter(status__in=Interview.FINISHED).order_by("-finished_at")

    def overdue(self, *, at: datetime, grace: timedelta) -> InterviewQuerySet:
        """Running interviews whose time and grace are over. A pause has no deadline."""
        return self.running().filter(paused_at=None, ends_at__lte=at - grace)


class Interview(models.Model):
    """One mock interview: a candidate, pinned questions, a clock that is the server's."""

    class Mode(models.TextChoices):
        EXAM = "exam", "Exam"
        PRACTICE = "practice", "Practice"

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        RUNNING = "running", "Running"
        SUBMITTED = "submitted", "Submitted"
        EXPIRED = "expired", "Time ran out"
        SCORED = "scored", "Scored"
        REVIEWED = "reviewed", "Reviewed"
        CANCELLED = "cancelled", "Cancelled"

    FINISHED = (Status.SUBMITTED, Status.EXPIRED, Status.SCORED, Status.REVIEWED)

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="interviews"
    )
    question_set = models.ForeignKey(
        "questions.QuestionSet",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interviews",
    )
    # What to ask when there is no set: minutes, kinds, tiers, areas (interview/draws.py).
    recipe = models.JSONField(null=True, blank=True)
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.EXAM)
    status = models.CharField(max_length=9, choices=Status, default=Status.SCHEDULED)
    # Planned minutes, before extra time.
    minutes = models.PositiveSmallIntegerField()
    # The candidate's factor when the interview started; private, never in a shared view.
    extra_time = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    seed = models.BigIntegerField()
    # One set-up form makes one interview, however often its button is pressed.
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    scheduled_for = models.DateTimeField(null=True, blank=True)
    # The iTIP identity of its calendar entry; `calendar_sequence` grows when time or title moves.
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0)

    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # The candidate's time of finishing; the deadline itself when time ran out.
    finished_at = models.DateTimeField(null=True, blank=True)
    # When the server did it, which may be later.
    closed_at = models.DateTimeField(null=True, blank=True)
    # The candidate has said how they think it went; from here on the marks may be shown.
    estimated_at = models.DateTimeField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="interview_clock_agrees_with_status",
                # A CHECK that comes out NULL passes, so every "must be set" is spelled out.
                condition=(
                    Q(
                        status__in=["scheduled", "cancelled"],
                        started_at__isnull=True,
                        ends_at__isnull=True,
                        paused_at__isnull=True,
                        finished_at__isnull=True,
                    )
                    | Q(
                        status="running",
                        started_at__isnull=False,
                        ends_at__isnull=False,
                        finished_at__isnull=True,
                        closed_at__isnull=True,
                    )
                    | Q(
                        status__in=["submitted", "expired", "scored", "reviewed"],
                        started_at__isnull=False,
                        ends_at__isnull=False,
                        paused_at__isnull=True,
                        finished_at__isnull=False,
                        closed_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="interview_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("started_at")),
            ),
            models.CheckConstraint(
                name="interview_finishes_within_its_time",
                condition=Q(finished_at__isnull=True)
                | Q(finished_at__gte=F("started_at"), finished_at__lte=F("ends_at")),
            ),
            models.CheckConstraint(
                name="interview_pauses_only_in_practice",
                condition=Q(paused_at__isnull=True) | Q(mode="practice"),
            ),
            models.CheckConstraint(
                name="interview_minutes_1_to_480", condition=Q(minutes__gte=1) & Q(minutes__lte=480)
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(status="running"), name="interview_running_by_end"
            ),
            models.Index(fields=["candidate", "-finished_at"], name="interview_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that fits where the interview stands."""
        if self.status == self.Status.SCHEDULED:
            return reverse("interview:ready", args=[self.pk])
        if self.status == self.Status.RUNNING:
            return reverse("interview:room", args=[self.pk])
        if self.status == self.Status.CANCELLED:
            return reverse("interview:home")
        return reverse("interview:review", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.status in self.FINISHED


class Seat(models.Model):
    """Who may see an interview, and as what. Sharing writes seats; `visible_to` reads them."""

    class Role(models.TextChoices):
        CANDIDATE = "candidate", "Candidate"
        INTERVIEWER = "interviewer", "Interviewer"
        OBSERVER = "observer", "Observer"
        REVIEWER = "reviewer", "Reviewer"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=11, choices=Role)
    # What a reviewer may see: any of answers, marks, key, and chosen questions.
    scope = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "user"], name="seat_one_per_person"),
            models.UniqueConstraint(
                fields=["interview"], condition=Q(role="candidate"), name="seat_one_candidate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


class Pause(models.Model):
    """A stretch in which a practice clock stood still. Shown in the review."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=Q(ended_at__isnull=True), name="pause_one_open"
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.interview}"


class InterviewQuestionQuerySet(models.QuerySet["InterviewQuestion"]):
    def unscored(self, *, at: datetime) -> InterviewQuestionQuerySet:
        """Waiting for a score, or claimed by a worker that has been silent for too long."""
        state = InterviewQuestion.Scoring
        abandoned = Q(scoring=state.RUNNING, claimed_at__lt=at - CLAIM_LASTS)
        return self.filter(Q(scoring=state.WAITING) | abandoned)

    def not_estimated(self) -> InterviewQuestionQuerySet:
        """Answered, and the candidate has not said yet how it went."""
        return self.filter(estimate=None, estimate_declined=False).exclude(
            scoring=InterviewQuestion.Scoring.NOT_ANSWERED
        )

    def claim(self, pk: int, *, at: datetime) -> uuid.UUID | None:
        """Take the right to score one answer. None means: done, or someone else has it."""
        token = uuid.uuid4()
        won = (
            self.unscored(at=at)
            .filter(pk=pk)
            .update(
                scoring=InterviewQuestion.Scoring.RUNNING,
                claim=token,
                claimed_at=at,
                scoring_tries=F("scoring_tries") + 1,
            )
        )
        return token if won else None


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


class Answer(models.Model):
    """The current text. `interview/autosave.py` is the only writer of text and revision."""

    question = models.OneToOneField(InterviewQuestion, models.CASCADE, related_name="answer")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    # The page that saved last, and its counter: they tell a retry from a rival tab.
    writer = models.UUIDField(null=True, blank=True)
    writer_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    # Time the question was in front of the candidate, as their page counted it. It stands here
    # and not on the question so that a save is one UPDATE.
    seconds_used = models.PositiveIntegerField(default=0)
    # Typed before the deadline, arrived within the grace after it.
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_saved_has_a_writer",
                condition=Q(revision=0, writer__isnull=True, saved_at__isnull=True)
                | Q(revision__gt=0, writer__isnull=False, saved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"answer to {self.question}"

    def is_blank(self, starter_code: str = "") -> bool:
        """Nothing typed, or the starter code handed back untouched."""
        typed = self.text.strip()
        return not typed or typed == starter_code.strip()


class AnswerRevision(models.Model):
    """One save, as the change it made: replaying all of them gives the text.

    `text[:start] + added + text[start + removed:]`, in characters of the text before. A row is
    as large as what was typed since the last save, so an hour of typing stays far below 1 MB.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    writer = models.UUIDField()
    start = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    added = models.TextField(blank=True)

    class Meta:
        ordering = ["answer", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "number"], name="answerrevision_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.answer}"


class ParkedText(models.Model):
    """What another tab or device had typed when it lost the race: kept until the person chooses."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="parked")
    writer = models.UUIDField()
    text = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        ordering = ["-parked_at"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "writer"], name="parkedtext_one_per_writer")
        ]

    def __str__(self) -> str:
        return f"parked text for {self.answer}"


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
