"""What is worked on here and is no question yet."""

from workbench.models.edits import BulkChange, BulkEdit, SavedFilter
from workbench.models.imports import (
    CLAIM_LASTS,
    READING_TRIES,
    Candidate,
    ImportBatch,
    ImportedFile,
)
from workbench.models.talk import Remark, Thread

__all__ = [
    "CLAIM_LASTS",
    "READING_TRIES",
    "BulkChange",
    "BulkEdit",
    "Candidate",
    "ImportBatch",
    "ImportedFile",
    "Remark",
    "SavedFilter",
    "Thread",
]
