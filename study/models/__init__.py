"""What somebody keeps at the study desk: cards, grid, attempts at exercises, choices."""

from study.models.attempts import Attempt
from study.models.cards import Card, Desk, Review
from study.models.grid import Box, GridChange, GridNote

__all__ = ["Attempt", "Box", "Card", "Desk", "GridChange", "GridNote", "Review"]
