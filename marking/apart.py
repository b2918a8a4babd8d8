"""Points on which two people are more than a level apart: both are asked why."""

from dataclasses import dataclass
from itertools import groupby

from accounts.models import User
from interview.models import Interview, InterviewQuestion, PointMark
from marking.models import DiscussionNote
from marking.sides import FAR_APART, PEOPLE, spread
from questions.models import KeyPoint


@dataclass(frozen=True)
class Apart:
    """A point on which two people are more than a level apart, and what was said about it."""

    question: InterviewQuestion
    point: KeyPoint
    verdicts: tuple[str, ...]
    by: tuple[int, ...]
    notes: tuple[DiscussionNote, ...]

    @property
    def labels(self) -> list[str]:
        return [str(PointMark.Verdict(verdict).label) for verdict in self.verdicts]

    @property
    def place(self) -> str:
        """What names it in a form."""
        return f"{self.question.pk}:{self.point.pk}"

    def waits_for(self, user: User) -> bool:
        """One of those who differ, and they have not said why."""
        return user.pk in self.by and user.pk not in {note.by_id for note in self.notes}


def points_of(interview: Interview) -> list[Apart]:
    """Every such point of the interview, in order. Only marks that are open count."""
    marks = PointMark.objects.filter(
        scorecard__question__interview=interview.pk, scorecard__rater_kind__in=PEOPLE
    )
    ordered = marks.select_related("scorecard__question", "key_point").order_by(
        "scorecard__question__position", "key_point__position", "scorecard__made_at"
    )
    notes = DiscussionNote.objects.filter(question__interview=interview.pk).select_related("by")
    said = list(notes)
    found = []
    for _, group in groupby(
        ordered, key=lambda mark: (mark.scorecard.question_id, mark.key_point_id)
    ):
        same = list(group)
        if spread(mark.verdict for mark in same) < FAR_APART:
            continue
        question, point = same[0].scorecard.question, same[0].key_point
        about = [
            one for one in said if (one.question_id, one.key_point_id) == (question.pk, point.pk)
        ]
        found.append(
            Apart(
                question,
                point,
                tuple(mark.verdict for mark in same),
                tuple(mark.scorecard.rater_id for mark in same if mark.scorecard.rater_id),
                tuple(about),
            )
        )
    return found
