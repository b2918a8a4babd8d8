"""The shelf: what the content has, what somebody added, and whether their links answer."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from questions.bank.study import Study, syllabus
from study.models import LinkCheck, Resource


@dataclass(frozen=True)
class Shelved:
    """One thing on the shelf; `check` is None while nobody looked."""

    of: syllabus.Resource | Resource
    check: LinkCheck | None
    is_own: bool


def shelf(user: User, study: Study) -> list[Shelved]:
    """Two queries, however much stands there."""
    own = list(Resource.objects.visible_to(user))
    urls = [one.url for one in (*study.resources, *own)]
    checks = {one.url: one for one in LinkCheck.objects.filter(url__in=urls)}
    return [
        Shelved(one, checks.get(one.url), isinstance(one, Resource))
        for one in (*study.resources, *own)
    ]
