"""How candidates judged a whole interview of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from interview.models.interviews import Interview

if TYPE_CHECKING:
    from accounts.models import User


class OwnLevelQuerySet(models.QuerySet["OwnLevel"]):
    def visible_to(self, user: User) -> OwnLevelQuerySet:
        """Those of one's own interviews; whoever reads one of them sees more by its share."""
        return self.filter(interview__candidate_id=user.pk)


class OwnLevel(models.Model):
    """The level, 1 to 4, a candidate gave themselves in one dimension of one interview."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="own_levels")
    # A name of interview.dimensions.DIMENSIONS.
    dimension = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = OwnLevelQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "dimension"], name="ownlevel_one_a_dimension"
            ),
            models.CheckConstraint(
                name="ownlevel_is_1_to_4", condition=Q(level__gte=1) & Q(level__lte=4)
            ),
            models.CheckConstraint(name="ownlevel_is_of_something", condition=~Q(dimension="")),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.level} in {self.interview}"
