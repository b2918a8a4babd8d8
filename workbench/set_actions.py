"""What an author does to a set. Each is one transaction that locks the set and looks again.

A change of words or order names what it was based on. Where somebody changed the same thing
meanwhile, it raises `ChangedMeanwhile` and writes nothing: both are then shown.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify

from accounts.models import Circle, User
from questions import sharing
from questions.models import Question, QuestionSet, SetItem, Visibility
from web.refusals import Refused
from workbench import outlines, set_rules, sharing_news, sharing_rules

FACTS = ("title", "description", "for_whom", "level", "minutes", "instructions")
ITEM_FACTS = ("minutes", "section", "draw")
# Further than any position, so that rows can step aside while they are put in a new order.
ASIDE = 10_000


class ChangedMeanwhile(Refused):
    """Somebody else, or the same person in another tab, changed it first."""


@dataclass(frozen=True)
class Added:
    """What became of questions that were to be added."""

    new: list[Question]
    already: list[Question]


def fingerprint(thing: QuestionSet | SetItem) -> str:
    """Of what a form shows of it: 16 characters that change when any of that does."""
    names = FACTS if isinstance(thing, QuestionSet) else ITEM_FACTS
    facts = json.dumps([getattr(thing, name) for name in names], sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


@transaction.atomic
def create(owner: User, facts: dict[str, Any]) -> QuestionSet:
    """An empty private set."""
    return QuestionSet.objects.create(
        slug=_free_slug(facts["title"]), owner=owner, visibility=Visibility.PRIVATE, **facts
    )


@transaction.atomic
def duplicate(original: QuestionSet, *, by: User) -> QuestionSet:
    """A private copy with every item that its new owner may read. The original stays as it is."""
    facts = {name: getattr(original, name) for name in FACTS}
    facts["title"] = f"Copy of {original.title}"[:120]
    copy = create(by, facts)
    items = list(original.items.all())
    readable = _readable(by, [item.question_id for item in items if item.question_id])
    SetItem.objects.bulk_create(
        SetItem(
            set=copy,
            position=item.position,
            section=item.section,
            question_id=item.question_id,
            minutes=item.minutes,
            draw=item.draw,
        )
        for item in items
        if item.question_id is None or item.question_id in readable
    )
    return copy


@transaction.atomic
def rewrite(chosen: QuestionSet, facts: dict[str, Any], *, base: str, by: User) -> QuestionSet:
    """Change title, length and texts."""
    chosen = _locked(chosen, by)
    if base != fingerprint(chosen):
        raise ChangedMeanwhile("This set was changed elsewhere since you opened it.")
    for name, value in facts.items():
        setattr(chosen, name, value)
    chosen.save(update_fields=list(facts))
    return chosen


@transaction.atomic
def delete(chosen: QuestionSet, *, by: User) -> None:
    """For good. Interviews that began keep their questions; one still planned will not start."""
    _locked(chosen, by).delete()


@transaction.atomic
def add_questions(chosen: QuestionSet, ids: Sequence[int], *, by: User, section: str = "") -> Added:
    """Put questions at the end, in this order. One that stands there already is left alone."""
    chosen = _locked(chosen, by)
    readable = _readable(by, ids)
    there = set(chosen.items.filter(question__in=readable).values_list("question_id", flat=True))
    found = [readable[pk] for pk in dict.fromkeys(ids) if pk in readable]
    new = [question for question in found if question.pk not in there]
    if reason := set_rules.why_not_add(asks=outlines.asks(chosen) + len(new)):
        raise Refused(reason)
    last = _last(chosen)
    SetItem.objects.bulk_create(
        SetItem(set=chosen, position=last + number, question=question, section=section)
        for number, question in enumerate(new, start=1)
    )
    return Added(new, [question for question in found if question.pk in there])


@transaction.atomic
def add_draw(chosen: QuestionSet, facts: dict[str, Any], *, by: User, at: datetime) -> SetItem:
    """Put a draw at the end. Refused when the questions its author may see do not suffice."""
    chosen = _locked(chosen, by)
    item = SetItem(set=chosen, position=_last(chosen) + 1, **facts)
    _refuse_unfilled(chosen, item, by=by)
    item.save()
    return item


@transaction.atomic
def change_item(
    chosen: QuestionSet, item_id: int, facts: dict[str, Any], *, base: str, by: User
) -> SetItem:
    """Change an item's minutes, section, or what it draws."""
    chosen = _locked(chosen, by)
    item = chosen.items.filter(pk=item_id).first()
    if item is None:
        raise Refused("This item was taken out of the set meanwhile.")
    if base != fingerprint(item):
        raise ChangedMeanwhile("This item was changed elsewhere since you opened it.")
    for name, value in facts.items():
        setattr(item, name, value)
    if item.draw:
        _refuse_unfilled(chosen, item, by=by)
    item.save(update_fields=list(facts))
    return item


