"""The bank: questions, their frozen versions, rubrics, and the sets made of them."""

from questions.models.questions import Question, QuestionQuerySet, Topic
from questions.models.searching import LibraryChange, Word
from questions.models.sets import QuestionSet, QuestionSetQuerySet, SetItem
from questions.models.sharing import LinkVisit, Shareable, new_token, readable_by
from questions.models.versions import CalibrationAnswer, KeyPoint, QuestionVersion
from questions.models.vocabulary import Audience, Kind, Priority, Tier, Visibility

__all__ = [
    "Audience",
    "CalibrationAnswer",
    "KeyPoint",
    "Kind",
    "LibraryChange",
    "LinkVisit",
    "Priority",
    "Question",
    "QuestionQuerySet",
    "QuestionSet",
    "QuestionSetQuerySet",
    "QuestionVersion",
    "SetItem",
    "Shareable",
    "Tier",
    "Topic",
    "Visibility",
    "Word",
    "new_token",
    "readable_by",
]
