"""Putting a reason off, and taking it up again."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from questions.models import Question
from workbench.models import Snooze


@transaction.atomic
def snooze(
    question: Question, reason: str, *, note: str, days: int | None, by: User, at: datetime
) -> Snooze:
    """Keep a question out of the queue for one reason, until it is written anew or time is over.

    Snoozing again replaces the note and the time.
    """
    snoozed, _ = Snooze.objects.update_or_create(
        question=question,
        reason=reason,
        defaults={
            "version_id": question.current_id,
            "note": note,
            "by": by,
            "snoozed_at": at,
            "until": at + timedelta(days=days) if days else None,
        },
    )
    return snoozed


def wake(question: Question, reason: str) -> None:
    """Put it back into the queue. Waking what is awake changes nothing."""
    Snooze.objects.filter(question=question, reason=reason).delete()
