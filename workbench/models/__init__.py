"""What is worked on here and is no question yet, and what is measured of questions."""

from workbench.models.edits import BulkChange, BulkEdit, SavedFilter
from workbench.models.imports import (
    CLAIM_LASTS,
    READING_TRIES,
    Candidate,
    ImportBatch,
    ImportedFile,
)
from workbench.models.invitations import EditorInvitation
from workbench.models.measures import (
    Attempt,
    Change,
    QuestionSummary,
    SetSummary,
    Snooze,
)
from workbench.models.talk import Remark, Thread

__all__ = [
    "CLAIM_LASTS",
    "READING_TRIES",
    "Attempt",
    "BulkChange",
    "BulkEdit",
    "Candidate",
    "Change",
    "EditorInvitation",
    "ImportBatch",
    "ImportedFile",
    "QuestionSummary",
    "Remark",
    "SavedFilter",
    "SetSummary",
    "Snooze",
    "Thread",
]
