"""What the pages say about answers aloud: pace, points with their verdicts, the last of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from study.models import Recording, Take, TakeMark
from study.speaking import prompts, rules

# Takes that the first page lists.
LISTED = 30


@dataclass(frozen=True)
class Judged:
    """One point of a take, and what its speaker says of it."""

    point: prompts.Point
    verdict: str


@dataclass(frozen=True)
class Reading:
    """A kept take with all that may be shown of it. Three queries."""

    take: Take
    prompt: prompts.Prompt
    points: list[Judged]
    model_answer: str
    recording: Recording | None

    @property
    def said(self) -> str:
        """What pace is counted from: a transcript, or the notes where nothing was said aloud."""
        transcript = self.recording.transcript if self.recording else ""
        return transcript or ("" if self.take.was_aloud else self.take.notes)

    @property
    def pace(self) -> int | None:
        return rules.words_a_minute(self.said, self.take.seconds)

    @property
    def words(self) -> int:
        return len(self.said.split())

    @property
    def share(self) -> float | None:
        """Of the points' weight, what was said; None until all are judged."""
        if not self.points or any(not one.verdict for one in self.points):
            return None
        worth = {"made": 1.0, "partly": 0.5, "missed": 0.0}
        total = sum(one.point.weight for one in self.points)
        return sum(one.point.weight * worth[one.verdict] for one in self.points) / total


def of(take: Take) -> Reading:
    """Only for a take whose key is open (`rules.why_no_key`)."""
    said = {
        f"p-{mark.key_point_id}" if mark.key_point_id else f"c-{mark.card}": mark.verdict
        for mark in take.marks.all()
    }
    points = [Judged(point, said.get(point.key, "")) for point in prompts.points_of(take)]
    recording = Recording.objects.filter(take=take).defer("sound").first()
    return Reading(take, prompts.of(take), points, prompts.model_answer(take), recording)


def last(user: User) -> QuerySet[Take]:
    """The latest takes, each with what was judged and whether its sound is kept here."""
    verdict = TakeMark.Verdict
    return (
        Take.objects.visible_to(user)
        .annotate(
            judged=Count("marks"),
            made=Count("marks", filter=Q(marks__verdict=verdict.MADE)),
            has_sound=Count("recording"),
        )
        .defer("notes", "rivals")[:LISTED]
    )
