"""What somebody keeps at the study desk: recall cards, what was answered, how they like to work."""

from study.models.cards import Card, Desk, Review

__all__ = ["Card", "Desk", "Review"]
