"""What is judged over a whole interview, from 1 to 4: families of dimensions, and who saw them.

A family is chosen by what is judged: WHOLE for every interview, STAFF for those at the level of
staff and above, RESEARCH where a question of that tier was answered. The room where people mark
interviews registers what interviewers saw; other rooms ask here and need not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from interview.models import Interview
from questions.models import QuestionSet, Tier

LEVELS = (1, 2, 3, 4)
_STAFF = (QuestionSet.Level.STAFF, QuestionSet.Level.RESEARCH)


@dataclass(frozen=True)
class Dimension:
    """One thing that is judged; what each of 1 to 4 looks like."""

    name: str
    label: str
    anchors: tuple[str, str, str, str]


@dataclass(frozen=True)
class Family:
    """Dimensions that are judged together. Where it `may_be_left`, not all of it comes up in
    every interview, and a level that nothing was seen for is not made up."""

    name: str
    title: str
    about: str
    dimensions: tuple[Dimension, ...]
    may_be_left: bool = True


WHOLE = Family(
    "whole",
    "The interview as a whole",
    "Looked at in every interview, whatever was asked.",
    (
        Dimension(
            "correctness",
            "Correctness",
            (
                "Central statements are wrong and stay so.",
                "Right in outline; errors that matter are mended only when pointed at.",
                "Right; slips are small and mostly found alone.",
                "Right throughout, with the conditions under which it holds.",
            ),
        ),
        Dimension(
            "intuition",
            "Intuition",
            (
                "Recites; cannot say why it should be so.",
                "Gives a reason that holds for the case asked and no further.",
                "Explains why in own words, and what would change if a premise did.",
                "Sees the idea behind the formula and carries it to a new case.",
            ),
        ),
        Dimension(
            "trade-offs",
            "Trade-offs",
            (
                "Names one way and no price.",
                "Names another way when asked; the choice stays taste.",
                "Weighs two ways by cost and benefit for the case at hand.",
                "Says what would tip the choice, and how one would measure it.",
            ),
        ),
        Dimension(
            "practice",
            "Practice",
            (
                "No sign of having done it.",
                "Knows the steps; misses what goes wrong in them.",
                "Speaks of data, tests and failure as somebody who has been there.",
                "Plans for what will break, and knows how one would notice.",
            ),
        ),
    ),
    may_be_left=False,
)
STAFF = Family(
    "staff",
    "At the level of staff",
    "Looked at from the level of staff on, beside the points of each question.",
    (
        Dimension(
            "justify",
            "Justifying a choice",
            (
                "Chooses without a reason, or because it is usual.",
                "Gives a reason when asked; it would fit another choice as well.",
                "Gives reasons from the case at hand, and names what was turned down.",
                "Says what would have to be different for another choice to win.",
            ),
        ),
        Dimension(
            "quantify",
            "Putting figures to it",
            (
                "No figures, or none that bear on the question.",
                "Rough sizes when asked; units or powers of ten slip.",
                "Estimates size, cost and time unasked, and goes on from the result.",
                "Says how far off the estimate may be, and which figure decides.",
            ),
        ),
        Dimension(
            "debug",
            "Finding faults",
            (
                "Guesses at a cause and changes things.",
                "Names likely causes; in which order they are checked is chance.",
                "Rules out many causes with each check, and says beforehand what a result means.",
                "Shows that the cause was the cause, and what would have told of it sooner.",
            ),
        ),
        Dimension(
            "recent",
            "Knowing recent work",
            (
                "Knows nothing of the last years that bears on the question.",
                "Names newer work, and not what it changed.",
                "Says what newer work changed, and uses it where it fits.",
                "Weighs it against the older way, with what its evidence leaves open.",
            ),
        ),
    ),
)
RESEARCH = Family(
    "research",
    "As a researcher",
    "Looked at where research questions were answered.",
    (
        Dimension(
            "derive",
            "Deriving",
            (
                "States the result and does not get there.",
                "Gets there with help at the steps that matter.",
                "Derives it, and says which assumption each step needs.",
                "Derives it from less, or another way, and sees what is lost or won.",
            ),
        ),
        Dimension(
            "connect",
            "Connecting",
            (
                "Sees the method by itself.",
                "Names a relative; what the two share stays vague.",
                "Says what it shares with others, and where they part.",
                "Finds the idea under both, and uses it to say something new of one.",
            ),
        ),
        Dimension(
            "critique",
            "Critique",
            (
                "Repeats what the paper claims.",
                "Names weaknesses that any paper has.",
                "Names what this evidence does not show, and the experiment that would.",
                "Says which claims stand without the weak part, and why.",
            ),
        ),
        Dimension(
            "novelty",
            "Novelty",
            (
                "No idea beyond what was read.",
                "A change to a known method, with no reason to expect anything of it.",
                "An idea with a reason, and a first test that could refute it.",
                "An idea with its nearest relatives, and the cheapest test that would settle it.",
            ),
        ),
    ),
)
FAMILIES = (WHOLE, STAFF, RESEARCH)
DIMENSIONS = {one.name: one for family in FAMILIES for one in family.dimensions}


def families(*, level: str, tiers: Iterable[int]) -> tuple[Family, ...]:
    """What an interview is judged by: its level, and the tiers of the questions answered in it."""
    found = [WHOLE]
    if level in _STAFF:
        found.append(STAFF)
    if Tier.RESEARCH in tiers:
        found.append(RESEARCH)
    return tuple(found)


@dataclass(frozen=True)
class Sighting:
    """What one interviewer saw in one interview: levels by dimension. The last word they handed
    in, as far as its candidate may read it."""

    interview: int
    levels: dict[str, int]
    at: datetime


# Interviews as a queryset of their ids, for one statement however many there are.
Sightings = Callable[[Collection[int] | QuerySet[Interview]], list[Sighting]]

_sources: list[Sightings] = []


def register(seen: Sightings) -> None:
    """Let a room say what interviewers saw in interviews; once a room."""
    if seen not in _sources:
        _sources.append(seen)


def seen_in(interviews: Collection[int] | QuerySet[Interview]) -> list[Sighting]:
    """What interviewers saw in these, in the order in which they handed it in."""
    found = [sighting for seen in _sources for sighting in seen(interviews)]
    return sorted(found, key=lambda one: one.at)
