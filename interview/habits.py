"""The six habits of an interview, and who saw them: said once, read by whoever keeps score of them.

The room where people mark interviews registers what interviewers saw; other rooms ask here and
need not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

# In the order in which an interview wants them.
HABITS = {
    "clarify": "Asked what was meant before answering",
    "assumptions": "Said what was assumed",
    "trade-offs": "Named what a choice costs",
    "aloud": "Reasoned aloud",
    "validate": "Checked the result, or said how one would",
    "simple": "Began with the simple thing",
}


@dataclass(frozen=True)
class Sighting:
    """What one interviewer saw in one interview: names of HABITS. The last word they handed in."""

    interview: int
    habits: frozenset[str]
    at: datetime


Sightings = Callable[[Collection[int]], list[Sighting]]

_sources: list[Sightings] = []


def register(seen: Sightings) -> None:
    """Let a room say what interviewers saw in interviews, by their ids; once a room."""
    if seen not in _sources:
        _sources.append(seen)


def seen_in(interviews: Collection[int]) -> list[Sighting]:
    """What interviewers saw in these, as far as their candidates may read it."""
    return [sighting for seen in _sources for sighting in seen(interviews)]
