"""What somebody keeps at the study desk: recall cards, the progress grid, how they like to work."""

from study.models.cards import Card, Desk, Review
from study.models.grid import Box, GridChange, GridNote

__all__ = ["Box", "Card", "Desk", "GridChange", "GridNote", "Review"]
