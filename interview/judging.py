"""How an interview was judged as a whole: by its candidate and by interviewers, side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import median

from django.db import transaction

from interview import dimensions
from interview.dimensions import Dimension, Family
from interview.models import Interview, InterviewQuestion, OwnLevel


@dataclass(frozen=True)
class Level:
    """One dimension of one interview: what its candidate said (None: nothing), what each
    interviewer saw."""

    dimension: Dimension
    own: int | None = None
    seen: tuple[int, ...] = ()

    @property
    def value(self) -> float | None:
        """The level that counts: the median of interviewers, or else the candidate's own."""
        return float(median(self.seen)) if self.seen else self.own

    @property
    def words(self) -> str:
        """Such as “3”, or “2.5” between two."""
        return "" if self.value is None else f"{self.value:g}"

    @property
    def anchor(self) -> str:
        """What the level looks like; between two, the lower one."""
        return "" if self.value is None else self.dimension.anchors[int(self.value) - 1]


@dataclass(frozen=True)
class Judged:
    """One family of one interview."""

    family: Family
    levels: tuple[Level, ...]

    @property
    def is_any(self) -> bool:
        return any(one.value is not None for one in self.levels)

    @cached_property
    def missing(self) -> list[str]:
        """What the interview did not show: labels of dimensions at the lowest level."""
        found = (one for one in self.levels if one.value is not None and one.value < 2)
        return [one.dimension.label for one in found]

    @cached_property
    def unsaid(self) -> list[str]:
        """What nobody has judged."""
        return [one.dimension.label for one in self.levels if one.value is None]


def families_of(interview: Interview) -> tuple[Family, ...]:
    """What this interview is judged by. One query."""
    blank = InterviewQuestion.Scoring.NOT_ANSWERED
    answered = interview.questions.exclude(scoring=blank).order_by()
    tiers = set(answered.values_list("version__tier", flat=True))
    return dimensions.families(level=interview.level, tiers=tiers)


def judged(interview: Interview, families: Collection[Family]) -> list[Judged]:
    """Each of these families with what was said. Two queries."""
    own = own_levels(interview)
    seen = dimensions.seen_in([interview.pk])
    return [
        Judged(
            family,
            tuple(
                Level(
                    one,
                    own.get(one.name),
                    tuple(by.levels[one.name] for by in seen if one.name in by.levels),
                )
                for one in family.dimensions
            ),
        )
        for family in families
    ]


def own_levels(interview: Interview) -> dict[str, int]:
    return dict(interview.own_levels.values_list("dimension", "level"))


@transaction.atomic
def judge(interview: Interview, levels: Mapping[str, int], *, at: datetime) -> None:
    """Keep what the candidate says of their own interview; what they leave out is taken back.

    Said again, the later word stands. `levels`: 1 to 4 by the name of a dimension.
    """
    Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
    interview.own_levels.exclude(dimension__in=levels).delete()
    OwnLevel.objects.bulk_create(
        (
            OwnLevel(interview=interview, dimension=name, level=level, at=at)
            for name, level in levels.items()
        ),
        update_conflicts=True,
        unique_fields=["interview", "dimension"],
        update_fields=["level", "at"],
    )
