"""Everything that changes a person's reading list and shelf."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from questions.bank.study import Study
from study import saved_words
from study.cards.actions import desk_of
from study.models import Paper, ReadingWeek, Resource
from study.reading import papers
from study.reading.papers import Entry
from web.refusals import Refused

# More than anybody reads; it keeps the job that looks at addresses from being sent to many.
MOST_OWN = 100


@transaction.atomic
def set_status(user: User, study: Study, slug: str, status: str, *, at: datetime) -> Entry | None:
    """Say how far one is with a paper. The day of reading is that on which it was first read."""
    entry = _locked(user, study, slug)
    if entry is None or entry.row.status == status:
        return entry
    row = entry.row
    row.status = status
    row.read_on = (row.read_on or desk_of(user).day(at)) if entry.is_done else None
    row.changed_at = at
    row.save()
    _order_changed(user, at=at)
    return entry


@transaction.atomic
def write_notes(
    user: User,
    study: Study,
    slug: str,
    notes: Mapping[str, str],
    *,
    base: int,
    writer: uuid.UUID,
    at: datetime,
) -> tuple[Entry | None, list[str]]:
    """Keep notes as they are typed; the fields for which another window has other words."""
    entry = _locked(user, study, slug)
    if entry is None:
        return None, []
    before = (entry.row.revision, str(entry.row.rivals))
    disagree = saved_words.keep(entry.row, notes, base=base, writer=writer, at=at)
    if disagree or (entry.row.revision, str(entry.row.rivals)) != before:
        entry.row.save()
    return entry, disagree


@transaction.atomic
def settle(
    user: User, study: Study, slug: str, field: str, writer: uuid.UUID, *, add: bool
) -> None:
    """What becomes of words that another window typed."""
    entry = _locked(user, study, slug)
    if entry and saved_words.settle(entry.row, field, writer, add=add):
        entry.row.save()


@transaction.atomic
def move(user: User, study: Study, slug: str, *, to: int, at: datetime) -> None:
    """Give a paper the place `to`, counted from 0, in the list; the others close up."""
    User.objects.hold(user.pk)
    found = papers.entries(user, study)
    entry = papers.find(found, slug)
    if entry is None:
        return
    order = [one for one in found if one.slug != slug]
    order.insert(max(0, min(to, len(order))), entry)
    if [one.slug for one in order] == [one.slug for one in found]:
        return
    for place, one in enumerate(order):
        one.row.place, one.row.changed_at = place, at
    new = [one.row for one in order if one.row.pk is None]
    Paper.objects.bulk_update([one.row for one in order if one.row.pk], ["place", "changed_at"])
    Paper.objects.bulk_create(new)
    _order_changed(user, at=at)


@transaction.atomic
def add_paper(user: User, facts: Mapping[str, Any], *, at: datetime) -> Paper:
    """A paper of one's own, at the end of the list."""
    User.objects.hold(user.pk)
    if Paper.objects.visible_to(user).filter(slug="").count() >= MOST_OWN:
        raise Refused(f"{MOST_OWN} papers of your own are the most. Take one away first.")
    _order_changed(user, at=at)
    return Paper.objects.create(owner=user, changed_at=at, **facts)


@transaction.atomic
def take_away(user: User, study: Study, slug: str, *, at: datetime) -> bool:
    """A paper of one's own, with its notes. Those of the content stay. False: there is none."""
    entry = _locked(user, study, slug)
    if entry is None:
        return False
    if entry.of:
        raise Refused("This paper comes with Greenroom. Move it to the end if it is not for you.")
    entry.row.delete()
    _order_changed(user, at=at)
    return True


def add_resource(user: User, facts: Mapping[str, Any], *, at: datetime) -> Resource:
    """A book, course or page for one's own shelf; an address stands there once."""
    if Resource.objects.visible_to(user).count() >= MOST_OWN:
        raise Refused(f"{MOST_OWN} are the most. Take one off the shelf first.")
    try:
        with transaction.atomic():
            return Resource.objects.create(owner=user, added_at=at, **facts)
    except IntegrityError:
        raise Refused("This address is on your shelf already.") from None


def choose_weekday(user: User, weekday: int | None, *, at: datetime) -> None:
    """One paper a week, on that weekday (0 is Monday); None: no such day."""
    if weekday is None:
        ReadingWeek.objects.filter(user=user).delete()
        return
    facts = {"weekday": weekday, "chosen_at": at, "changed_at": at}
    ReadingWeek.objects.update_or_create(user=user, defaults=facts)


def _order_changed(user: User, *, at: datetime) -> None:
    """What stands in the calendar may be another paper now; it never goes back in time."""
    ReadingWeek.objects.filter(user=user).update(changed_at=at)


def _locked(user: User, study: Study, slug: str) -> Entry | None:
    User.objects.hold(user.pk)
    return papers.find(papers.entries(user, study), slug)
