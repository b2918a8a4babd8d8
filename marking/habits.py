"""The habits that interviewers ticked on their sheets, for whoever keeps score of them."""

from collections.abc import Collection

from django.db.models import Prefetch

from interview.habits import HABITS, Sighting
from marking.models import ScoreSheet, SheetEdition


def seen(interviews: Collection[int]) -> list[Sighting]:
    """Of sheets that are open, their latest edition. Two queries."""
    opened = ScoreSheet.objects.opened().filter(
        interview__in=interviews, role=ScoreSheet.Role.INTERVIEWER
    )
    editions = Prefetch("editions", SheetEdition.objects.order_by("-number"))
    return [_sighting(sheet) for sheet in opened.prefetch_related(editions)]


def _sighting(sheet: ScoreSheet) -> Sighting:
    last = sheet.editions.all()[0]
    ticked = frozenset(name for name in HABITS if last.content.get(f"habit-{name}"))
    return Sighting(sheet.interview_id, ticked, last.submitted_at)
