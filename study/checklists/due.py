"""Which checklists are open today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from study.checklists import opening
from study.checklists.page import Checklists
from study.content import content
from study.items import Item
from study.models import Desk


def items(user: User, desk: Desk, *, at: datetime) -> Iterator[Item]:
    """Those that are open and not done yet, with the minutes that are left."""
    found, on = content(), desk.interview_on
    if found is None or on is None:
        return
    lists = [
        one for one in found.study.checklists if opening.is_open(one.when, on, user.zone, at=at)
    ]
    page = Checklists(user, found.study, at=at) if lists else None
    for one in map(page.one, lists) if page else ():
        if one.done < len(one.lines):
            yield Item(
                one.of.title,
                f"{one.done} of {len(one.lines)} done." if one.done else "It is open.",
                one.minutes_left,
                f"{reverse('study:checklists')}#{one.of.slug}",
                "Open the list",
                counted=("checklist", "checklists"),
            )
