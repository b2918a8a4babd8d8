"""What somebody keeps at the study desk: cards, grid, plan, exercises, weak spots, choices."""

from study.models.attempts import Attempt
from study.models.cards import Card, Desk, Review
from study.models.grid import Box, GridChange, GridNote
from study.models.hunts import Hunt, HuntLine, HuntTick
from study.models.plan import Plan, PlanChange, PlanTask
from study.models.weak import Probe, SpotRating

__all__ = [
    "Attempt",
    "Box",
    "Card",
    "Desk",
    "GridChange",
    "GridNote",
    "Hunt",
    "HuntLine",
    "HuntTick",
    "Plan",
    "PlanChange",
    "PlanTask",
    "Probe",
    "Review",
    "SpotRating",
]
