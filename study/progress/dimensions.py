"""What interviews were judged by as a whole: each dimension's levels, 1 to 4, over time.

One interview is one observation of a dimension: the median of its interviewers, or else what its
candidate said. Below ENOUGH observations their number is told and no level.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from accounts.models import User
from interview.dimensions import DIMENSIONS, FAMILIES, Dimension, Family, seen_in
from interview.models import Interview, OwnLevel

# With fewer observations nothing is said of a level.
ENOUGH = 3
# The highest level.
TOP = 4


@dataclass(frozen=True)
class Bar:
    """One dimension: from how many interviews it is known, of how many of them by interviewers."""

    dimension: Dimension
    levels: tuple[float, ...]
    by_others: int

    @property
    def n(self) -> int:
        return len(self.levels)

    @property
    def by_oneself(self) -> int:
        return self.n - self.by_others

    @property
    def mean(self) -> float | None:
        """From 1 to 4; None with too few to speak of."""
        return fmean(self.levels) if self.n >= ENOUGH else None

    @property
    def share(self) -> float:
        """How far the bar goes."""
        return (self.mean or 0) / TOP

    @property
    def missing(self) -> int:
        """How many more interviews until a level is told."""
        return max(0, ENOUGH - self.n)

    @property
    def next_level(self) -> int | None:
        """The whole level above the mean; None at the top or with too few."""
        return None if self.mean is None or self.mean >= TOP else int(self.mean) + 1

    @property
    def next_anchor(self) -> str:
        return self.dimension.anchors[self.next_level - 1] if self.next_level else ""


@dataclass(frozen=True)
class FamilyBars:
    """A family of which somebody has judged something."""

    family: Family
    bars: tuple[Bar, ...]

    @property
    def weakest(self) -> Bar | None:
        """The lowest of those that are known well enough."""
        known = [bar for bar in self.bars if bar.mean is not None]
        return min(known, key=lambda bar: bar.mean, default=None)


def of(user: User, *, since: datetime) -> list[FamilyBars]:
    """The families of what they finished since then and may see the marks of. Two queries."""
    interviews = (
        Interview.objects.of_candidate(user)
        .finished()
        .filter(finished_at__gte=since, estimated_at__isnull=False)
        .order_by()
    )
    pks = interviews.values("pk")
    found: dict[str, dict[int, float]] = defaultdict(dict)
    own = OwnLevel.objects.filter(interview__in=pks).order_by()
    for interview, name, level in own.values_list("interview", "dimension", "level"):
        found[name][interview] = level
    seen: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sighting in seen_in(pks):
        for name, level in sighting.levels.items():
            seen[name, sighting.interview].append(level)
    for (name, interview), levels in seen.items():
        found[name][interview] = median(levels)
    others = {name: sum(key == name for key, _ in seen) for name in DIMENSIONS}
    made = [
        FamilyBars(
            family,
            tuple(
                Bar(one, tuple(found[one.name].values()), others[one.name])
                for one in family.dimensions
            ),
        )
        for family in FAMILIES
    ]
    return [one for one in made if any(bar.n for bar in one.bars)]
