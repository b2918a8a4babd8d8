"""Everything that changes a person's checklists."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from questions.bank.study.plans import Checklist
from questions.bank.study.plans import Item as ChecklistItem
from study.cards.actions import desk_of
from study.checklists import rules
from study.models import LastReview, TeamQuestion, Tick
from web.refusals import Refused

MOST_QUESTIONS = 20


@transaction.atomic
def tick(user: User, of: Checklist, item: ChecklistItem, *, done: bool, at: datetime) -> None:
    """Tick an item for the interview that is ahead, or take that back; twice is once."""
    User.objects.hold(user.pk)
    about = {
        "checklist": of.slug,
        "item": item.slug,
        "interview_on": desk_of(user).interview_on,
    }
    if not done:
        Tick.objects.visible_to(user).filter(**about).delete()
        return
    own = TeamQuestion.objects.visible_to(user).count()
    if reason := rules.why_not_tick(item, own_questions=own):
        raise Refused(reason)
    Tick.objects.get_or_create(owner=user, **about, defaults={"at": at})


def clear(user: User, of: Checklist) -> None:
    """Take back all ticks of a list, for the next time it is used."""
    on = desk_of(user).interview_on
    Tick.objects.visible_to(user).filter(checklist=of.slug, interview_on=on).delete()


@transaction.atomic
def write_question(user: User, text: str, *, at: datetime) -> None:
    """A question for the team; the same words once."""
    User.objects.hold(user.pk)
    if TeamQuestion.objects.visible_to(user).count() >= MOST_QUESTIONS:
        raise Refused(f"{MOST_QUESTIONS} are more than they will answer. Take one away first.")
    TeamQuestion.objects.get_or_create(owner=user, text=text, defaults={"written_at": at})


def choose_number(user: User, concepts: int) -> None:
    """How many of the weakest concepts (1–20) to go over on the day before."""
    LastReview.objects.update_or_create(user=user, defaults={"concepts": concepts})
