"""Marks by area of those who let the group see theirs: the mean of the last few, with how many.

Where there is no mark there is no figure: nothing is never 0.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import User
from groups import rules
from groups.actions import locked, refuse
from groups.models import Group, Membership
from questions.models import Topic
from web.refusals import Refused
from workbench.models import Attempt

# A cell is the mean of so many of the latest marks in its area.
LAST = 5
# With fewer the page would be about one or two people.
FEWEST = 3
# So many people stand side by side on a page, by name.
MOST = 40
SHADES = 5


@dataclass(frozen=True)
class Cell:
    """Mean of the last marks, 0–1, and of how many; no mean where there is none."""

    mean: float | None = None
    n: int = 0

    @property
    def shade(self) -> int:
        """0 to 4: the fifth of the scale that the mean falls into."""
        return min(int((self.mean or 0) * SHADES), SHADES - 1)


@dataclass(frozen=True)
class HeatMap:
    people: list[str]
    # (area, its cells in the order of the people); areas in which nobody has a mark are left out.
    rows: list[tuple[str, list[Cell]]]
    # All who let the group see theirs, shown or not.
    total: int


def why_not_shown(total: int) -> str | None:
    """`total`: how many let the group see theirs."""
    if total >= FEWEST:
        return None
    return (
        f"It is drawn once at least {FEWEST} people let the group see theirs, "
        f"so that it is not about one or two. {total} {'does' if total == 1 else 'do'} so far."
    )


@transaction.atomic
def show(group: Group, *, shows: bool, by: User) -> None:
    """Whether the group sees this person's marks by area. Taking it back always works."""
    group = locked(group.pk)
    if shows:
        refuse(rules.why_not_change(group))
    own = Membership.objects.filter(group=group, place__user=by)
    if not own.update(shows_points=shows):
        raise Refused("You are not in this group any more.")


def of(group: Group) -> HeatMap:
    """Three queries, however many people and marks."""
    shown = group.memberships.filter(shows_points=True).select_related("place__user")
    people = sorted((one.place.user for one in shown), key=lambda one: str(one).lower())
    total, people = len(people), people[:MOST]
    if why_not_shown(total):
        return HeatMap([], [], total)
    cells = _cells(people)
    areas = Topic.objects.filter(pk__in={area for _, area in cells})
    rows = [
        (area.title, [cells.get((person.pk, area.pk), Cell()) for person in people])
        for area in areas.order_by("position", "slug")
    ]
    return HeatMap([str(person) for person in people], rows, total)


def _cells(people: list[User]) -> dict[tuple[int, int], Cell]:
    """By person and area. What was left blank is no mark, and what one has not yet said one's own
    view of is nobody's to see."""
    marked = Attempt.objects.filter(
        candidate__in=people,
        score__isnull=False,
        is_blank=False,
        is_reached=True,
        interview__estimated_at__isnull=False,
    ).annotate(area=Coalesce("question__topic__parent", "question__topic"))
    newest = Window(
        RowNumber(),
        partition_by=[F("candidate"), F("area")],
        order_by=[F("finished_at").desc(), F("pk").desc()],
    )
    latest = marked.annotate(place=newest).filter(place__lte=LAST).order_by()
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for candidate, area, score in latest.values_list("candidate", "area", "score"):
        found[candidate, area].append(score)
    return {key: Cell(sum(scores) / len(scores), len(scores)) for key, scores in found.items()}