@transaction.atomic
def remove_item(chosen: QuestionSet, item_id: int, *, by: User) -> SetItem | None:
    """Take an item out; the question stays in the bank. Twice is once: then nothing is returned."""
    chosen = _locked(chosen, by)
    item = chosen.items.select_related("question").filter(pk=item_id).first()
    if item:
        item.delete()
    return item


@transaction.atomic
def reorder(
    chosen: QuestionSet, order: Sequence[int], *, base: Sequence[int], by: User
) -> list[int]:
    """Put the items into this order and return it.

    `base` is the order its author saw. Where it is another by now, ChangedMeanwhile: sent again
    with the new base, the order applies to what is still there, and what is new comes last.
    """
    chosen = _locked(chosen, by)
    now = _order(chosen)
    wanted = [pk for pk in dict.fromkeys(order) if pk in now]
    wanted += [pk for pk in now if pk not in wanted]
    if wanted == now:
        return now
    if list(base) != now:
        raise ChangedMeanwhile("The order was changed elsewhere since you opened this page.")
    _put(chosen, wanted)
    return wanted


@transaction.atomic
def move(chosen: QuestionSet, item_id: int, *, by_places: int, by: User) -> list[int]:
    """Move one item so many places down (up when negative), as far as there are places."""
    chosen = _locked(chosen, by)
    order = _order(chosen)
    if item_id not in order:
        raise Refused("This item was taken out of the set meanwhile.")
    to = min(max(order.index(item_id) + by_places, 0), len(order) - 1)
    order.remove(item_id)
    order.insert(to, item_id)
    _put(chosen, order)
    return order


@transaction.atomic
def share(
    chosen: QuestionSet, how: str, *, by: User, at: datetime, circle: Circle | None = None
) -> QuestionSet:
    """Give out a link (the old one is void then), take it back, share it with a group, whose
    people are told, or put it in the library."""
    chosen = _locked(chosen, by)
    if reason := sharing_rules.why_not_share(by, chosen, how, circle=circle):
        raise Refused(reason)
    before = chosen.circle_id
    sharing.share(chosen, Visibility(how), circle=circle)
    if before and before != chosen.circle_id:
        sharing_news.taken_back(chosen, at=at)
    if chosen.circle and before != chosen.circle_id:
        sharing_news.shared(chosen, chosen.circle, by=by, at=at)
    return chosen


def _locked(chosen: QuestionSet, by: User) -> QuestionSet:
    mine = QuestionSet.objects.editable_by(by).select_for_update(of=["self"])
    if found := mine.filter(pk=chosen.pk).first():
        return found
    raise Refused("This set is not yours to change any more.")


def _readable(by: User, ids: Collection[int]) -> dict[int, Question]:
    return Question.objects.visible_to(by).defer("search").in_bulk(list(ids))


def _refuse_unfilled(chosen: QuestionSet, changed: SetItem, *, by: User) -> None:
    others = [item for item in chosen.items.all() if item.pk != changed.pk]
    asks = outlines.asks(chosen, without=changed.pk) + changed.draw["count"]
    if reason := set_rules.why_not_add(asks=asks):
        raise Refused(reason)
    if reason := outlines.why_not_filled([*others, changed], user=by):
        raise Refused(reason)


def _order(chosen: QuestionSet) -> list[int]:
    return list(chosen.items.order_by("position").values_list("pk", flat=True))


def _last(chosen: QuestionSet) -> int:
    return chosen.items.aggregate(last=Max("position"))["last"] or 0


def _put(chosen: QuestionSet, order: Sequence[int]) -> None:
    """No two items may stand in one place, not even for a moment: first they all step aside."""
    chosen.items.update(position=F("position") + ASIDE)
    rows = [SetItem(pk=pk, position=number) for number, pk in enumerate(order, start=1)]
    SetItem.objects.bulk_update(rows, ["position"])


def _free_slug(title: str) -> str:
    slug = slugify(title)[:60].strip("-") or "set"
    if QuestionSet.objects.filter(slug=slug).exists() or slug in set_rules.RESERVED_SLUGS:
        slug = f"{slug}-{secrets.token_hex(4)}"
    return slug
