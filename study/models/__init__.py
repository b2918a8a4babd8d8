"""What somebody keeps at the study desk: cards, the grid, exercises, weak spots, choices."""

from study.models.attempts import Attempt
from study.models.cards import Card, Desk, Review
from study.models.grid import Box, GridChange, GridNote
from study.models.weak import Probe, SpotRating

__all__ = [
    "Attempt",
    "Box",
    "Card",
    "Desk",
    "GridChange",
    "GridNote",
    "Probe",
    "Review",
    "SpotRating",
]
