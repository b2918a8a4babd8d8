"""The levels that interviewers gave on their sheets, for whoever keeps count of them."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from interview.dimensions import DIMENSIONS, LEVELS, Sighting
from interview.models import Interview
from marking.models import ScoreSheet, SheetEdition

_LEVELS = {str(level): level for level in LEVELS}


def seen(interviews: Collection[int] | QuerySet[Interview]) -> list[Sighting]:
    """Of sheets that are open, their latest edition. One query, and nothing of their words."""
    opened = SheetEdition.objects.filter(
        sheet__interview__in=interviews,
        sheet__role=ScoreSheet.Role.INTERVIEWER,
        sheet__opened_at__isnull=False,
    )
    fields = [KT(f"content__dim-{name}") for name in DIMENSIONS]
    rows = opened.order_by("sheet_id", "-number").distinct("sheet_id")
    return [
        Sighting(
            interview,
            {
                name: _LEVELS[level]
                for name, level in zip(DIMENSIONS, levels, strict=True)
                if level in _LEVELS
            },
            at,
        )
        for interview, at, *levels in rows.values_list("sheet__interview", "submitted_at", *fields)
    ]
