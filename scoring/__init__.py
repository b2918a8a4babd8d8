"""Marks a free-text answer against the key points of its question.

Plain Python: text and rubric in, marked points with their evidence out. `docs/scoring.md` says how.
"""

from scoring.scorer import SCORER_VERSION, score_answer, scorer_version
from scoring.verdicts import REASONS, KeyPoint, Mark, PointVerdict, Reason, Verdict

__all__ = [
    "REASONS",
    "SCORER_VERSION",
    "KeyPoint",
    "Mark",
    "PointVerdict",
    "Reason",
    "Verdict",
    "score_answer",
    "scorer_version",
]
