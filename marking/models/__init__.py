"""Interviews shared with others, and what people say about answers."""

from marking.models.calibration import Pack, PackItem, Run, RunAnswer, RunMark
from marking.models.circle_packs import CirclePack, CirclePackAnswer
from marking.models.code import CodeReview, CodeVersion, LineComment, LinePlace, LineThread
from marking.models.notes import Comment, DiscussionNote, Passage, SecondLook
from marking.models.shares import Share, ShareQuerySet
from marking.models.sheets import ScoreSheet, ScoreSheetQuerySet, SheetEdition

__all__ = [
    "CirclePack",
    "CirclePackAnswer",
    "CodeReview",
    "CodeVersion",
    "Comment",
    "DiscussionNote",
    "LineComment",
    "LinePlace",
    "LineThread",
    "Pack",
    "PackItem",
    "Passage",
    "Run",
    "RunAnswer",
    "RunMark",
    "ScoreSheet",
    "ScoreSheetQuerySet",
    "SecondLook",
    "Share",
    "ShareQuerySet",
    "SheetEdition",
]
