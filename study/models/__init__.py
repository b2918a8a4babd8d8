"""What somebody keeps at the study desk: cards, grid, plan, exercises, weak spots, choices."""

from study.models.attempts import Attempt
from study.models.branches import OwnTree, TreeChange
from study.models.cards import Card, CardChange, Desk, Review
from study.models.checklists import LastReview, TeamQuestion, Tick
from study.models.decks import DeckFile
from study.models.grid import Box, GridChange, GridNote
from study.models.habits import HabitScore
from study.models.hunts import Hunt, HuntLine, HuntTick
from study.models.plan import Plan, PlanChange, PlanTask
from study.models.reading import LinkCheck, Paper, ReadingWeek, Resource
from study.models.speaking import Recording, Take, TakeMark
from study.models.sums import MarkedAnswer, ReviewDay
from study.models.teaching import Explanation, Heard
from study.models.weak import Probe, SpotRating

__all__ = [
    "Attempt",
    "Box",
    "Card",
    "CardChange",
    "DeckFile",
    "Desk",
    "Explanation",
    "GridChange",
    "GridNote",
    "HabitScore",
    "Heard",
    "Hunt",
    "HuntLine",
    "HuntTick",
    "LastReview",
    "LinkCheck",
    "MarkedAnswer",
    "OwnTree",
    "Paper",
    "Plan",
    "PlanChange",
    "PlanTask",
    "Probe",
    "ReadingWeek",
    "Recording",
    "Resource",
    "Review",
    "ReviewDay",
    "SpotRating",
    "Take",
    "TakeMark",
    "TeamQuestion",
    "Tick",
    "TreeChange",
]
