"""A timed interview from set-up to review: the clock, the answers and their history, the marks."""

from interview.models.answers import Answer, AnswerRevision, ParkedText
from interview.models.asked import ArtefactAsked, FrameworkOpened
from interview.models.interviews import Interview, InterviewQuerySet, Pause, Seat
from interview.models.levels import OwnLevel, OwnLevelQuerySet
from interview.models.marks import PointMark, Scorecard
from interview.models.questions import (
    CLAIM_LASTS,
    SCORING_TRIES,
    HintShown,
    InterviewQuestion,
    InterviewQuestionQuerySet,
)
from interview.models.tried import TriedLog, TriedRevision

__all__ = [
    "CLAIM_LASTS",
    "SCORING_TRIES",
    "Answer",
    "AnswerRevision",
    "ArtefactAsked",
    "FrameworkOpened",
    "HintShown",
    "Interview",
    "InterviewQuerySet",
    "InterviewQuestion",
    "InterviewQuestionQuerySet",
    "OwnLevel",
    "OwnLevelQuerySet",
    "ParkedText",
    "Pause",
    "PointMark",
    "Scorecard",
    "Seat",
    "TriedLog",
    "TriedRevision",
]
