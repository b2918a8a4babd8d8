"""The reading rota: who presents which paper in which week.

Who, follows from who has presented (`groups/rota.py`); what, from the reading list in its order,
without what the group has had. A week that is called off has neither, so the rest moves on by one.
What somebody chose by hand stays.
"""

from collections.abc import Iterable
from datetime import datetime

from groups import rota
from groups.models import Group, Meeting, MeetingKind
from questions.bank.study.syllabus import Paper
from study.content import content


def reading_list() -> dict[str, Paper]:
    """The papers by slug, in the order to read them. Empty when the files cannot be read."""
    found = content()
    if found is None:
        return {}
    return {one.slug: one for one in sorted(found.study.reading, key=lambda one: not one.core)}


def deal(group: Group, *, at: datetime) -> None:
    """Say anew who presents what in the weeks to come. Called under the group's lock, whenever a
    week is planned, moved or called off, or somebody comes or goes."""
    weeks = group.meetings.filter(kind=MeetingKind.PAPER, state=Meeting.State.PLANNED)
    coming = list(weeks.filter(starts_at__gt=at).order_by("starts_at", "pk"))
    open_weeks = [week for week in coming if not week.by_hand]
    if not open_weeks:
        return
    past = list(weeks.filter(starts_at__lte=at).order_by("starts_at", "pk"))
    settled = past + [week for week in coming if week.by_hand]
    people = list(
        group.circle.memberships.order_by("since", "pk").values_list("user_id", flat=True)
    )
    done = [week.presenter_id for week in settled if week.presenter_id]
    who = rota.presenters(people, done, weeks=len(open_weeks))
    what = _next_papers([week.paper for week in settled], weeks=len(open_weeks))
    for week, presenter_id, paper in zip(open_weeks, who, what, strict=True):
        if (week.presenter_id, week.paper) != (presenter_id, paper):
            week.presenter_id, week.paper = presenter_id, paper
            week.save(update_fields=["presenter", "paper"])


def _next_papers(had: Iterable[str], *, weeks: int) -> list[str]:
    """The next of the list, in order; after the last it begins again. Blank without a list."""
    slugs = list(reading_list())
    left = [slug for slug in slugs if slug not in set(had)]
    while slugs and len(left) < weeks:
        left += slugs
    return (left or [""] * weeks)[:weeks]
