"""Meetings of a group: one by one or in a row, who comes, and who asks whom."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import validate_time_zone
from groups.models.groups import Group
from groups.recurrence import Rule, in_words

if TYPE_CHECKING:
    from accounts.models import User


class MeetingKind(models.TextChoices):
    MOCK = "mock", "Mock interview"
    WHITEBOARD = "whiteboard", "Whiteboard"
    REVIEW = "review", "Code review"
    PAPER = "paper", "Paper of the week"


class MeetingFacts(models.Model):
    """What is said of one meeting, and of all meetings of a row."""

    kind = models.CharField(max_length=10, choices=MeetingKind)
    title = models.CharField(max_length=120)
    agenda = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    # On whose wall the time was chosen: what it is there comes first, the reader's own after it.
    zone = models.CharField(max_length=64, validators=[validate_time_zone])

    class Meta:
        abstract = True


class Series(MeetingFacts):
    """Meetings in a row. What stands here is for those to come; each is a meeting of its own."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="series")
    first_day = models.DateField()
    wall = models.TimeField()
    rule = models.CharField(max_length=80)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.title}, {in_words(self.rule)}"

    @property
    def first(self) -> datetime:
        """The first time on the wall, naive."""
        return datetime.combine(self.first_day, self.wall)

    def times_before(self, instant: datetime) -> list:
        """Its occurrences up to an instant."""
        rule = Rule.from_text(self.rule)
        return rule.until(self.first, ZoneInfo(self.zone), before=instant)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Meetings of the groups this person is in now. The only access rule."""
        if not user.pk:
            return self.none()
        return self.filter(group__circle__memberships__user_id=user.pk)

    def planned(self) -> MeetingQuerySet:
        return self.filter(state=Meeting.State.PLANNED)

    def to_come(self, *, at: datetime) -> MeetingQuerySet:
        """Planned and not over: the longest lasts four hours."""
        recent = self.planned().filter(starts_at__gt=at - LONGEST)
        running = Q(starts_at__gt=at - timedelta(minutes=1) * F("minutes"))
        return recent.filter(running).order_by("starts_at", "pk")

    def with_answers(self, user: User) -> MeetingQuerySet:
        """`coming`: how many said yes; `my_answer`: what this person said, or None."""
        answers = Attendance.objects.filter(meeting=OuterRef("pk")).order_by()
        yes = answers.filter(answer=Attendance.Answer.YES).values("meeting")
        return self.annotate(
            coming=Coalesce(Subquery(yes.annotate(n=Count("pk")).values("n")), 0),
            my_answer=Subquery(answers.filter(user=user).values("answer")),
        )


# No meeting is longer, in time and in minutes.
LONGEST_MINUTES = 240
LONGEST = timedelta(minutes=LONGEST_MINUTES)


class Meeting(MeetingFacts):
    """One meeting at one time. It takes place unless somebody calls it off."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CANCELLED = "cancelled", "Cancelled"

    group = models.ForeignKey(Group, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The day by which it is known in its row, whenever it takes place.
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    series_day = models.DateField(null=True, blank=True)
    # It was given a time of its own, apart from its row.
    moved = models.BooleanField(default=False)

    # A paper week: who presents which entry of the reading list; by the rota, or chosen by hand.
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    paper = models.CharField(max_length=80, blank=True)
    by_hand = models.BooleanField(default=False)

    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "series_day"], name="meeting_once_a_day_of_its_series"
            ),
            models.CheckConstraint(
                name="meeting_in_a_series_has_its_day",
                condition=Q(series__isnull=True) | Q(series_day__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_minutes_5_to_240",
                condition=Q(minutes__gte=5) & Q(minutes__lte=LONGEST_MINUTES),
            ),
            models.CheckConstraint(
                name="meeting_presents_only_papers",
                condition=Q(kind="paper") | Q(presenter__isnull=True, paper=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "starts_at"],
                condition=Q(state="planned"),
                name="meeting_planned_by_start",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groups:meeting", args=[self.group_id, self.pk])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def city(self) -> str:
        """The zone it was planned in, as one says it: “London”."""
        return self.zone.rpartition("/")[2].replace("_", " ")


class Attendance(models.Model):
    """What somebody said about coming to a meeting, and whether they came."""

    class Answer(models.TextChoices):
        YES = "yes", "I come"
        MAYBE = "maybe", "Perhaps"
        NO = "no", "I cannot"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    answer = models.CharField(max_length=5, choices=Answer)
    answered_at = models.DateTimeField()
    # The answer goes for the following meetings of the row, too.
    carries = models.BooleanField(default=False)
    # They said that they are there, or somebody noted it.
    there_at = models.DateTimeField(null=True, blank=True)
    # The iTIP sequence of what this person's calendar was last told; none if it knows nothing.
    calendar_sequence = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_answer_display()}"


class Part(models.Model):
    """Half of a mock meeting: one asks, the other sits an interview; in the other they swap."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="parts_asked"
    )
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="parts_answered"
    )
    interview = models.OneToOneField(
        "interview.Interview", models.SET_NULL, null=True, blank=True, related_name="meeting_part"
    )
    # Nobody came to ask, and the candidate went on alone.
    solo = models.BooleanField(default=False)
    # One part makes one interview, however often its button is pressed.
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["meeting", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "asker"], name="part_each_asks_once"),
            models.UniqueConstraint(fields=["meeting", "answerer"], name="part_each_answers_once"),
            models.CheckConstraint(
                name="part_of_two_people",
                condition=Q(asker__isnull=True)
                | Q(answerer__isnull=True)
                | ~Q(asker=F("answerer")),
            ),
            models.CheckConstraint(name="part_first_or_second", condition=Q(number__in=[1, 2])),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.meeting}"
